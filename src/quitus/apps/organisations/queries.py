"""Read the open organisation and its members."""

from dataclasses import dataclass

from quitus.apps.organisations.models import Membership, Organisation, Role, User
from quitus.apps.organisations.tenancy import current_organisation_id


def current_organisation() -> Organisation:
    """The organisation whose wall is open."""
    return Organisation.objects.get(id=current_organisation_id())


def books_currency() -> str:
    """The currency in which the open organisation keeps its books."""
    return Organisation.objects.values_list("currency", flat=True).get(id=current_organisation_id())


@dataclass(frozen=True, slots=True)
class Member:
    """A person's place in the firm. `has_password` False: has not chosen one yet; `accepted` False: invited."""

    user_id: int
    name: str
    email: str
    role: str
    has_password: bool
    accepted: bool

    @property
    def key(self) -> str:
        """The id as text, for names inside a page."""
        return str(self.user_id)


def members() -> list[Member]:
    """The members of the open organisation and those invited, owners first."""
    firm = current_organisation_id()
    places = list(
        Membership.objects.filter(organisation_id=firm).select_related("user").order_by("user__name", "id")
    )
    places.sort(key=lambda place: place.role != Role.OWNER)
    return [
        Member(
            place.user_id,
            place.user.name if place.accepted_at else "",  # another firm wrote it: not ours to read yet
            place.user.email,
            place.role,
            place.user.has_usable_password(),
            place.accepted_at is not None,
        )
        for place in places
    ]


def owners() -> list[User]:
    """The owners of the open organisation: who answers for its settings."""
    places = Membership.objects.filter(
        organisation_id=current_organisation_id(), role=Role.OWNER, accepted_at__isnull=False
    )
    return [place.user for place in places.select_related("user").order_by("id")]


def member(user_id: int) -> User:
    """A member of the open organisation, or one invited; raises User.DoesNotExist for anybody else."""
    return User.objects.get(id=user_id, memberships__organisation_id=current_organisation_id())


def firms_of(user_id: int) -> list[int]:
    """The organisations of which somebody is a member, the oldest place first. Outside `tenant` too."""
    places = Membership.objects.filter(user_id=user_id, accepted_at__isnull=False).order_by("id")
    return list(places.values_list("organisation_id", flat=True))


def somebody_may_sign_in() -> bool:
    """Whether a user exists; until then the first visit opens a firm."""
    return User.objects.exists()
