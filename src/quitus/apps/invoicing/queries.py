"""Whose an instalment is."""

from quitus.apps.invoicing.models import Instalment


def invoice_of_instalment(instalment_id: int) -> int:
    """The invoice it belongs to; raises Instalment.DoesNotExist for one that is not behind this firm's wall."""
    return Instalment.objects.values_list("invoice_id", flat=True).get(id=instalment_id)
