"""Create a firm and its members, and change what the firm says of itself."""

from dataclasses import dataclass, fields

from django.contrib.auth.hashers import make_password

from quitus.apps.organisations.models import Membership, Organisation, Role, User
from quitus.apps.organisations.queries import current_organisation
from quitus.domain.organisations.identity import checked_bic, checked_holder, checked_iban, checked_siren
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmDetails:
    """A firm's card. Refuses an empty name and identifiers whose check digits are wrong."""

    name: str
    siren: str = ""
    vat_number: str = ""
    address: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    account_holder: str = ""
    iban: str = ""
    bic: str = ""
    country: str = "FR"
    language: str = "fr"

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise Refused("firm_without_name")

    def columns(self) -> dict[str, str]:
        """By column, in their checked form."""
        values: dict[str, str] = {
            field.name: str(getattr(self, field.name)).strip() for field in fields(self)
        }
        return values | {
            "siren": checked_siren(self.siren),
            "iban": checked_iban(self.iban),
            "bic": checked_bic(self.bic),
            "account_holder": checked_holder(self.account_holder or self.name),
        }


def found(details: FirmDetails) -> Organisation:
    """A new firm."""
    return Organisation.objects.create(**details.columns())


def change_firm(details: FirmDetails) -> list[str]:
    """Change the open firm's card; the names of the columns that changed."""
    firm = current_organisation()
    changed = [name for name, value in details.columns().items() if getattr(firm, name) != value]
    for name in changed:
        setattr(firm, name, details.columns()[name])
    if changed:
        firm.save(update_fields=changed)
    return changed


def add_member(
    organisation: Organisation, email: str, role: Role, *, name: str = "", password: str = ""
) -> User:
    """Let somebody in: a new user, or one who is known already. Without a password they ask for one by mail."""
    email = email.strip().lower()
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(
            email, password or None, name=name.strip(), language=organisation.language
        )
    if role != Role.OWNER:
        _keep_an_owner(organisation, user.id)
    Membership.objects.update_or_create(organisation=organisation, user=user, defaults={"role": role})
    return user


def invite_member(organisation: Organisation, email: str, role: Role, *, name: str = "") -> Membership:
    """A place for somebody: a new person's at once, that of a person who is known once they accept it."""
    email = email.strip().lower()
    fresh = {"name": name.strip(), "language": organisation.language, "password": make_password(None)}
    User.objects.get_or_create(email=email, defaults=fresh)
    # Locked: two firms that invite somebody at once would both take them for nobody's.
    known = User.objects.select_for_update().get(email=email)
    if known.memberships.filter(organisation=organisation).exists():
        raise Refused("member_known", email=email)
    if known.has_usable_password() or known.memberships.exists():
        return Membership.objects.create(organisation=organisation, user=known, role=role, accepted_at=None)
    # Nobody's any more: a link to choose a password that a former firm handed over must not work here.
    known.set_unusable_password()
    known.save(update_fields=["password"])
    return Membership.objects.create(organisation=organisation, user=known, role=role)


def accept_invitation(place_id: int, user_id: int) -> Membership | None:
    """Take a place that one was invited to; None when there is none, or it was accepted before."""
    waiting = Membership.objects.select_for_update().filter(id=place_id, user_id=user_id, accepted_at=None)
    place = waiting.first()
    if place is not None:
        place.accepted_at = real_now()
        place.save(update_fields=["accepted_at"])
    return place


def remove_member(organisation: Organisation, user_id: int) -> None:
    """Shut somebody out; refused for the last owner."""
    _keep_an_owner(organisation, user_id)
    user = User.objects.select_for_update().get(id=user_id)
    Membership.objects.filter(organisation=organisation, user_id=user_id).delete()
    if user.has_usable_password():
        return
    # They never began here: the link they got is dead, and a firm that alone still waits for them leads them in.
    user.set_unusable_password()
    user.save(update_fields=["password"])
    left = list(Membership.objects.filter(user_id=user_id)[:2])
    if len(left) == 1 and left[0].accepted_at is None:
        left[0].accepted_at = real_now()
        left[0].save(update_fields=["accepted_at"])


def change_role(organisation: Organisation, user_id: int, role: Role) -> None:
    """Give a member other rights; refused for the last owner."""
    if role != Role.OWNER:
        _keep_an_owner(organisation, user_id)
    Membership.objects.filter(organisation=organisation, user_id=user_id).update(role=role)


def set_language(user_id: int, language: str) -> None:
    """The language in which the screens speak to a person ("fr" or "en")."""
    User.objects.filter(id=user_id).update(language=language)


def _keep_an_owner(organisation: Organisation, user_id: int) -> None:
    """Two owners who remove each other at the same moment take turns: the lock is on every place."""
    places = Membership.objects.filter(organisation=organisation).order_by("id").select_for_update()
    owners = [place.user_id for place in places if place.role == Role.OWNER and place.accepted_at]
    if owners == [user_id]:
        raise Refused("last_owner")
