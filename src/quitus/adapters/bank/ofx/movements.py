"""From a movement (`STMTTRN`) to a line of the account."""

from quitus.adapters.bank.labels import joined
from quitus.adapters.bank.ofx.containers import OTHER_ACCOUNTS, OWN_ACCOUNTS
from quitus.adapters.bank.ofx.values import Values, account_iban, amount
from quitus.adapters.bank.text import LONGEST_LABEL, shown, tidy
from quitus.domain.banking.statement import LineStatus, StatementLine
from quitus.domain.refused import Refused

LONGEST_NAME = 32  # of the standard; what is longer goes on in the memo
VALUE_DATES = ("DTAVAIL", "VALUEDATE")
ONCE = ("TRNAMT", "DTPOSTED", "FITID")


def movement_line(found: Values, *, currency: str, pending: bool, own_iban: str | None) -> StatementLine:
    """The line; refuses a movement whose amount or date is unreadable, that is two in one, or none of its own.

    `NAME` may be a name or the bank's description, hence it is words of the label; only `PAYEE` holds a name.
    """
    if any(found.differ(name) for name in ONCE):
        raise Refused("bank_movement_twofold")
    if found.text("CORRECTFITID"):  # it replaces or deletes another, which is in the books already
        raise Refused("bank_movement_corrects")
    moved = amount(found.text("TRNAMT"), currency)
    value_date = None if found.unread_day(*VALUE_DATES) else found.day(*VALUE_DATES)
    booked = found.day("DTPOSTED") or value_date
    if pending:
        booked = booked or found.day("DTTRAN", "DTUSER")
    if booked is None:
        raise Refused("bank_date_missing")
    payee = found.inside("PAYEE")
    name = payee.text("NAME") if payee else ""
    return StatementLine(
        booked=booked,
        value_date=value_date,
        amount=moved,
        label=_label(found) or tidy(name, LONGEST_LABEL) or _description(found),
        counterparty=tidy(name),
        iban=_other_iban(found, own_iban),
        reference=found.number("REFNUM", "CHECKNUM", "CHKNUM"),
        bank_id=found.number("FITID", "SRVRTID"),
        status=LineStatus.PENDING if pending else LineStatus.BOOKED,
    )


def told_currency(found: Values) -> str:
    """The currency that the movement's amount is in, where it says so; `ORIGCURRENCY` is that before conversion."""
    own = found.inside("CURRENCY")
    return own.text("CURSYM").upper() if own else ""


def described(found: Values) -> str:
    """The movement as its problem shows it: whatever is there, unjudged."""
    names = ("DTPOSTED", "DTTRAN", "TRNAMT", "NAME", "EXTDNAME", "MEMO", "CHECKNUM", "FITID")
    return shown(" ".join(found.text(name) for name in names))


def _label(found: Values) -> str | None:
    return tidy(joined(found.text("EXTDNAME", "NAME"), found.text("MEMO"), cut=LONGEST_NAME), LONGEST_LABEL)


def _description(found: Values) -> str:
    """What is left to say of a movement without words: "CHECK 1090381"."""
    return tidy(f"{found.text('TRNTYPE')} {found.number('CHECKNUM', 'CHKNUM', 'REFNUM') or ''}") or ""


def _other_iban(found: Values, own_iban: str | None) -> str | None:
    other = found.inside(*OTHER_ACCOUNTS, *OWN_ACCOUNTS)
    read = account_iban(other) if other else None
    return None if read == own_iban else read
