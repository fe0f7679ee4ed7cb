"""Let people into the firm and out of it, and write it down."""

from datetime import date
from hmac import compare_digest

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from quitus.apps.organisations import actions
from quitus.apps.organisations.clock import business_today
from quitus.apps.organisations.models import Membership, Role
from quitus.apps.organisations.queries import current_organisation, member
from quitus.apps.organisations.tenancy import current_organisation_id, tenant
from quitus.apps.timeline.actions import Event, record
from quitus.domain.refused import Refused
from quitus.ports.registry import adapters


def invite(email: str, role: Role, *, name: str = "", on: date, by: str) -> Membership:
    """Let somebody in, or invite who has an account already.

    Refused `member_email_malformed`; `member_known` for who is in or invited already.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused("member_email_malformed", email=email[:80]) from None
    place = actions.invite_member(current_organisation(), email, role, name=name)
    record(Event("member_added", on, by, None, {"member": email, "role": role.value}))
    return place


def place_of(user_id: int) -> Membership:
    """A person's place in the open firm; raises Membership.DoesNotExist for a stranger."""
    return Membership.objects.select_related("user").get(
        organisation_id=current_organisation_id(), user_id=user_id
    )


def invitation_token(place: Membership) -> str:
    """What only the inviting firm can hand over."""
    return adapters().sealer.token(f"join:{place.organisation_id}:{place.user_id}:{place.id}")


def invitation(place_id: int, token: str, user_id: int) -> Membership | None:
    """The place that somebody is invited to by this link; None when it is not theirs, forged or gone."""
    place = Membership.objects.select_related("organisation").filter(id=place_id, user_id=user_id).first()
    if place is None or not compare_digest(invitation_token(place).encode(), token.encode()):
        return None
    return place


def join(place: Membership) -> None:
    """Accept an invitation; nothing happens the second time."""
    with tenant(place.organisation_id):
        if actions.accept_invitation(place.id, place.user_id) is not None:
            by = str(place.user)
            on = business_today(place.organisation)
            record(Event("member_joined", on, by, None, {"member": place.user.email, "role": place.role}))


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
