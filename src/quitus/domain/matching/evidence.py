"""The kinds of evidence: one small function and one weight each, per mille.

The weights were set so that these reach the automatic threshold of 970, and nothing weaker does: a whole
number, a known account or the client's whole name, with the exact amount; a number's last digits with the exact
amount and the client's account or whole name; the last digits of several whose sum is the amount; a part of what
is owed with the reference, or with the whole number and something of the payer. Whatever speaks against keeps
a line below it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from quitus.domain.matching.citations import Citation, names_another
from quitus.domain.matching.facts import ClaimedCharges, Evidence, EvidenceKind, LineFacts, OpenInstalment
from quitus.domain.matching.keys import Strength
from quitus.domain.matching.labels import Label
from quitus.domain.matching.payers import Likeness, Payer
from quitus.domain.money import Money

WEIGHTS = {
    EvidenceKind.REFERENCE: 720,
    EvidenceKind.NUMBER_FULL: 600,
    EvidenceKind.NUMBER_DIGITS: 590,
    EvidenceKind.NUMBER_SHORT: 340,
    EvidenceKind.NUMBER_TAIL: 120,
    EvidenceKind.SEVERAL_NUMBERS: 250,
    EvidenceKind.AMOUNT_ONE: 380,
    EvidenceKind.AMOUNT_CITED: 380,
    EvidenceKind.AMOUNT_INVOICE: 380,
    EvidenceKind.AMOUNT_ALL_OPEN: 380,
    EvidenceKind.AMOUNT_SUBSET: 260,
    EvidenceKind.AMOUNT_PLUS_CHARGES: 380,
    EvidenceKind.AMOUNT_CHARGES: 370,
    EvidenceKind.AMOUNT_LESS_DISCOUNT: 370,
    EvidenceKind.AMOUNT_LESS_FEE: 370,
    EvidenceKind.AMOUNT_TOGETHER: 330,
    EvidenceKind.AMOUNT_PART: 250,
    EvidenceKind.AMOUNT_OVER: -100,
    EvidenceKind.IBAN_KNOWN: 600,
    EvidenceKind.NAME_SAME: 590,
    EvidenceKind.NAME_SHARED: 400,
    EvidenceKind.NAME_RESEMBLES: 250,
    EvidenceKind.NAME_TOUCHES: 90,
    EvidenceKind.PROMISE: 150,
    EvidenceKind.HABIT: 30,
    EvidenceKind.NUMBER_ELSEWHERE: -300,
    EvidenceKind.NUMBERS_LEFT_OUT: -120,
    EvidenceKind.PAYER_ELSEWHERE: -350,
    EvidenceKind.AMOUNT_ELSEWHERE: -300,
    EvidenceKind.AMONG_EQUALS: -80,
    EvidenceKind.BEFORE_ISSUE: -150,
    EvidenceKind.SAYS_REFUND: -200,
}
NAME_BESIDE_IBAN = 60  # the account already says who pays: the name only confirms it
PAYER_OF_A_GROUP = -30
AMOUNT_OF_ANOTHER = -20
PROMISE_DAYS = timedelta(days=10)

_BY_STRENGTH = {
    Strength.REFERENCE: EvidenceKind.REFERENCE,
    Strength.FULL: EvidenceKind.NUMBER_FULL,
    Strength.DIGITS: EvidenceKind.NUMBER_DIGITS,
    Strength.SHORT: EvidenceKind.NUMBER_SHORT,
    Strength.TAIL: EvidenceKind.NUMBER_TAIL,
}


class Fit(Enum):
    """How the line's amount compares with what the instalments of a hypothesis owe."""

    ONE = EvidenceKind.AMOUNT_ONE
    CITED = EvidenceKind.AMOUNT_CITED
    INVOICE = EvidenceKind.AMOUNT_INVOICE
    ALL_OPEN = EvidenceKind.AMOUNT_ALL_OPEN
    SUBSET = EvidenceKind.AMOUNT_SUBSET
    WITH_CHARGES = EvidenceKind.AMOUNT_PLUS_CHARGES
    CHARGES = EvidenceKind.AMOUNT_CHARGES
    LESS_DISCOUNT = EvidenceKind.AMOUNT_LESS_DISCOUNT
    LESS_FEE = EvidenceKind.AMOUNT_LESS_FEE
    PART = EvidenceKind.AMOUNT_PART
    OVER = EvidenceKind.AMOUNT_OVER
    ON_ACCOUNT = None


@dataclass(frozen=True, slots=True)
class Case:
    """A line with what was read in it: the same for each hypothesis about it.

    `instalments`: the open ones in the line's currency. `payers`, `habits`: by client. `charges`: of the clients whose
    claimed charges come to just the amount; `claims`: those of their claims that the label names.
    """

    line: LineFacts
    label: Label
    instalments: tuple[OpenInstalment, ...]
    citations: tuple[Citation, ...]
    payers: Mapping[int, Payer]
    habits: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    charges: Mapping[int, ClaimedCharges] = field(default_factory=dict)
    claims: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The line may pay these instalments, so much to each; or the claimed charges of one client, and none."""

    items: tuple[OpenInstalment, ...]
    fit: Fit
    allocations: tuple[tuple[int, Money], ...]
    charges_of: int | None = None

    def clients(self) -> set[int]:
        return {item.client_id for item in self.items} if self.charges_of is None else {self.charges_of}

    def ids(self) -> set[int]:
        return {item.id for item in self.items}


def weigh(case: Case, hypothesis: Hypothesis) -> tuple[Evidence, ...]:
    """All evidence for and against, in the order in which a person would give it."""
    cited = _cited(case, hypothesis)
    named = bool(cited) or _payer(case, hypothesis) is not None
    found = (
        amount(case, hypothesis),
        number(cited),
        several_numbers(hypothesis, cited),
        *payer(case, hypothesis),
        promise(case, hypothesis),
        habit(case, hypothesis),
        number_elsewhere(case, hypothesis, cited),
        numbers_left_out(case, hypothesis, cited),
        payer_elsewhere(case, hypothesis, cited),
        amount_elsewhere(case, hypothesis, cited),
        None if named else among_equals(case, hypothesis),
        None if cited else before_issue(case, hypothesis),
        _evidence(EvidenceKind.SAYS_REFUND) if case.label.refund else None,
    )
    return tuple(evidence for evidence in found if evidence)


def amount(case: Case, hypothesis: Hypothesis) -> Evidence | None:
    """Exact, a part, more than is owed; nothing when the amount fits nothing."""
    kind = hypothesis.fit.value
    if kind is None:
        return None
    if hypothesis.charges_of is not None:
        numbers = case.charges[hypothesis.charges_of].numbers
        return _evidence(kind, amount=case.line.amount, numbers=numbers)
    currency = case.line.amount.currency
    owed = Money(sum(item.remaining.minor for item in hypothesis.items), currency)
    facts: dict[str, object] = {"amount": case.line.amount, "owed": owed}
    if hypothesis.fit in (Fit.LESS_DISCOUNT, Fit.LESS_FEE):
        facts["difference"] = owed - case.line.amount
    elif hypothesis.fit is Fit.WITH_CHARGES:
        facts["difference"] = case.line.amount - owed
    weight = WEIGHTS[EvidenceKind.AMOUNT_ONE] if is_agreed_discount(case.line, hypothesis) else WEIGHTS[kind]
    return Evidence(kind, weight, {**facts, "count": len(hypothesis.items)})


def is_agreed_discount(line: LineFacts, hypothesis: Hypothesis) -> bool:
    """Whether the amount lacks just what the terms allow whoever pays by that day."""
    if hypothesis.fit is not Fit.LESS_DISCOUNT:
        return False
    allowed = [
        item.discount for item in hypothesis.items if item.discount and line.booked <= item.discount.until
    ]
    owed = sum(item.remaining.minor for item in hypothesis.items)
    return len(allowed) == len(hypothesis.items) and line.amount.minor == owed - sum(
        one.amount.minor for one in allowed
    )


def number(cited: Sequence[Citation]) -> Evidence | None:
    """A reference or number of an instalment is in the label: as sure as the weakest of them."""
    if not cited:
        return None
    weakest = min(citation.strength for citation in cited)
    read = tuple(sorted(citation.read for citation in cited))
    numbers = tuple(sorted({invoice for citation in cited for _, invoice in citation.invoices}))
    return _evidence(_BY_STRENGTH[weakest], read=read, numbers=numbers)


def several_numbers(hypothesis: Hypothesis, cited: Sequence[Citation]) -> Evidence | None:
    """Two numbers or more whose sum is the amount: chance does not do that."""
    if len(cited) < 2 or hypothesis.fit not in (Fit.CITED, Fit.ALL_OPEN):
        return None
    return _evidence(EvidenceKind.SEVERAL_NUMBERS, count=len(cited))


def payer(case: Case, hypothesis: Hypothesis) -> tuple[Evidence, ...]:
    """The account and the name that pay belong to the client."""
    known = _payer(case, hypothesis)
    return payer_evidence(known) if known else ()


def payer_evidence(known: Payer) -> tuple[Evidence, ...]:
    """What a known account and an agreeing name say of one client."""
    found = [_evidence(EvidenceKind.IBAN_KNOWN)] if known.iban else []
    if known.likeness is not Likeness.NONE:
        touches = known.likeness is Likeness.TOUCHES
        kind = EvidenceKind.NAME_TOUCHES if touches else EvidenceKind.NAME_RESEMBLES
        if known.named:
            kind = EvidenceKind.NAME_SHARED if known.shared else EvidenceKind.NAME_SAME
        weight = min(WEIGHTS[kind], NAME_BESIDE_IBAN) if known.iban else WEIGHTS[kind]
        found.append(Evidence(kind, weight, {"name": known.name}))
    return tuple(found)


def promise(case: Case, hypothesis: Hypothesis) -> Evidence | None:
    """The debtor announced this amount for about this day."""
    for item in hypothesis.items:
        announced = item.promise
        if announced and announced.amount == case.line.amount and _near(announced.on, case.line.booked):
            return _evidence(EvidenceKind.PROMISE, on=announced.on, amount=announced.amount)
    return None


def habit(case: Case, hypothesis: Hypothesis) -> Evidence | None:
    """The money came when this client's money usually comes."""
    if hypothesis.fit in (Fit.ON_ACCOUNT, Fit.CHARGES):
        return None
    for item in hypothesis.items:
        usual = case.habits.get(item.client_id)
        if usual is None or not usual[0] <= (case.line.booked - item.due).days <= usual[1]:
            return None
    return _evidence(EvidenceKind.HABIT)


def number_elsewhere(case: Case, hypothesis: Hypothesis, cited: Sequence[Citation]) -> Evidence | None:
    """The label names another invoice: an open one, or one of the same series that is not open.

    Bare last digits count when they are those of another invoice of the same client.
    """
    if any(citation.strength >= Strength.SHORT for citation in cited):
        return None
    own = hypothesis.clients()
    others = [
        citation.read
        for citation in (*case.citations, *case.claims)
        if citation not in cited
        and (citation.strength >= Strength.SHORT or own & {client for client, _ in citation.invoices})
    ]
    # Who pays charges names the invoice that they are about, and that is paid.
    charges = hypothesis.fit is Fit.CHARGES
    read = others[0] if others else "" if charges else names_another(case.label, hypothesis.items)
    return _evidence(EvidenceKind.NUMBER_ELSEWHERE, read=read) if read else None


def numbers_left_out(case: Case, hypothesis: Hypothesis, cited: Sequence[Citation]) -> Evidence | None:
    """The label names more open invoices, no less surely, than the hypothesis pays."""
    if not cited:
        return None
    surest = max(citation.strength for citation in cited)
    floor = Strength.DIGITS if surest >= Strength.DIGITS else Strength.SHORT
    ids = hypothesis.ids()
    others = [c.read for c in case.citations if c.strength >= floor and not c.ids & ids]
    return _evidence(EvidenceKind.NUMBERS_LEFT_OUT, read=tuple(sorted(others))) if others else None


def payer_elsewhere(case: Case, hypothesis: Hypothesis, cited: Sequence[Citation]) -> Evidence | None:
    """The account or the whole name is another client's, and not this one's.

    It says little where several whole numbers add up to the cent: a parent pays for its subsidiaries.
    """
    clients = hypothesis.clients()
    group = hypothesis.fit is Fit.CITED and sum(one.strength >= Strength.DIGITS for one in cited) > 1
    weight = PAYER_OF_A_GROUP if group else WEIGHTS[EvidenceKind.PAYER_ELSEWHERE]
    own = [case.payers[client] for client in clients if client in case.payers]
    by_iban = any(known.iban for known in own)
    by_name = any(known.named for known in own) or (by_iban and bool(cited))
    for client, other in sorted(case.payers.items()):
        better = (other.iban and not by_iban) or (other.named and not by_name)
        if better and client not in clients:
            return Evidence(EvidenceKind.PAYER_ELSEWHERE, weight, {"client": client, "name": other.name})
    return None


def amount_elsewhere(case: Case, hypothesis: Hypothesis, cited: Sequence[Citation]) -> Evidence | None:
    """A part of what is named, but exactly what one invoice, or all together, of the client owe.

    It says little beside a whole number where the payer says "acompte": many halves are the price of something else.
    """
    if hypothesis.fit not in (Fit.PART, Fit.OVER, Fit.LESS_FEE, Fit.LESS_DISCOUNT):
        return None
    clients = hypothesis.clients()
    own = [item for item in case.instalments if item.client_id in clients]
    minor = case.line.amount.minor
    found = [item for item in own if item.remaining.minor == minor]
    if not found and sum(item.remaining.minor for item in own) == minor:
        found = own
    if not found:
        return None
    named = case.label.part and any(one.strength >= Strength.DIGITS for one in cited)
    weight = AMOUNT_OF_ANOTHER if named else WEIGHTS[EvidenceKind.AMOUNT_ELSEWHERE]
    return Evidence(EvidenceKind.AMOUNT_ELSEWHERE, weight, {"numbers": tuple(item.number for item in found)})


def among_equals(case: Case, hypothesis: Hypothesis) -> Evidence | None:
    """Nothing but the amount, and several instalments owe just that."""
    equals = sum(item.remaining.minor == case.line.amount.minor for item in case.instalments)
    if hypothesis.fit is not Fit.ONE or equals < 2:
        return None
    return _evidence(EvidenceKind.AMONG_EQUALS, count=equals)


def before_issue(case: Case, hypothesis: Hypothesis) -> Evidence | None:
    """The money came before the invoice was made."""
    late = [item for item in hypothesis.items if item.issued and item.issued > case.line.booked]
    return _evidence(EvidenceKind.BEFORE_ISSUE, issued=late[0].issued) if late else None


def _cited(case: Case, hypothesis: Hypothesis) -> list[Citation]:
    """The citations that the hypothesis follows; money on account goes to the oldest whatever is named."""
    if hypothesis.fit is Fit.ON_ACCOUNT:
        return []
    if hypothesis.fit is Fit.CHARGES:
        return [
            claim for claim in case.claims if hypothesis.clients() & {client for client, _ in claim.invoices}
        ]
    ids = hypothesis.ids()
    return [citation for citation in case.citations if citation.ids & ids]


def _payer(case: Case, hypothesis: Hypothesis) -> Payer | None:
    """What ties the payer to the hypothesis's clients: to the one it is least tied to."""
    known = [case.payers.get(client) for client in sorted(hypothesis.clients())]
    present = [payer for payer in known if payer is not None]
    if len(present) < len(known):
        return None
    return min(present, key=lambda payer: (payer.iban, payer.likeness, not payer.shared))


def _near(first: date, second: date) -> bool:
    return abs(first - second) <= PROMISE_DAYS


def _evidence(kind: EvidenceKind, **facts: object) -> Evidence:
    return Evidence(kind, WEIGHTS[kind], facts)
