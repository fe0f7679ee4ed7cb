"""Keep what remains of charges. For the payments' and waivers' actions, which hold the client's lock."""

from collections.abc import Mapping
from datetime import date

from django.db import connection

from quitus.apps.charges.watchers import tell_charges_changed
from quitus.apps.organisations.bulk import array_literal


def settle_charges(paid: Mapping[int, int], on: date) -> None:
    """Take what was paid or waived (minor units by charge) off what remains; negative amounts reopen."""
    if not paid:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE charges_charge AS t SET remaining_minor = t.remaining_minor - u.paid "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS u(id, paid) WHERE t.id = u.id",
            [array_literal(paid), array_literal(paid.values())],
        )
    tell_charges_changed(paid, on)
