"""What one message says of what is owed: the facts that the words in `wording/` are filled with, all plain text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from quitus.apps.organisations.bulk import array_literal
from quitus.apps.organisations.doors import portal_link
from quitus.apps.organisations.sql import few_rows
from quitus.apps.outbox.mail import LARGEST_ENCLOSED_BYTES
from quitus.apps.outbox.purposes import Enclosure
from quitus.apps.reminders.charges_in_letter import NO_CHARGES, charges_in_letter
from quitus.apps.reminders.letters import language_for, phrases
from quitus.domain.money import Money
from quitus.domain.reminders.facts import InstalmentFacts
from quitus.domain.reminders.group import Line, PlannedMessage, ReminderLine
from quitus.domain.reminders.policy import Anchor, Step
from quitus.ports import formats

# Each instalment as its reader knows it, then who writes to whom: the same on every row.
PAPERS = """
SELECT i.id, v.id, v.number, i.position, (SELECT count(*) FROM invoicing_instalment o WHERE o.invoice_id = v.id),
    i.reference, i.amount_minor - i.remaining_minor, paid.last_on, coalesce(paid.days, 0),
    v.document_id, f.size, f.media_type,
    c.language, o.name, o.contact_name, o.contact_phone, o.account_holder, o.iban,
    EXISTS (SELECT FROM charges_charge ch WHERE ch.client_id = i.client_id AND ch.remaining_minor > 0)
FROM invoicing_instalment i
JOIN invoicing_invoice v ON v.id = i.invoice_id
JOIN clients_client c ON c.id = i.client_id
JOIN organisations_organisation o ON o.id = i.organisation_id
LEFT JOIN files_storedfile f ON f.id = v.document_id
LEFT JOIN LATERAL (
    SELECT max(p.received_on) AS last_on, count(DISTINCT p.received_on) AS days
    FROM payments_allocation a JOIN payments_payment p ON p.id = a.payment_id
    WHERE a.instalment_id = i.id AND a.reverses_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM payments_allocation back WHERE back.reverses_id = a.id)
) paid ON true
WHERE i.id = ANY(%(ids)s::bigint[])
"""


@dataclass(frozen=True, slots=True)
class Paper:
    """An instalment as its reader knows it: the invoice, what was received on it, its document."""

    invoice_id: int
    number: str
    position: int
    positions: int
    reference: str
    received_minor: int
    last_received_on: date | None
    days_received: int
    document_id: int | None
    size: int | None
    media_type: str | None


@dataclass(frozen=True, slots=True)
class _Sender:
    """The language of the client, what the firm says of itself, and whether charges were claimed from the client."""

    language: str
    name: str
    contact_name: str
    phone: str
    account_holder: str
    iban: str
    has_charges: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything a message says: which words, in which language, filled with what, and the files enclosed."""

    template: str
    language: str
    facts: Mapping[str, object]
    enclosures: tuple[Enclosure, ...]


def letter(
    message: PlannedMessage, instalments: Mapping[int, InstalmentFacts], to_name: str, personal_word: str
) -> Letter:
    """The facts of one message, exact on `message.on`; two queries, one more for who has charges to pay."""
    lines = sorted([*message.reminders, *message.also_open], key=_by_due)
    found = few_rows(PAPERS, {"ids": array_literal(line.instalment_id for line in lines)})
    papers = {row[0]: Paper(*row[1:12]) for row in found}
    sender = _Sender(*found[0][12:])
    language = language_for(sender.language)
    main = [line for line in lines if _is_main(line, message)]
    others = [line for line in lines if line not in main]
    writer = _Writer(language, message.on, papers, instalments)
    enclosed = _enclosed([papers[line.instalment_id] for line in lines])
    charges: Mapping[str, object] = NO_CHARGES
    worksheets: tuple[Enclosure, ...] = ()
    if sender.has_charges:
        invoices = {papers[line.instalment_id].invoice_id for line in main}
        charges, worksheets = charges_in_letter(message.client_id, invoices, language, message.on)
    facts = {
        "language": language,
        "greeting": writer.greeting(to_name),
        "personal_word": personal_word.strip(),
        **writer.about(main),
        **writer.lists(main, others),
        **charges,
        **_deadline(message.step, message.on, language),
        **_means_of_payment(sender, papers[main[0].instalment_id].reference),
        "link": portal_link(message.client_id),
        **_said_of_enclosed(enclosed, papers.values(), language),
    }
    return Letter(message.step.template, language, facts, (*_enclosures(enclosed), *worksheets))


class _Writer:
    """Puts lines into words, in one language, as seen on one day."""

    def __init__(
        self,
        language: str,
        on: date,
        papers: Mapping[int, Paper],
        instalments: Mapping[int, InstalmentFacts],
    ) -> None:
        self.language = language
        self.on = on
        self.papers = papers
        self.instalments = instalments
        self.phrases = phrases(language)
        self._amounts: dict[Money, str] = {}

    def greeting(self, to_name: str) -> str:
        name = to_name.strip()
        return self._say("greeting", name=name) if name else self._say("greeting_unnamed")

    def about(self, main: Sequence[Line]) -> dict[str, object]:
        """What the sentences speak of: how many, since when, how much."""
        things, the_thing = self._things(main), self._the_thing(main[0])
        return {
            "one": len(main) == 1,
            "things": things,
            "Things": _capital(things),
            "the_thing": the_thing,
            "The_thing": _capital(the_thing),
            "name": self._name(main[0]),
            "day": self._day(main[0].due),
            "due_today": all(line.due == self.on for line in main),
            "total": self.phrases["and"].join(self._money(total) for total in _totals(main)),
        }

    def lists(self, main: Sequence[Line], others: Sequence[Line]) -> dict[str, object]:
        """The columns, and how wide plain text has to make them."""
        listed, other = [self._line(line) for line in main], [self._line(line) for line in others]
        totals = [self._money(total) for total in _totals(main)]
        every = listed + other
        width = max([len(line["amount"]) for line in every] + [len(total) for total in totals])
        late = any(line.due < self.on for line in others)
        intro = f"others_{'late' if late else 'coming'}_{'one' if len(others) == 1 else 'many'}"
        return {
            "lines": listed,
            "others": other,
            "others_intro": self.phrases[intro],
            "totals": totals,
            "total_word": self.phrases["total"],
            "colon": self.phrases["colon"],
            "single_line": len(listed) == 1,
            "name_width": max(len(line["name"]) for line in every),
            "when_width": max(len(line["when"]) for line in every),
            "amount_width": width,
            "rule": "-" * width,
        }

    def _line(self, line: Line) -> dict[str, str]:
        when = "today" if line.due == self.on else "late" if line.due < self.on else "coming"
        return {
            "name": self._name(line),
            "when": self._say(when, day=self._day(line.due)),
            "amount": self._money(line.asked),
            "note": self._note(line),
        }

    def _note(self, line: Line) -> str:
        """Why less is asked than the paper says."""
        paper, facts = self.papers[line.instalment_id], self.instalments[line.instalment_id]
        notes = []
        if paper.received_minor and paper.last_received_on:
            phrase = "received" if paper.days_received == 1 else "received_several"
            notes.append(self._about(phrase, paper.received_minor, line, paper.last_received_on))
        elif paper.received_minor:
            notes.append(self._about("received_before", paper.received_minor, line))
        if facts.disputed_minor:
            notes.append(self._about("contested", facts.disputed_minor, line))
        promised = facts.remaining_minor - facts.disputed_minor - line.asked.minor
        if promised > 0 and facts.promised_until:
            notes.append(self._about("promised", promised, line, facts.promised_until))
        return ", ".join(notes)

    def _about(self, phrase: str, minor: int, line: Line, day: date | None = None) -> str:
        amount = self._money(Money(minor, line.asked.currency))
        return self._say(phrase, amount=amount, day=self._day(day) if day else "")

    def _things(self, main: Sequence[Line]) -> str:
        """ "trois factures"; "deux échéances" when two of them are parts of one invoice."""
        papers = [self.papers[line.instalment_id] for line in main]
        if len(main) == 1:
            return self.phrases["invoice" if papers[0].positions == 1 else "instalment"]
        whole = len({paper.invoice_id for paper in papers}) == len(papers)
        count = formats.in_words(len(main), self.language)
        return self._say("invoices" if whole else "instalments", count=count)

    def _the_thing(self, line: Line) -> str:
        paper = self.papers[line.instalment_id]
        phrase = "the_invoice" if paper.positions == 1 else "the_instalment"
        return self._say(phrase, name=paper.number, position=str(paper.position))

    def _name(self, line: Line) -> str:
        paper = self.papers[line.instalment_id]
        if paper.positions == 1:
            return paper.number
        return self._say("instalment_name", name=paper.number, position=str(paper.position))

    def _day(self, day: date) -> str:
        return _day_words(day, self.language, with_year=day.year != self.on.year)

    def _money(self, amount: Money) -> str:
        words = self._amounts.get(amount)
        if words is None:
            words = self._amounts[amount] = formats.money(amount, self.language)
        return words

    def _say(self, phrase: str, **values: str) -> str:
        return self.phrases[phrase].format(**values)


@lru_cache(maxsize=4096)
def _day_words(day: date, language: str, *, with_year: bool) -> str:
    return formats.full_date(day, language) if with_year else formats.day_month(day, language)


def _is_main(line: Line, message: PlannedMessage) -> bool:
    """Whether the words are about it; the rest is mentioned beside them.

    A word about what is late does not count what is yet to come, and a kind word before the due date does not
    begin with old debts.
    """
    if message.step.anchor is Anchor.DUE and message.step.days > 0:
        return line.due < message.on
    if not isinstance(line, ReminderLine):
        return False
    asks_arrival = line.step.anchor is Anchor.SENT
    return asks_arrival if message.step.anchor is Anchor.SENT else not asks_arrival


def _by_due(line: Line) -> tuple[date, int]:
    return line.due, line.instalment_id


def _totals(lines: Sequence[Line]) -> list[Money]:
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.asked.currency] += line.asked.minor
    return [Money(sums[currency], currency) for currency in sorted(sums)]


def _deadline(step: Step, on: date, language: str) -> dict[str, object]:
    if not step.new_deadline_days:
        return {"deadline": ""}
    return {"deadline": formats.day(on + timedelta(days=step.new_deadline_days), language)}


def _means_of_payment(sender: _Sender, reference: str) -> dict[str, object]:
    return {
        "organisation": sender.name,
        "contact_name": sender.contact_name,
        "phone": sender.phone,
        "phone_link": "".join(c for c in sender.phone if c.isdigit() or c == "+"),
        "holder": sender.account_holder or sender.name,
        "iban": formats.by_four(sender.iban),
        "reference": formats.by_four(reference),
    }


def _enclosed(papers: Iterable[Paper]) -> list[Paper]:
    """Those whose document goes with the message, each once; none when they are too heavy together: the page
    then shows them.
    """
    by_document = {paper.document_id: paper for paper in papers if paper.document_id}
    heavy = sum(paper.size or 0 for paper in by_document.values()) > LARGEST_ENCLOSED_BYTES
    return [] if heavy else list(by_document.values())


def _said_of_enclosed(enclosed: Sequence[Paper], every: Iterable[Paper], language: str) -> dict[str, object]:
    return {
        "enclosed": len(enclosed),
        "enclosed_words": formats.in_words(len(enclosed), language),
        "all_enclosed": len(enclosed) == len({paper.invoice_id for paper in every}),
        "enclosed_names": ", ".join(paper.number for paper in enclosed),
    }


def _enclosures(enclosed: Iterable[Paper]) -> tuple[Enclosure, ...]:
    return tuple(
        Enclosure(paper.document_id, f"{_file_name(paper.number)}{_suffix(paper.media_type)}")
        for paper in enclosed
        if paper.document_id is not None
    )


def _file_name(number: str) -> str:
    """An invoice's number as a file's name: F/2026/118 is not a path, on whatever system it is opened."""
    return "".join(c if c.isalnum() or c in "-_. " else "-" for c in number).strip(". ") or "document"


def _suffix(media_type: str | None) -> str:
    return ".pdf" if media_type == "application/pdf" else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
