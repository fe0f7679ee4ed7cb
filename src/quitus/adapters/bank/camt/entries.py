"""From an entry (`Ntry`) to the lines of the account: one, or one for each transaction of a batch."""

from collections.abc import Sequence
from datetime import date

from lxml.etree import _Element

from quitus.adapters.bank.camt.details import NOBODY, Detail, Party
from quitus.adapters.bank.camt.elements import at, exact, local
from quitus.adapters.bank.text import LONGEST_LABEL, given, iso_date, shown, tidy, unsigned_money
from quitus.domain.banking.statement import LineStatus, StatementLine
from quitus.domain.money import Money
from quitus.domain.refused import Refused

STATUSES = {
    "BOOK": LineStatus.BOOKED,
    "PDNG": LineStatus.PENDING,
    "INFO": LineStatus.PENDING,
    "FUTR": LineStatus.PENDING,
}
DIRECTIONS = {"CRDT": 1, "DBIT": -1}

PLAIN_FIELDS = frozenset({"CdtDbtInd", "RvslInd", "AcctSvcrRef", "AddtlNtryInf"})
DATE_FIELDS = frozenset({"BookgDt", "ValDt"})

RawEntry = dict[str, str]
"""An entry's own fields as text, by their ISO names, plus "Ccy"."""


def raw_entry(element: _Element) -> RawEntry:
    """The fields of the entry itself, unjudged. Its transactions are read apart (`details.py`)."""
    raw: RawEntry = {}
    for child in element:
        name = local(child)
        if name in PLAIN_FIELDS:
            raw.setdefault(name, exact(child))
        elif name == "Amt":
            raw.setdefault("Amt", exact(child))
            raw.setdefault("Ccy", child.get("Ccy", ""))
        elif name in DATE_FIELDS:
            raw.setdefault(name, exact(at(child, "Dt")) or exact(at(child, "DtTm")) or exact(child))
        elif name == "Sts":  # a code until version 6, then a choice with `Cd`
            raw.setdefault(name, exact(at(child, "Cd")) or exact(at(child, "Prtry")) or exact(child))
    return raw


def entry_lines(
    raw: RawEntry, details: Sequence[Detail], *, own_iban: str | None, reported: date | None
) -> list[StatementLine]:
    """The lines that the entry stands for; refuses one whose amount, side, status or date is unreadable.

    `reported` is the day of the report: the date of a pending entry that has none of its own.
    """
    sign = _sign(raw.get("CdtDbtInd", ""))
    amount = _signed(unsigned_money(raw.get("Amt"), raw.get("Ccy")), sign)
    status = entry_status(raw)
    if status is None:
        raise Refused("bank_status_unknown", text=shown(raw.get("Sts")))
    booked, value_date = _dates(raw, reported if status is LineStatus.PENDING else None)
    reversal = raw.get("RvslInd", "").strip() in ("true", "1")
    remark, entry_id = tidy(raw.get("AddtlNtryInf"), LONGEST_LABEL), given(raw.get("AcctSvcrRef"))

    def line(amount: Money, sign: int, detail: Detail, bank_id: str | None) -> StatementLine:
        other = _counterparty(detail, sign > 0, reversal or detail.returned, own_iban)
        return StatementLine(
            booked=booked,
            value_date=value_date,
            amount=amount,
            label=detail.words or detail.remark or remark or "",
            counterparty=other.name,
            iban=other.iban,
            reference=detail.reference,
            bank_id=bank_id,
            status=status,
        )

    if len(details) > 1 and (shares := _shares(details, amount, sign)):
        return [
            line(share, share_sign, detail, detail.bank_id or entry_id)
            for (share, share_sign), detail in zip(shares, details, strict=True)
        ]
    only = details[0] if len(details) == 1 else _merged(details)
    return [line(amount, sign, only, entry_id or only.bank_id)]


def entry_status(raw: RawEntry) -> LineStatus | None:
    """What the entry's status code means to us; None for a code that the standard does not know."""
    return STATUSES.get(raw.get("Sts", "").strip())


def described(raw: RawEntry, details: Sequence[Detail]) -> str:
    """The entry as its problem shows it: whatever is there, unjudged."""
    pieces = [raw.get(name, "") for name in ("BookgDt", "CdtDbtInd", "Amt", "Ccy", "AddtlNtryInf")]
    return shown(" ".join([*pieces, _merged(details).words or ""]))


def _sign(direction: str) -> int:
    try:
        return DIRECTIONS[direction.strip()]
    except KeyError:
        raise Refused("bank_direction_unreadable", text=shown(direction)) from None


def _signed(amount: Money, sign: int) -> Money:
    return amount if sign > 0 else -amount


def _dates(raw: RawEntry, otherwise: date | None) -> tuple[date, date | None]:
    """Booking date and value date; the booking date falls back on the value date, which banks give more."""
    value_date = iso_date(raw["ValDt"]) if raw.get("ValDt") else None
    booked = iso_date(raw["BookgDt"]) if raw.get("BookgDt") else value_date or otherwise
    if booked is None:
        raise Refused("bank_date_missing")
    return booked, value_date


def _shares(details: Sequence[Detail], total: Money, entry_sign: int) -> list[tuple[Money, int]] | None:
    """Each transaction's signed amount and sign when all are known and add up to the entry; else None."""
    shares = []
    for detail in details:
        sign = DIRECTIONS.get(detail.direction) if detail.direction else entry_sign
        if sign is None or detail.amount is None or detail.amount.currency != total.currency:
            return None
        shares.append((_signed(detail.amount, sign), sign))
    return shares if sum(share.minor for share, _ in shares) == total.minor else None


def _counterparty(detail: Detail, credit: bool, comes_back: bool, own_iban: str | None) -> Party:
    """The other side: the debtor of money received, the creditor of money paid.

    Money that comes back is told with the parties of the payment that failed: a collection that bounces
    leaves our account, and the other side is still its debtor. Where a bank marks no return but names our own
    account on one side, the other side is the other one.
    """
    other, ours = detail.debtor, detail.creditor
    if credit == comes_back:
        other, ours = ours, other
    if own_iban and other.iban == own_iban and ours.iban not in (None, own_iban):
        return ours
    return other


def _merged(details: Sequence[Detail]) -> Detail:
    """What can be said of an entry that stays one line: the words of its transactions, each once."""
    pieces = dict.fromkeys(text for detail in details if (text := detail.words or detail.remark))
    words = tidy(" ".join(pieces), LONGEST_LABEL)
    return Detail(None, "", words, None, NOBODY, NOBODY, None, None, False)
