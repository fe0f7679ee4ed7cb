"""What matching reads and what it answers. Weights and scores are per mille, so that sums are exact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from quitus.domain.money import Money


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A bank line. `amount` is positive for money in; `reference` is what the bank gives as one."""

    booked: date
    amount: Money
    label: str
    counterparty: str | None = None
    iban: str | None = None
    reference: str | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """What the debtor announced for one instalment."""

    on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class EarlyDiscount:
    """What may be kept back of one instalment, by its terms, when the money comes until this day."""

    amount: Money
    until: date


@dataclass(frozen=True, slots=True)
class ClaimedCharges:
    """What is claimed beside invoices and open, in these claims, the last of them made on `claimed_on`.

    Money that came before was not sent to pay them.
    """

    amount: Money
    numbers: tuple[str, ...] = ()
    claimed_on: date = date.min


@dataclass(frozen=True, slots=True)
class OpenInstalment:
    """An instalment that is not fully paid. Those of one invoice share client and `number`.

    `charges`: what is claimed for it and open.
    """

    id: int
    client_id: int
    number: str
    due: date
    remaining: Money
    reference: str | None = None
    issued: date | None = None
    promise: Promise | None = None
    discount: EarlyDiscount | None = None
    charges: ClaimedCharges | None = None


@dataclass(frozen=True, slots=True)
class ClientKnown:
    """What is known of a possible payer.

    `names`: the client's own. `aliases`: names under which a person has confirmed that it pays.
    `contacts`: persons there, who may pay from their own account. `ibans`: accounts it has paid from.
    `usual_delay`: how many days after the due date most of its payments came (first, last), where they are alike.
    """

    client_id: int
    names: tuple[str, ...]
    ibans: frozenset[str] = frozenset()
    aliases: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    usual_delay: tuple[int, int] | None = None
    charges: ClaimedCharges | None = None


@dataclass(frozen=True, slots=True)
class Candidates:
    """All that the decision may choose from.

    `instalments`: those that share a number or reference key with the line, those that owe its amount, and
    all open ones (of a very long list, the oldest) of each client whose invoice is named or who is known
    to pay. `clients`: all that share a name or IBAN key with the line, with or without open instalments,
    and those of the named invoices: homonyms must be seen to be told apart. `guessed`: those of them that nothing but
    the amount points to.
    """

    instalments: tuple[OpenInstalment, ...]
    clients: tuple[ClientKnown, ...]
    guessed: frozenset[int] = frozenset()


class EvidenceKind(StrEnum):
    """Why a line is, or is not, the payment of these instalments."""

    REFERENCE = "reference"
    NUMBER_FULL = "number_full"
    NUMBER_DIGITS = "number_digits"
    NUMBER_SHORT = "number_short"
    NUMBER_TAIL = "number_tail"
    SEVERAL_NUMBERS = "several_numbers"
    AMOUNT_ONE = "amount_one"
    AMOUNT_CITED = "amount_cited"
    AMOUNT_INVOICE = "amount_invoice"
    AMOUNT_ALL_OPEN = "amount_all_open"
    AMOUNT_SUBSET = "amount_subset"
    AMOUNT_PLUS_CHARGES = "amount_plus_charges"
    AMOUNT_CHARGES = "amount_charges"
    AMOUNT_LESS_DISCOUNT = "amount_less_discount"
    AMOUNT_LESS_FEE = "amount_less_fee"
    AMOUNT_TOGETHER = "amount_together"
    AMOUNT_PART = "amount_part"
    AMOUNT_OVER = "amount_over"
    IBAN_KNOWN = "iban_known"
    NAME_SAME = "name_same"
    NAME_SHARED = "name_shared"
    NAME_RESEMBLES = "name_resembles"
    NAME_TOUCHES = "name_touches"
    PROMISE = "promise"
    HABIT = "habit"
    NUMBER_ELSEWHERE = "number_elsewhere"
    NUMBERS_LEFT_OUT = "numbers_left_out"
    PAYER_ELSEWHERE = "payer_elsewhere"
    AMOUNT_ELSEWHERE = "amount_elsewhere"
    AMONG_EQUALS = "among_equals"
    BEFORE_ISSUE = "before_issue"
    SAYS_REFUND = "says_refund"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason with its weight, negative when it speaks against; `facts` fill its sentence."""

    kind: EvidenceKind
    weight: int
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to understand the line: who gets how much, and why (score 0 to 1000).

    `charges_of`: the client whose claimed charges it pays, and no instalment.
    """

    allocations: tuple[tuple[int, Money], ...]
    score: int
    evidence: tuple[Evidence, ...]
    charges_of: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision on one line.

    auto: the money may be allocated at once. suggest: a person confirms. none: nothing fits.
    `margin` is the score minus that of the `runner_up`, the second best different allocation (minus zero
    without one). What the allocations leave of the line's amount becomes the client's credit. `charges_of`: it pays the
    claimed charges of that client alone, which a person always confirms.
    """

    kind: Literal["auto", "suggest", "none"]
    allocations: tuple[tuple[int, Money], ...] = ()
    score: int = 0
    margin: int = 0
    evidence: tuple[Evidence, ...] = ()
    runner_up: Proposal | None = None
    charges_of: int | None = None
