"""What clients owe by their accounts in a FEC: the unlettered lines, netted by client and document.

What is lettered counts as settled, even where a difference is left; credits are told. An opening balance restates
what a document had before it, so it and the lines that it restates are never both counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from quitus.domain.books.fec.row import CURRENCY
from quitus.domain.importing.fec_accounts import FecClient, FecClients, is_retention
from quitus.domain.importing.fec_files import CLIENTS, FecLine
from quitus.domain.importing.fec_openings import says_nothing
from quitus.domain.importing.fec_vat import EntryVat, VatPart
from quitus.domain.importing.plan import in_line_order
from quitus.domain.importing.problems import Problem
from quitus.domain.importing.text import clean, shown
from quitus.domain.importing.values import is_placeholder
from quitus.domain.money import Money

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """One document of a client that is not settled, and the line of its first debit.

    `client` is the auxiliary account's number, else the account's; "" where only a name is given. `total` is what
    its debits made. `opening`: an opening balance is all that the file knows of it.
    """

    line: int
    client: str
    client_name: str
    document: str
    issued_on: date
    label: str
    total: Money
    open: Money
    opening: bool = False
    vat: tuple[VatPart, ...] = ()

    @property
    def paid(self) -> Money:
        """What credits took."""
        return self.total - self.open


@dataclass(frozen=True, slots=True)
class SettledDocument:
    """One of the documents asked for, whose debit is lettered, or netted to nothing."""

    line: int
    client: str
    client_name: str
    document: str


@dataclass(frozen=True, slots=True)
class FecTotals:
    """The balance of the clients' accounts and its parts, which add up to it; lines that were restated are in none.

    `credits` is negative; `letterings` is what incomplete ones leave; `left_out` is what is told and not imported.
    """

    balance: Money
    open: Money
    credits: Money
    letterings: Money
    left_out: Money


@dataclass(frozen=True, slots=True)
class OpenLines:
    """What the accounts of clients say. With problems nothing is to be imported. `journals` move these accounts."""

    documents: tuple[OpenDocument, ...]
    settled: tuple[SettledDocument, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    journals: frozenset[str]
    totals: FecTotals


def net_lines(lines: Iterable[FecLine], watched: frozenset[str] = frozenset()) -> OpenLines:
    """Net the lines of clients' accounts; those of income and VAT beside them tell the invoices' VAT.

    `watched` are documents, without capitals, to be told when settled.
    """
    netting = _Netting(watched)
    for line in lines:
        netting.take(line)
    return netting.finish()


class _Part(NamedTuple):
    on: date
    opening: bool
    debit: int
    credit: int

    @property
    def balance(self) -> int:
        return self.debit - self.credit


@dataclass(slots=True)
class _Group:
    """The lines of one document, or of one lettering. The oldest debit tells what it is."""

    client: FecClient
    name: str  # of the document or lettering
    first: FecLine
    parts: list[_Part] = field(default_factory=list)
    claimed: bool = False
    cents: int = 0  # of all the parts

    def add(self, line: FecLine) -> None:
        self.parts.append(_Part(line.entry_date, line.opening, line.debit, line.credit))
        self.cents += line.debit - line.credit
        older = not self.claimed or line.document_date < self.first.document_date
        if line.debit > line.credit and older:
            self.first, self.claimed = line, True

    @property
    def opened_on(self) -> date | None:
        """The day of the last opening balance."""
        return max((part.on for part in self.parts if part.opening), default=None)

    @property
    def counted(self) -> Sequence[_Part]:
        """The parts that no later opening balance restates."""
        opened_on = self.opened_on
        return [part for part in self.parts if part.on >= opened_on] if opened_on else self.parts

    @property
    def balance(self) -> int:
        return sum(part.balance for part in self.counted)

    @property
    def restated(self) -> int:
        """What the lines make that a later opening balance restates."""
        return self.cents - self.balance

    @property
    def opening(self) -> bool:
        """Whether nothing but an opening balance tells of it."""
        return not any(part.debit and not part.opening for part in self.parts)

    @property
    def total(self) -> int:
        """What was claimed at first: the debits themselves where the file has them, else the opening balance."""
        parts = self.counted if self.opening else [part for part in self.parts if not part.opening]
        return max(sum(part.debit for part in parts), self.balance)

    def problem(self, code: str, /, **facts: object) -> Problem:
        facts = {"name": shown(self.client.name or self.client.code), **facts}
        return Problem(code, self.first.line, "PieceRef", shown(self.first.document), facts)


class _Netting:
    """Takes the lines one by one; `finish` sorts out what they come to.

    Only what does not balance yet is kept of letterings: those of a sound file are forgotten one after the other.
    """

    def __init__(self, watched: frozenset[str]) -> None:
        self._watched = watched
        self._clients = FecClients()
        self._vat = EntryVat()
        self._documents: dict[tuple[int, str], _Group] = {}
        self._letterings: dict[tuple[int, str], _Group] = {}
        self._retained: dict[tuple[int, str], _Group] = {}
        self._lettered: dict[
            tuple[int, str], tuple[FecLine, FecClient]
        ] = {}  # of the documents that are watched
        self._journals: set[str] = set()
        self._some_lettering = False
        self._sum = 0
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []

    def take(self, line: FecLine) -> None:
        if not line.account.startswith(CLIENTS):
            self._vat.other(line)
            return
        client = self._clients.of(line)
        self._journals.add(line.journal)
        self._sum += line.debit - line.credit
        document = "" if is_placeholder(clean(line.document)) else clean(line.document).casefold()
        key = (client.place, document)
        self._vat.claim(key, line)
        if is_retention(line.account_label):
            self._add(self._retained, key, client, line)
        elif not line.lettering or _is_no_lettering(line.lettering):
            self._add(self._documents, key, client, line)
        else:
            self._some_lettering = True
            if line.debit > line.credit and document in self._watched:
                self._lettered[key] = line, client
            self._letter((client.place, line.lettering), client, line)

    def finish(self) -> OpenLines:
        claims = [(key, group) for key, group in self._documents.items() if group.balance > 0]
        credits_ = [group for group in self._documents.values() if group.balance < 0]
        letterings = [group for group in self._letterings.values() if group.balance]
        retained = [group for group in self._retained.values() if group.balance]
        kept = list(self._sound(claims))
        self._tell_of_credits(credits_, [group for group, _ in kept])
        self.notices += [_left(group, "import_fec_lettering_left") for group in letterings]
        self.notices += [_left(group, "import_fec_retention") for group in retained]
        self._tell_of_documents(kept)
        self.notices += self._clients.notices
        documents = [document for _, document in kept]
        return OpenLines(
            documents=tuple(sorted(documents, key=lambda document: document.line)),
            settled=tuple(self._settled()),
            problems=in_line_order(self.problems),
            notices=in_line_order(self.notices),
            journals=frozenset(self._journals),
            totals=self._totals(documents, credits_, letterings),
        )

    def _add(
        self, groups: dict[tuple[int, str], _Group], key: tuple[int, str], client: FecClient, line: FecLine
    ) -> None:
        group = groups.get(key) or groups.setdefault(key, _Group(client, line.document, line))
        group.add(line)

    def _letter(self, key: tuple[int, str], client: FecClient, line: FecLine) -> None:
        group = self._letterings.get(key)
        if group is None:
            group = self._letterings[key] = _Group(client, line.lettering, line)
        group.add(line)
        if not group.cents:
            del self._letterings[key]

    def _sound(
        self, claims: Sequence[tuple[tuple[int, str], _Group]]
    ) -> Iterator[tuple[_Group, OpenDocument]]:
        """The claims that name an invoice and who owes it; what stands against the others is told."""
        sharing: dict[str, list[_Group]] = defaultdict(list)
        for (_, document), group in claims:
            sharing[document].append(group)
        for (_, document), group in claims:
            others = sharing[document]
            if group.opening and (
                says_nothing(document, group.first.entry)
                or (len(others) > 1 and all(o.opening for o in others))
            ):
                self.notices.append(_left(group, "import_fec_opening_whole"))
            elif self._clients.is_nobody(group.client):
                account = shown(group.client.account)
                self.problems.append(group.problem("import_fec_client_missing", account=account))
            elif document and group is not others[0]:
                first = others[0]
                facts = {
                    "other": shown(first.client.name or first.client.code),
                    "first_line": first.first.line,
                }
                self.problems.append(group.problem("import_fec_document_shared", **facts))
            else:
                yield group, _open_document(group, self._vat.of((group.client.place, document), group.total))

    def _tell_of_credits(self, credits_: Sequence[_Group], claims: Sequence[_Group]) -> None:
        """Each credit; who owes nothing any more when they are taken off; and a file that letters nothing at all."""
        if credits_ and not self._some_lettering:
            self.notices.append(Problem("import_fec_unlettered", column="EcritureLet"))
        self.notices += [_left(group, "import_fec_credit", -1) for group in credits_]
        owed: dict[int, int] = defaultdict(int)
        paid: dict[int, int] = defaultdict(int)
        for group in claims:
            owed[group.client.place] += group.balance
        for group in credits_:
            paid[group.client.place] -= group.balance
        told = set()
        for group in claims:
            place = group.client.place
            if paid[place] >= owed[place] and place not in told:
                told.add(place)
                facts = {"owed": Money(owed[place], CURRENCY), "credits": Money(paid[place], CURRENCY)}
                self.notices.append(group.problem("import_fec_owes_nothing", **facts))

    def _tell_of_documents(self, kept: Sequence[tuple[_Group, OpenDocument]]) -> None:
        for group, document in kept:
            opened_on = group.opened_on
            if group.restated and opened_on:
                self.notices.append(group.problem("import_fec_restated", day=opened_on))
            if document.opening and document.issued_on == opened_on:
                self.notices.append(group.problem("import_fec_opening_day", day=opened_on))
            journal = group.first.journal
            if not document.opening and self._vat.journals and journal not in self._vat.journals:
                self.notices.append(group.problem("import_fec_no_sale", journal=shown(journal)))
            if group.first.paper_currency:
                currency = shown(group.first.paper_currency)
                self.notices.append(group.problem("import_fec_other_currency", currency=currency))

        silent = [document for _, document in kept if not document.vat and not document.opening]
        if silent and self._vat.journals:
            numbers = ", ".join(shown(document.document) for document in silent[:MOST_NAMED])
            numbers += "…" if len(silent) > MOST_NAMED else ""
            facts = {"count": len(silent), "numbers": numbers}
            self.notices.append(Problem("import_fec_vat_unknown", silent[0].line, "PieceRef", facts=facts))

    def _settled(self) -> Iterator[SettledDocument]:
        """The watched documents that are lettered without a difference, or netted to nothing, and not open besides."""
        for key, (line, client) in self._lettered.items():
            group = self._documents.get(key)
            if (client.place, line.lettering) not in self._letterings and not (group and group.balance > 0):
                yield SettledDocument(line.line, client.code, client.name, clean(line.document))
        for key, group in self._documents.items():
            if key[1] in self._watched and group.claimed and group.balance <= 0 and key not in self._lettered:
                document = clean(group.first.document)
                yield SettledDocument(group.first.line, group.client.code, group.client.name, document)

    def _totals(
        self, documents: Iterable[OpenDocument], credits_: Iterable[_Group], letterings: Iterable[_Group]
    ) -> FecTotals:
        groups = (self._documents, self._letterings, self._retained)
        restated = sum(group.restated for each in groups for group in each.values())
        parts = (
            sum(document.open.minor for document in documents),
            sum(group.balance for group in credits_),
            sum(group.balance for group in letterings),
        )
        balance = self._sum - restated
        return FecTotals(*(Money(amount, CURRENCY) for amount in (balance, *parts, balance - sum(parts))))


def _is_no_lettering(code: str) -> bool:
    """What programs write where nothing is lettered."""
    return code == "0" or is_placeholder(code)


def _left(group: _Group, code: str, sign: int = 1) -> Problem:
    """A finding on an amount that is not imported."""
    facts = {"document": shown(group.name), "amount": Money(sign * group.balance, CURRENCY)}
    return group.problem(code, **facts)


def _open_document(group: _Group, vat: tuple[VatPart, ...]) -> OpenDocument:
    first = group.first
    return OpenDocument(
        line=first.line,
        client=group.client.code,
        client_name=group.client.name,
        document=first.document,
        issued_on=first.document_date,
        label=first.label,
        total=Money(group.total, CURRENCY),
        open=Money(group.balance, CURRENCY),
        opening=group.opening,
        vat=vat,
    )
