"""Open a firm: everything it needs before its first import, in one step."""

from datetime import date

from django.db import transaction

from quitus.apps.organisations.actions import FirmDetails, add_member, found
from quitus.apps.organisations.models import Organisation, Role, User
from quitus.apps.organisations.tenancy import tenant
from quitus.apps.reminders.policies import install_policy
from quitus.apps.timeline.actions import Event, record


def open_firm(
    details: FirmDetails, owner_email: str, owner_name: str, password: str, *, on: date
) -> tuple[Organisation, User]:
    """A firm with its owner and the gentle policy; all of it or nothing."""
    with transaction.atomic():
        organisation = found(details)
        owner = add_member(organisation, owner_email, Role.OWNER, name=owner_name, password=password)
        with tenant(organisation.id):
            record(Event("firm_opened", on, str(owner), None, {"name": organisation.name}))
            install_policy(on=on, by=str(owner))
    return organisation, owner
