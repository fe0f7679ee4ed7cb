"""What is known of a client and of a person there, as plain values that actions take."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from quitus.apps.clients.models import Client, ClientKind, ContactRole
from quitus.domain.importing.values import read_email
from quitus.domain.refused import Refused

MONTH_DAYS = range(1, 32)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientDetails:
    """A client's card. `number` is the firm's own code, "" where it has none.

    `pay_run_days` are days of the month. Refuses an empty name and a day that no month has.
    """

    name: str
    number: str = ""
    kind: ClientKind = ClientKind.BUSINESS
    language: str = "fr"
    country: str = "FR"
    address: str = ""
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    phone: str = ""
    notes: str = ""
    pay_run_days: tuple[int, ...] = ()
    payment_days: int | None = None
    payment_end_of_month: bool = False

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise Refused("client_without_name")
        if any(day not in MONTH_DAYS for day in self.pay_run_days):
            raise Refused("pay_run_day_unknown", days=", ".join(map(str, self.pay_run_days)))

    def columns(self) -> Mapping[str, object]:
        """The details by column, as the database stores them."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return values | {"kind": self.kind.value, "pay_run_days": sorted(set(self.pay_run_days))}


def details_of(client: Client) -> ClientDetails:
    """The card of a client as it stands, to be changed with `dataclasses.replace`."""
    values = {field.name: getattr(client, field.name) for field in fields(ClientDetails)}
    kind, days = ClientKind(client.kind), tuple(client.pay_run_days)
    return ClientDetails(**values | {"kind": kind, "pay_run_days": days})


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDetails:
    """A person at a client. Refuses an empty one, and an address that is not exactly one address."""

    name: str = ""
    role: ContactRole = ContactRole.ACCOUNTING
    email: str = ""
    phone: str = ""

    def __post_init__(self) -> None:
        if not (self.name or self.email or self.phone):
            raise Refused("contact_empty")
        if self.email:
            try:
                object.__setattr__(self, "email", read_email(self.email))
            except Refused as malformed:
                raise Refused("contact_email_malformed", email=self.email) from malformed

    def columns(self) -> Mapping[str, object]:
        """The details by column, as the database stores them."""
        return {"name": self.name, "role": self.role.value, "email": self.email, "phone": self.phone}
