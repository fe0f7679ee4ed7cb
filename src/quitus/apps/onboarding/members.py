"""Let people into the firm and out of it, and write it down."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from quitus.apps.organisations import actions
from quitus.apps.organisations.models import Membership, Role, User
from quitus.apps.organisations.queries import current_organisation, member
from quitus.apps.timeline.actions import Event, record
from quitus.domain.refused import Refused


def invite(email: str, role: Role, *, name: str = "", on: date, by: str) -> User:
    """Let somebody in. Refused `member_email_malformed`; `member_known` for who is in already."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused("member_email_malformed", email=email[:80]) from None
    firm = current_organisation()
    if Membership.objects.filter(organisation=firm, user__email=email).exists():
        raise Refused("member_known", email=email)
    user = actions.add_member(firm, email, role, name=name)
    record(Event("member_added", on, by, None, {"member": email, "role": role.value}))
    return user


def change_role(user_id: int, role: Role, *, on: date, by: str) -> None:
    """Give a member other rights; refused for the last owner. Raises User.DoesNotExist for a stranger."""
    user = member(user_id)
    actions.change_role(current_organisation(), user_id, role)
    record(Event("member_role_changed", on, by, None, {"member": user.email, "role": role.value}))


def remove(user_id: int, *, on: date, by: str) -> None:
    """Shut a member out; refused for the last owner. Raises User.DoesNotExist for a stranger."""
    user = member(user_id)
    actions.remove_member(current_organisation(), user_id)
    record(Event("member_removed", on, by, None, {"member": user.email}))
