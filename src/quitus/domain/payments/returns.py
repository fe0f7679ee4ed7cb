"""Which payment a bank line takes back: certain when it names it, else proposed with reasons, never guessed.

Certain: the line bears a reference of the payment and its exact amount, and no other payment has both; or somebody
noted that return already, and the line names the payment. All else is for a person: an amount alone fits many, and of
two that fit alike none is preferred.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from quitus.domain.banking.returned import ReturnKind
from quitus.domain.importing.text import plain
from quitus.domain.names import distinctive, name_words

# How long after the payment (`france.md` §10): a debit is refunded without questions for eight weeks, an unauthorised
# one for thirteen months. A cheque bounces within weeks; a transfer is recalled within days, for fraud in as long.
NO_QUESTIONS = timedelta(weeks=8)
LONGEST = timedelta(days=396)
PLAUSIBLE = {
    ReturnKind.DEBIT: NO_QUESTIONS,
    ReturnKind.CHEQUE: timedelta(days=60),
    ReturnKind.TRANSFER: timedelta(days=30),
    ReturnKind.OTHER: NO_QUESTIONS,
}
MOST_FEE = 5_000  # minor units that a bank may add to what it takes back
SHORTEST_REFERENCE = 4  # letters and digits; a shorter one says nothing
SHORTEST_NUMBER = 4
MOST_PROPOSED = 5
CHEQUE, CASH = "cheque", "cash"


class ReturnEvidence(StrEnum):
    """What speaks for a payment; each has its sentence."""

    REFERENCE = "original_reference"
    NUMBER = "invoice_number"
    ACCOUNT = "same_account"
    NAME = "payer_name"
    AMOUNT = "same_amount"
    WITH_FEE = "amount_with_fee"
    PART = "part_of_amount"
    SOON = "soon_after"
    METHOD = "same_method"
    TOLD_BEFORE = "told_before"


# Per mille, for the order of proposals alone.
WEIGHTS = {
    ReturnEvidence.REFERENCE: 500,
    ReturnEvidence.NUMBER: 300,
    ReturnEvidence.ACCOUNT: 200,
    ReturnEvidence.NAME: 200,
    ReturnEvidence.AMOUNT: 200,
    ReturnEvidence.WITH_FEE: 50,
    ReturnEvidence.PART: 20,
    ReturnEvidence.SOON: 50,
    ReturnEvidence.METHOD: 50,
    ReturnEvidence.TOLD_BEFORE: 100,
}
NAMES_IT = frozenset(
    [ReturnEvidence.REFERENCE, ReturnEvidence.NUMBER, ReturnEvidence.ACCOUNT, ReturnEvidence.NAME]
)


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A debit of the account that is marked as a return; `minor` is what left, above zero."""

    booked: date
    minor: int
    currency: str
    label: str
    kind: ReturnKind = ReturnKind.OTHER
    counterparty: str = ""
    iban: str = ""
    originals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaidBefore:
    """A payment that a return may take back. `told`: somebody noted already that it came back, and no line says so;
    `minor` is then what was noted.
    """

    id: int
    received: date
    minor: int
    currency: str
    method: str
    references: frozenset[str] = field(default_factory=frozenset)
    numbers: tuple[str, ...] = ()
    name: str = ""
    ibans: frozenset[str] = field(default_factory=frozenset)
    told: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A payment with what speaks for it: how much of it came back, and what the bank asks for that on top."""

    payment_id: int
    minor: int
    fee_minor: int
    score: int
    evidence: tuple[ReturnEvidence, ...]


@dataclass(frozen=True, slots=True)
class ReturnVerdict:
    """`certain`: the first candidate is it. Else candidates are proposed, the likeliest first; `tied`: the first is no
    likelier than the second.
    """

    candidates: tuple[Candidate, ...] = ()
    certain: bool = False

    @property
    def tied(self) -> bool:
        """Whether two lead alike."""
        return len(self.candidates) > 1 and self.candidates[0].score == self.candidates[1].score


def decide_return(line: ReturnLine, payments: Iterable[PaidBefore]) -> ReturnVerdict:
    """What the line takes back, among these payments."""
    found = [one for payment in payments if (one := _weigh(line, payment)) is not None]
    found.sort(key=lambda one: (-one.score, one.payment_id))
    sure = [one for one in found if _is_sure(set(one.evidence))]
    if len(sure) == 1:
        first = sure[0]
        return ReturnVerdict((first, *(one for one in found if one is not first))[:MOST_PROPOSED], True)
    return ReturnVerdict(tuple(found[:MOST_PROPOSED]))


def _is_sure(evidence: set[ReturnEvidence]) -> bool:
    """The payment's own reference; or what somebody noted already, where the line names it: no money moves then."""
    if ReturnEvidence.AMOUNT not in evidence:
        return False
    return ReturnEvidence.REFERENCE in evidence or (
        ReturnEvidence.TOLD_BEFORE in evidence and bool(NAMES_IT & evidence)
    )


def reference_key(reference: str) -> str:
    """Letters and digits, small; empty for one that is too short to tell payments apart."""
    key = re.sub(r"[^a-z0-9]", "", plain(reference))
    return key if len(key) >= SHORTEST_REFERENCE else ""


def names_number(text: str, number: str) -> bool:
    """Whether a text holds an invoice number, however its parts are separated; no digit may go on before or after."""
    parts = re.findall(r"[a-z]+|[0-9]+", plain(number))
    if sum(map(len, parts)) < SHORTEST_NUMBER or not any(part.isdigit() for part in parts):
        return False
    pattern = r"[^a-z0-9]?".join(map(re.escape, parts))
    return re.search(rf"(?<![a-z0-9]){pattern}(?![0-9])", plain(text)) is not None


def possible(kind: ReturnKind, method: str) -> bool:
    """Whether what came back can be a payment of this method: a bank line does not say how its money came."""
    if method == CASH:
        return False
    return method != CHEQUE or kind in (ReturnKind.CHEQUE, ReturnKind.OTHER)


def _weigh(line: ReturnLine, payment: PaidBefore) -> Candidate | None:
    passed = line.booked - payment.received
    if line.currency != payment.currency or not timedelta(0) <= passed <= LONGEST:
        return None
    evidence = list(_naming(line, payment))
    if ReturnEvidence.REFERENCE not in evidence and not possible(line.kind, payment.method):
        return None
    soon = passed <= PLAUSIBLE[line.kind]
    named = bool(NAMES_IT & set(evidence))
    more = line.minor - payment.minor
    if more == 0:
        evidence.append(ReturnEvidence.AMOUNT)
    elif 0 < more <= MOST_FEE and named:
        evidence.append(ReturnEvidence.WITH_FEE)
    elif more < 0 and ReturnEvidence.REFERENCE in evidence and not payment.told:
        evidence.append(ReturnEvidence.PART)
    else:
        return None
    if not named and not soon:  # an amount of long ago
        return None
    if soon:
        evidence.append(ReturnEvidence.SOON)
    if line.kind is ReturnKind.CHEQUE and payment.method == CHEQUE:
        evidence.append(ReturnEvidence.METHOD)
    if payment.told:
        evidence.append(ReturnEvidence.TOLD_BEFORE)
    return Candidate(
        payment.id, min(line.minor, payment.minor), max(more, 0), _score(evidence), tuple(evidence)
    )


def _naming(line: ReturnLine, payment: PaidBefore) -> Iterable[ReturnEvidence]:
    """What says that it is this payment, apart from its amount and its day."""
    originals = {key for reference in line.originals if (key := reference_key(reference))}
    if originals & {key for reference in payment.references if (key := reference_key(reference))}:
        yield ReturnEvidence.REFERENCE
    words = f"{line.label} {' '.join(line.originals)}"
    if any(names_number(words, number) for number in payment.numbers):
        yield ReturnEvidence.NUMBER
    if line.iban and line.iban in payment.ibans:
        yield ReturnEvidence.ACCOUNT
    telling = distinctive(name_words(payment.name))
    if telling and telling <= set(name_words(f"{line.label} {line.counterparty}")):
        yield ReturnEvidence.NAME


def _score(evidence: Sequence[ReturnEvidence]) -> int:
    return sum(WEIGHTS[one] for one in evidence)
