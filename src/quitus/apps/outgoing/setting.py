"""Whether money leaves on one person's word or on two."""

from datetime import date

from quitus.apps.organisations.models import Membership
from quitus.apps.organisations.rights import Right, may
from quitus.apps.organisations.tenancy import current_organisation_id
from quitus.apps.outgoing.models import OutgoingSetting
from quitus.apps.timeline.actions import Event, record
from quitus.domain.refused import Refused


def approvers() -> int:
    """How many members may approve."""
    places = Membership.objects.filter(organisation_id=current_organisation_id(), accepted_at__isnull=False)
    return sum(may(role, Right.PAY) for role in places.values_list("role", flat=True))


def ask_second_approval(*, asked: bool, on: date, actor: str) -> None:
    """Every order is approved by another person than its author, or no longer. So already: nothing happens.

    Refused second_approver_missing, where nobody else could approve.
    """
    OutgoingSetting.objects.bulk_create([OutgoingSetting()], ignore_conflicts=True)
    setting = OutgoingSetting.objects.select_for_update(no_key=True).get()
    if setting.second_approval == asked:
        return
    if asked and approvers() < 2:
        raise Refused("second_approver_missing")
    setting.second_approval = asked
    setting.save(update_fields=["second_approval"])
    record(Event("second_approval_set", on, actor, None, {"asked": asked}))
