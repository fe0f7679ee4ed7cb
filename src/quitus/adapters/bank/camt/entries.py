"""From an entry (`Ntry`) to the lines of the account: one, or one for each transaction of a batch."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from quitus.adapters.bank.camt.details import Detail, Party
from quitus.adapters.bank.camt.elements import Leaves, raw
from quitus.adapters.bank.camt.returns import entry_back
from quitus.adapters.bank.text import LONGEST_LABEL, given, iso_date, shown, tidy, unsigned_money
from quitus.domain.banking.statement import Batch, LineStatus, StatementLine
from quitus.domain.money import Money
from quitus.domain.refused import Refused

STATUSES = {
    "BOOK": LineStatus.BOOKED,
    "PDNG": LineStatus.PENDING,
    "INFO": LineStatus.PENDING,
    "FUTR": LineStatus.PENDING,
}
DIRECTIONS = {"CRDT": 1, "DBIT": -1}


def entry_lines(
    entry: Leaves, details: Sequence[Detail], *, number: int, own_iban: str | None, reported: date | None
) -> list[StatementLine]:
    """The lines that the entry stands for; refuses one whose amount, side, status or date is unreadable.

    `number` is the entry's in its statement, `reported` the day of the report: the date of a pending entry that has
    none of its own.
    """
    sign = _sign(raw(entry, "CdtDbtInd"))
    amount = _signed(unsigned_money(raw(entry, "Amt"), raw(entry, "Amt@Ccy")), sign)
    status = entry_status(entry)
    if status is None:
        raise Refused("bank_status_unknown", text=shown(_status_code(entry)))
    booked, value_date = _dates(entry, reported if status is LineStatus.PENDING else None)
    reversal = raw(entry, "RvslInd").strip() in ("true", "1")
    remark = tidy(raw(entry, "AddtlNtryInf"), LONGEST_LABEL)
    entry_id = given(raw(entry, "AcctSvcrRef"))

    def line(amount: Money, sign: int, detail: Detail, bank_id: str | None) -> StatementLine:
        back = entry_back(entry, detail.back, detail.references, reversal=reversal)
        other = _counterparty(detail, sign > 0, back is not None, own_iban)
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
            returned=back,
        )

    if len(details) > 1 and (shares := _shares(details, amount, sign)):
        label = tidy(" ".join([remark or "", _merged(details).words or ""]), LONGEST_LABEL) or ""
        batch = Batch(number, len(details), amount, label, entry_id)
        return [
            replace(line(share, share_sign, detail, detail.bank_id or entry_id), batch=batch)
            for (share, share_sign), detail in zip(shares, details, strict=True)
        ]
    only = details[0] if len(details) == 1 else _merged(details)
    return [line(amount, sign, only, entry_id or only.bank_id)]


def entry_status(entry: Leaves) -> LineStatus | None:
    """What the entry's status code means to us; None for a code that the standard does not know."""
    return STATUSES.get(_status_code(entry))


def described(entry: Leaves, details: Sequence[Detail]) -> str:
    """The entry as its problem shows it: whatever is there, unjudged."""
    pieces = [
        _booking_date(entry),
        *(raw(entry, name) for name in ("CdtDbtInd", "Amt", "Amt@Ccy", "AddtlNtryInf")),
    ]
    return shown(" ".join([*pieces, _merged(details).words or ""]))


def _status_code(entry: Leaves) -> str:
    """A plain code until version 6, then a choice with `Cd`."""
    return raw(entry, "Sts", "Sts/Cd", "Sts/Prtry").strip()


def _sign(direction: str) -> int:
    try:
        return DIRECTIONS[direction.strip()]
    except KeyError:
        raise Refused("bank_direction_unreadable", text=shown(direction)) from None


def _signed(amount: Money, sign: int) -> Money:
    return amount if sign > 0 else -amount


def _booking_date(entry: Leaves) -> str:
    return raw(entry, "BookgDt/Dt", "BookgDt/DtTm", "BookgDt")


def _dates(entry: Leaves, otherwise: date | None) -> tuple[date, date | None]:
    """Booking date and value date; the booking date falls back on the value date, which banks give more."""
    written, valued = _booking_date(entry), raw(entry, "ValDt/Dt", "ValDt/DtTm", "ValDt")
    value_date = iso_date(valued) if valued else None
    booked = iso_date(written) if written else value_date or otherwise
    if booked is None:
        raise Refused("bank_date_missing")
    return booked, value_date


def _shares(details: Sequence[Detail], total: Money, entry_sign: int) -> list[tuple[Money, int]] | None:
    """Each transaction's signed amount and sign when all are known and add up to the entry; else None."""
    shares = []
    for detail in details:
        sign = DIRECTIONS.get(detail.direction) if detail.direction else entry_sign
        if sign is None:
            return None
        try:
            amount = unsigned_money(detail.amount, detail.currency)
        except Refused:  # the entry's own amount stands; this one only fails to split it
            return None
        if amount.currency != total.currency:
            return None
        shares.append((_signed(amount, sign), sign))
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
    pieces = dict.fromkeys(words for detail in details if (words := detail.words or detail.remark))
    return Detail(words=tidy(" ".join(pieces), LONGEST_LABEL))
