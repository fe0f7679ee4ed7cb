"""From the parts of one `STMTRS` or `CCSTMTRS`, as they come, to a `Statement`."""

from dataclasses import dataclass, field

from quitus.adapters.bank.ofx.containers import PENDING_LIST, Container
from quitus.adapters.bank.ofx.movements import VALUE_DATES, described, movement_line, told_currency
from quitus.adapters.bank.ofx.values import Decode, Values, account_bank, account_name, amount
from quitus.adapters.bank.text import check_digits_hold, iban, shown
from quitus.domain.banking.statement import Balance, ReadProblem, Statement, StatementLine
from quitus.domain.money import CURRENCY
from quitus.domain.refused import Refused

UNTOLD = "EUR"  # the currency of a file that names none


@dataclass(slots=True)
class StatementParts:
    """What has been read of a statement so far; `where` names it in problems ("STMTRS[2]")."""

    where: str
    container: Container
    decode: Decode
    account: str | None = None
    bank: str | None = None
    balance: Container | None = None
    lines: list[StatementLine] = field(default_factory=list)
    problems: list[ReadProblem] = field(default_factory=list)
    movements: int = 0
    assumed: bool = False  # some amount's currency is nowhere told
    told: set[str] = field(default_factory=set)
    named: str = ""

    def take_account(self, container: Container) -> None:
        """The account that the statement is about."""
        self.account = account_name(Values(container, self.decode))
        self.bank = account_bank(Values(container, self.decode))
        if self.account and self.account == iban(self.account) and not check_digits_hold(self.account):
            refusal = Refused("bank_account_check_digits", account=self.account)
            self.problems.append(ReadProblem.of(f"{self.where}/{container.name}", refusal, blocks=False))

    def take_movement(self, container: Container, parent: Container) -> None:
        """The line of a movement, or its problem."""
        self.movements += 1
        found = Values(container, self.decode)
        pending = container.name == "STMTTRNP" or parent.name == PENDING_LIST
        where = f"{self.where}/{container.name}[{self.movements}] l.{container.line}"
        # French banks repeat the account's currency with each movement; some tell it nowhere else.
        currency = told_currency(found) or self.currency
        own_iban = iban(self.account)
        try:
            line = movement_line(found, currency=currency or UNTOLD, pending=pending, own_iban=own_iban)
        except Refused as refusal:
            self._problem(where, refusal, found, blocks=not pending)
            return
        self.lines.append(line)
        if unread := found.unread_day(*VALUE_DATES):
            self._problem(where, Refused("bank_value_date_unreadable", text=unread), found, blocks=False)
        self.assumed = self.assumed or not currency
        self.told.update({currency} - {""})
        if self.currency not in ("", line.amount.currency):
            differs = Refused("bank_currency_differs", account=self.currency)
            self._problem(where, differs, found, blocks=not pending)

    @property
    def currency(self) -> str:
        """The account's, as the file says it; empty for none so far."""
        if not self.named:
            self.named = Values(self.container, self.decode).text("CURDEF").upper()
        return self.named

    def finish(self) -> Statement:
        """The statement. It never has an opening balance, which the format does not know."""
        sole = next(iter(self.told)) if len(self.told) == 1 and not self.assumed else ""
        currency = self.currency or sole
        closing = self._closing(currency or UNTOLD)
        if not currency and (self.lines or closing):
            refusal = Refused("bank_currency_untold", currency=UNTOLD)
            self.problems.append(ReadProblem.of(self.where, refusal, blocks=False))
        elif self.assumed and currency != UNTOLD:  # it is told behind the movements
            refusal = Refused("bank_currency_differs", line=f"CURDEF {shown(currency)}", account=UNTOLD)
            self.problems.append(ReadProblem.of(self.where, refusal))
        return Statement(
            account=self.account,
            currency=currency if CURRENCY.match(currency) else None,
            opening=None,
            closing=closing,
            lines=tuple(self.lines),
            problems=tuple(self.problems),
            bank=self.bank,
        )

    def _closing(self, currency: str) -> Balance | None:
        """The booked balance; a tag that is empty tells none."""
        if self.balance is None:
            return None
        found = Values(self.balance, self.decode)
        written = found.text("BALAMT")
        if not written:
            return None
        kind, where = self.balance.name, f"{self.where}/{self.balance.name} l.{self.balance.line}"
        try:
            money = amount(written, currency)
        except Refused as refusal:
            unread = Refused("bank_balance_unreadable", kind=kind, text=refusal.facts["text"])
            self.problems.append(ReadProblem.of(where, unread))
            return None
        if text := found.unread_day("DTASOF"):
            undated = Refused("bank_balance_day_unreadable", kind=kind, text=text)
            self.problems.append(ReadProblem.of(where, undated, blocks=False))
            return Balance(money, None)
        return Balance(money, found.day("DTASOF"))

    def _problem(self, where: str, refusal: Refused, found: Values, *, blocks: bool) -> None:
        told = Refused(refusal.code, **refusal.facts, line=described(found))
        self.problems.append(ReadProblem.of(where, told, blocks=blocks))
