"""What money that moved was for, and how one knows."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a movement was for. `OWN` moves money between the firm's own accounts: neither income nor expense."""

    CLIENT = "client"
    SUPPLIER = "supplier"
    FREELANCER = "freelancer"
    EMPLOYEE = "employee"
    TAX = "tax"  # and social contributions
    FEE = "fee"  # of the bank
    OWN = "own"
    LOAN = "loan"
    REFUND = "refund"  # to a client
    RETURNED = "returned"  # a client's payment that the bank took back
    CARD = "card"
    UNKNOWN = "unknown"


class Because(StrEnum):
    """How the kind is known. Only `SAID`, `RULE` and `MATCHED` rest on somebody's word."""

    SAID = "said"  # a person, of this very movement
    MATCHED = "matched"  # it pays invoices
    RETURNED = "returned"  # the bank takes a client's payment back
    ORDER = "order"  # a transfer order of the firm names it
    RULE = "rule"  # a person, of everything from or to that counterparty
    OWN_IBAN = "own_iban"
    OWN_PAIR = "own_pair"  # the same amount moved the other way on another own account
    CODE = "code"  # the bank's code of the transaction
    WORDS = "words"
    CLIENT_IBAN = "client_iban"
    CLIENT_NAME = "client_name"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A kind with its reason; `about` is the word, the name, the account or the number that says it."""

    kind: Kind
    because: Because
    about: str = ""


UNSURE = Judgement(Kind.UNKNOWN, Because.NOTHING)
# Such money is no client's, whatever its label holds.
NEVER_CLIENTS = frozenset({Kind.OWN, Kind.FEE})
# What such a judgement is about is a client, by the name that the firm gives them.
OF_CLIENT = frozenset({Because.MATCHED, Because.RETURNED})
