"""Read the open organisation."""

from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import current_organisation_id


def current_organisation() -> Organisation:
    """The organisation whose wall is open."""
    return Organisation.objects.get(id=current_organisation_id())


def books_currency() -> str:
    """The currency in which the open organisation keeps its books."""
    return Organisation.objects.values_list("currency", flat=True).get(id=current_organisation_id())
