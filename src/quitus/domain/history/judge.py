"""What a movement of an account was for: by accounts, by the bank's code, by words, by what people said before.

What somebody said counts first, what an account proves next, then the bank's code, then words. Where nothing is
sure, the movement is unknown: a wrong kind in a total is worse than a gap that one sees.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from quitus.domain.history.codes import said_by_code
from quitus.domain.history.kinds import NEVER_CLIENTS, UNSURE, Because, Judgement, Kind
from quitus.domain.history.words import name_in_label, said_by_words, words_of
from quitus.domain.names import legal_forms, squeezed

_ALONE = frozenset({"ei", "eirl"})  # legal forms of one person who works alone
_ABOUT_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Moved:
    """A movement in the bank's words: minor units, negative when money goes out. `code`: "PMNT/ICDT/SALA"."""

    minor: int
    label: str
    counterparty: str = ""
    iban: str = ""
    code: str = ""

    @property
    def comes_in(self) -> bool:
        return self.minor > 0


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the record knows of this very movement: each is what it is about, "" for none.

    `matched`: it pays that client's invoices. `returned`: it takes a payment of that client back. `ordered`: a transfer
    order of the firm, with the kind it was given. `pair`: the own account on which the same amount moved the other way.
    """

    matched: str = ""
    ordered: tuple[Kind, str] | None = None
    pair: str = ""
    returned: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the firm knows: its accounts, its rules by (party key, comes in), its clients by IBAN and squeezed name."""

    own_ibans: frozenset[str] = frozenset()
    rules: Mapping[tuple[str, bool], Kind] = field(default_factory=dict)
    client_ibans: Mapping[str, str] = field(default_factory=dict)
    client_names: Mapping[str, str] = field(default_factory=dict)


def judge(moved: Moved, known: Known, about: Circumstances = Circumstances()) -> Judgement:
    """What it was for, and why. Unknown when unsure."""
    if about.matched:
        return Judgement(Kind.CLIENT, Because.MATCHED, about.matched)
    if about.returned:
        return Judgement(Kind.RETURNED, Because.RETURNED, about.returned)
    if about.ordered:
        return Judgement(about.ordered[0], Because.ORDER, about.ordered[1])
    rule = known.rules.get((party_key(moved), moved.comes_in))
    if rule is not None:
        return Judgement(rule, Because.RULE, party_name(moved)[:_ABOUT_LENGTH])
    if moved.iban and moved.iban in known.own_ibans:
        return Judgement(Kind.OWN, Because.OWN_IBAN, moved.iban)
    if about.pair and not moved.iban:  # an account of somebody else's is proof of the contrary
        return Judgement(Kind.OWN, Because.OWN_PAIR, about.pair)
    return _by_what_is_written(moved, known)


def never_a_clients(moved: Moved, own_ibans: frozenset[str], *, pair: str = "") -> bool:
    """Whether a movement is surely no client's payment: between own accounts, or the bank's own.

    That the same amount moved the other way is chance where the label quotes a number, or names somebody.
    """
    chance = bool(moved.counterparty) or any(letter.isdigit() for letter in moved.label)
    judged = judge(moved, Known(own_ibans=own_ibans), Circumstances(pair="" if chance else pair))
    return judged.kind in NEVER_CLIENTS


def party_key(moved: Moved) -> str:
    """What all movements of one counterparty share: its name, else its account, else what the label calls it."""
    if moved.counterparty and (name := squeezed(moved.counterparty)):
        return f"name:{name}"[:100]
    if moved.iban:
        return f"iban:{moved.iban}"[:100]
    found = words_of(name_in_label(moved.label)).replace(" ", "")
    return f"name:{found}"[:100] if found else ""


def party_name(moved: Moved) -> str:
    """The counterparty for people."""
    return moved.counterparty or name_in_label(moved.label) or moved.iban


def _by_what_is_written(moved: Moved, known: Known) -> Judgement:
    if coded := said_by_code(moved.code, comes_in=moved.comes_in):
        return Judgement(coded, Because.CODE, moved.code)
    client = known.client_ibans.get(moved.iban) if moved.iban else None
    to_client = Kind.CLIENT if moved.comes_in else Kind.REFUND
    said = said_by_words(moved.label, moved.counterparty, comes_in=moved.comes_in)
    if client and not (said and said[0] is Kind.RETURNED):
        return Judgement(to_client, Because.CLIENT_IBAN, client[:_ABOUT_LENGTH])
    if said and not (said[0] is Kind.FEE and moved.iban):  # banks charge without an account on the other side
        return Judgement(said[0], Because.WORDS, said[1])
    named = known.client_names.get(squeezed(moved.counterparty)) if moved.counterparty else None
    if named:
        return Judgement(to_client, Because.CLIENT_NAME, named[:_ABOUT_LENGTH])
    if not moved.comes_in and moved.counterparty and legal_forms(moved.counterparty) & _ALONE:
        return Judgement(Kind.FREELANCER, Because.WORDS, "EI")
    return UNSURE
