"""Change what the firm says of itself, and write down that it changed; a changed IBAN only when it was confirmed."""

from dataclasses import replace
from datetime import date

from quitus.apps.organisations.actions import FirmDetails, change_firm
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.queries import current_organisation
from quitus.apps.timeline.actions import Event, record
from quitus.domain.organisations.identity import checked_iban
from quitus.domain.refused import Refused

# What a person confirms who takes the IBAN away without another one.
NO_IBAN = "—"


def details_of(firm: Organisation, **changes: str) -> FirmDetails:
    """The card as it stands, with these columns changed."""
    return replace(
        FirmDetails(
            name=firm.name,
            siren=firm.siren,
            vat_number=firm.vat_number,
            address=firm.address,
            contact_name=firm.contact_name,
            contact_email=firm.contact_email,
            contact_phone=firm.contact_phone,
            account_holder=firm.account_holder,
            iban=firm.iban,
            bic=firm.bic,
            country=firm.country,
            language=firm.language,
        ),
        **changes,
    )


def change_details(changes: dict[str, str], *, on: date, by: str, confirmed_iban: str = "") -> list[str]:
    """Change columns of the open firm's card; the names of those that changed.

    Refused `iban_change_unconfirmed` when the IBAN takes the place of another one and `confirmed_iban` is not
    exactly the new one (NO_IBAN for none): whoever swaps it silently has every debtor pay somebody else.
    """
    firm = current_organisation()
    old, new = firm.iban, checked_iban(changes.get("iban", firm.iban))
    if old and new != old and confirmed_iban != (new or NO_IBAN):
        raise Refused("iban_change_unconfirmed", old=old, new=new or NO_IBAN)
    changed = change_firm(details_of(firm, **changes))
    if new != old:
        record(Event("bank_account_changed", on, by, None, {"old": old, "new": new}))
    others = [name for name in changed if name != "iban"]
    if others:
        record(Event("firm_changed", on, by, None, {"changed": others}))
    return changed
