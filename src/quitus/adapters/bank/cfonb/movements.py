"""From a movement (04) and its complements (05) to a line of the account."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from quitus.adapters.bank.cfonb.layout import SAME_MONEY, amount_of
from quitus.adapters.bank.fixed_width import short_date
from quitus.adapters.bank.text import LONGEST_LABEL, given, knit, tidy
from quitus.domain.banking.returned import Returned, ReturnKind, originals, reason_in
from quitus.domain.banking.statement import StatementLine
from quitus.domain.iban import iban_length, iban_shape_valid
from quitus.domain.refused import Refused

BOOKED, VALUE_DATE = slice(34, 40), slice(42, 48)
LABEL, NUMBER, REFERENCE = slice(48, 79), slice(81, 88), slice(104, 120)
INFORMATION = slice(48, 118)
LABEL_WIDTHS = (31, 70)  # a full one was cut by count, and goes on in the next
NO_DAY = " " * 6
HALF = 35  # some complements bear two values
# No label is longer: what comes after so many letters of complements is not kept.
MOST_LETTERS = 4 * LONGEST_LABEL

# What comes back, by the interbank code: unpaid cheques, bills and card slips, rejected transfers and debits.
RETURNS = frozenset(["03", "10", "12", "26", "27", "33", "34", "38", "98", "A3", "A4", "B3", "B4"])
RETURN_KINDS = {"03": ReturnKind.CHEQUE} | dict.fromkeys(("A3", "A4"), ReturnKind.TRANSFER)
RETURN_KINDS |= dict.fromkeys(("B3", "B4"), ReturnKind.DEBIT)
PAYER_NAMES, PAYER_ACCOUNTS = ("NPY", "NPO"), ("CPY", "IPY", "IPO")
PAYEE_NAMES, PAYEE_ACCOUNTS = ("NBE", "NBU"), ("CBE", "IBE", "IBU")
PAYER_WORDS, STRUCTURED_WORDS = ("LCC", "LC2"), "LCS"
BANK_WORDS, REASON = "LIB", "RET"
MANDATE, END_TO_END, ORDER = "RUM", "RCN", "REF"
UNQUALIFIED = re.compile(r"[0-9 ]{3}\Z")  # the value date once more, or nothing
# A shorter one in the movement counts its pieces.
SHORTEST_REFERENCE = 7


@dataclass(slots=True)
class Movement:
    """A movement with the complements read so far; `where` names it in problems."""

    where: str
    record: str
    complements: dict[str, list[str]] = field(default_factory=dict)
    further: list[str] = field(default_factory=list)
    _letters: int = 0

    def take(self, record: str) -> None:
        """Add a complement; one whose qualifier is none goes on in the label's columns."""
        qualifier, information = record[45:48], record[INFORMATION].rstrip()
        self._letters += len(information)
        if self._letters > MOST_LETTERS or not information:
            return
        if UNQUALIFIED.match(qualifier):
            self.further.append(information)
        else:
            self.complements.setdefault(qualifier, []).append(information)

    def line(self) -> StatementLine:
        """The line; refuses a movement whose amount or booking date is unreadable."""
        amount = amount_of(self.record)
        booked, value_date = self._dates()
        # Money that comes back is told with the parties of the payment that failed.
        from_payer = (amount.minor >= 0) != self._returned
        name = self._text(PAYER_NAMES if from_payer else PAYEE_NAMES)
        if name is None and amount.minor < 0 and not self._returned:
            name = self._text(PAYER_NAMES)  # so do banks that only know the other side
        return StatementLine(
            booked=booked,
            value_date=value_date,
            amount=amount,
            label=self._label(name),
            counterparty=name,
            iban=self._iban(PAYER_ACCOUNTS if from_payer else PAYEE_ACCOUNTS),
            reference=self._reference(),
            bank_id=self._number(),
            returned=self._back(),
        )

    @property
    def doubtful_value_date(self) -> str | None:
        """A value date that is no day, as it is written; the line does without."""
        try:
            short_date(self.record[VALUE_DATE])
        except Refused:
            return self.record[VALUE_DATE]
        return None

    def belongs(self, complement: str) -> bool:
        """Whether a complement is about this movement: it repeats its account and its date."""
        day = complement[BOOKED]
        same_day = day in (self.record[BOOKED], NO_DAY)
        return same_day and all(complement[columns] == self.record[columns] for columns in SAME_MONEY)

    def _dates(self) -> tuple[date, date | None]:
        value_date = None if self.doubtful_value_date else short_date(self.record[VALUE_DATE])
        booked = short_date(self.record[BOOKED]) or value_date
        if booked is None:
            raise Refused("bank_date_missing")
        return booked, value_date

    @property
    def _reason(self) -> str:
        """The code of the reason of a rejection."""
        code = self.record[40:42].strip()
        return code if code.strip("0") else ""

    @property
    def _returned(self) -> bool:
        return bool(self._reason) or self.record[32:34] in RETURNS

    def _back(self) -> Returned | None:
        """What came back and why; the reason in its complement, else its two digits in the movement."""
        if not self._returned:
            return None
        told = " ".join(self._all(REASON))
        kind = RETURN_KINDS.get(self.record[32:34], ReturnKind.OTHER)
        written = [text[:HALF] for text in self._all(END_TO_END, ORDER)]
        return Returned(kind, reason_in(told.upper()) or self._reason, originals(*map(given, written)))

    def _all(self, *qualifiers: str) -> list[str]:
        return [text for one in qualifiers for text in self.complements.get(one, ())]

    def _text(self, qualifiers: Sequence[str]) -> str | None:
        """The first that is given."""
        return next(filter(None, map(tidy, self._all(*qualifiers))), None)

    def _label(self, name: str | None) -> str:
        """The payer's words; where a field does not say who it was, or money comes back, the bank's before them."""
        words = " ".join([knit(self._all(*PAYER_WORDS)), *self._all(STRUCTURED_WORDS)])
        described = "" if words.strip() and name and not self._returned else self._description()
        reason = f"MOTIF DE REJET {self._reason}" if self._reason else ""
        label = " ".join([described, words, reason, *self._all(REASON)])
        return tidy(label, LONGEST_LABEL) or tidy(" ".join(self._anything()), LONGEST_LABEL) or ""

    def _description(self) -> str:
        """The bank's words: the label, what goes on in its columns, and the further labels."""
        pieces = [self.record[LABEL].rstrip(), *self.further]
        label = "".join(piece if len(piece) in LABEL_WIDTHS else piece + " " for piece in pieces)
        return f"{label} {knit(self._all(BANK_WORDS))}"

    def _anything(self) -> list[str]:
        """What else the file says of it."""
        codes = [self.record[32:34], self.record[7:11]]
        return [text for texts in self.complements.values() for text in texts] or codes

    def _iban(self, qualifiers: Sequence[str]) -> str | None:
        """The first IBAN: there also stand creditor identifiers, and a BIC behind the account."""
        for text in self._all(*qualifiers):
            compact = "".join(text.split()).upper()
            account = compact[: iban_length(compact[:2])]
            if iban_shape_valid(account):
                return account
        return None

    def _reference(self) -> str | None:
        """Structured, else end to end, else of the order, else in the movement, where its beginning stands."""
        written = self._all(STRUCTURED_WORDS, END_TO_END, ORDER)
        found = next(filter(None, (given(text[:HALF]) for text in written)), None)
        if found:
            return found
        short = given(self.record[REFERENCE])
        if short is None or len(short) < SHORTEST_REFERENCE:
            return None
        return None if any(short in text for text in self._all(*PAYEE_ACCOUNTS)) else short

    def _number(self) -> str | None:
        written = tidy(self.record[NUMBER])
        return written if written and written.strip("0") else None
