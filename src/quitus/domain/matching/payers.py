"""Who paid: the counterparty's name and account against what is known of the clients."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from types import MappingProxyType

from quitus.domain.importing.text import plain
from quitus.domain.matching.facts import ClientKnown, LineFacts
from quitus.domain.matching.labels import LONGEST_LABEL
from quitus.domain.names import (
    COMMON,
    CUT_AFTER,
    OPTIONAL,
    distinctive,
    legal_forms,
    name_words,
    raw_words,
    same_word,
    squeezed,
    whole_key,
    word_set,
    words_in_order,
)

# Words that banks and payers put around the name.
_BANK_WORDS = word_set(
    "vir virt virement virements sepa recu recue inst instantane instant par en votre faveur favor ordre date pays"
    " emis emetteur donneur motif ref reference libelle lib id notprovided not provided nonref facture"
    " factures fact facts fac fa inv invoice no num numero reglement regl rglt paiement paiemt payment solde"
    " acompte merci cordialement echeance trf transfer transfert credit remise cheque chq pour bonjour client"
    " janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre eur euros"
)
_NAMED_PAYER = re.compile(
    r"(?:/de|\b(?:recu|recue|inst|instantane|sepa|virement|vir|emetteur|donneur d ordre)[ :/]+de|\bde ?:"
    r"|\b(?:emetteur|donneur d ordre) ?:)[ :/]+(?P<payer>.+?)"
    r"(?=\s*(?:(?P<end>/|\||\bmotif\b|\blibelle\b|\blib\b)|\bref(?:erence)?\b|\bid\b|\bpour\b|$))"
)
_SHORTENED = COMMON | OPTIONAL
_STREETS = word_set("rue avenue av bd boulevard place impasse chemin quai allee allees cours route square")
_DIGIT = re.compile(r"[0-9]")
_LETTERS = re.compile(r"[a-z|]+")
_TRUNCATED_FROM = 22  # banks cut names at 24 to 35 characters, blanks and legal form included
_SHORTEST_CUT = 12  # letters of a cut name that say whose it is
_SHORTEST_INSIDE = 5
_SURE_INSIDE = 8
_LONGEST_NAME = 7  # words
_CUT_FROM = 18  # characters of a name before which no bank cuts


class Likeness(IntEnum):
    """How a payer's name compares with a client's. TOUCHES: a word agrees, and others on both sides do not."""

    NONE = 0
    TOUCHES = 1
    RESEMBLES = 2
    CONTAINS = 3
    SAME = 4


@dataclass(frozen=True, slots=True)
class Payer:
    """What ties a client to the line: a known account, a name. `shared`: other clients bear it too."""

    iban: bool
    likeness: Likeness
    name: str
    shared: bool = False

    @property
    def named(self) -> bool:
        """Whether the whole name agrees, not a word of it."""
        return self.likeness >= Likeness.CONTAINS

    @property
    def known(self) -> bool:
        return self.iban or self.named


# How well a name agrees: likeness, the words that agree, whether the legal form agrees too.
_Rank = tuple[Likeness, int, bool]
_UNLIKE: _Rank = (Likeness.NONE, 0, False)


@dataclass(frozen=True, slots=True)
class _Written:
    """The line's words. `named`: they are the payer's name alone; `others`: the rest of the label.

    `printed`: how many characters the bank printed of the name. `run_on`: all letters of the line in one word, for
    names that a bank broke in two. `alone`: surely the name and nothing else. `raw`: its words with particles.
    """

    words: frozenset[str]
    in_order: tuple[str, ...]
    squeezed: str
    forms: frozenset[str]
    named: bool
    others: frozenset[str]
    printed: int
    run_on: str
    alone: bool
    raw: tuple[str, ...]


def payer_keys(line: LineFacts) -> frozenset[str]:
    """The name keys to look up: the distinctive words of the payer and of the label, the whole name."""
    written = _read(line.counterparty or "", line.label)
    cuts = (written.squeezed[:length] for length in CUT_AFTER)
    starts = ("".join(written.raw[:count]) for count in range(1, min(_LONGEST_NAME, len(written.raw)) + 1))
    wholes = {written.squeezed, *cuts, *starts, "".join(sorted(written.words))} - {""}
    return distinctive(written.words) | distinctive(written.others) | {whole_key(whole) for whole in wholes}


@lru_cache(maxsize=64)  # whoever picks candidates asks just before the decision does
def identify_payers(
    line: LineFacts,
    ibans: frozenset[str],
    clients: tuple[ClientKnown, ...],
    guessed: frozenset[int] = frozenset(),
) -> Mapping[int, Payer]:
    """Each client that the line's account or names point to.

    `ibans` are keys (lower case, no blanks). Of several clients whose whole name is found, the longest name
    wins, then the same legal form: "Transports Delmas Nord" is not "Transports Delmas". Equals are homonyms,
    marked `shared`. `guessed` were found by an amount alone: more of that name may exist than are here, so that theirs
    can only resemble.
    """
    written = _read(line.counterparty or "", line.label)
    likened = {client.client_id: _best_likeness(written, client) for client in clients}
    longest = max((rank for rank, _ in likened.values()), default=_UNLIKE)
    bearers = sum(rank == longest for rank, _ in likened.values())
    payers: dict[int, Payer] = {}
    for client in clients:
        rank, name = likened[client.client_id]
        likeness = rank[0]
        if likeness >= Likeness.CONTAINS and (rank != longest or client.client_id in guessed):
            likeness = Likeness.RESEMBLES
        iban = any("".join(known.split()).lower() in ibans for known in client.ibans)
        if iban or likeness:
            shared = bearers > 1 and likeness >= Likeness.CONTAINS
            payers[client.client_id] = Payer(iban, likeness, name, shared)
    return MappingProxyType(payers)


@lru_cache(maxsize=4096)
def _read(counterparty: str, label: str) -> _Written:
    text = plain(label[:LONGEST_LABEL])
    found = _NAMED_PAYER.search(text)
    counterparty = counterparty[:LONGEST_LABEL]
    name = counterparty or (found["payer"] if found else "")
    rest = _telling(text)
    payer = counterparty or _telling(name) or rest
    others = name_words(rest) if name else frozenset()
    return _Written(
        name_words(payer),
        words_in_order(payer),
        squeezed(payer),
        legal_forms(payer),
        bool(name),
        others,
        len(payer),
        "".join(_LETTERS.findall(f"{plain(counterparty)}|{text}")),
        bool(counterparty) or bool(found and found["end"]),
        raw_words(payer),
    )


def _telling(text: str) -> str:
    """The text without numbers and the words of banks; the number of a street is part of a name ("SDC 27 rue Foch")."""
    words = re.split(r"[\s/|]+", text)
    kept = [
        word
        for word, following in zip(words, [*words[1:], ""], strict=True)
        if not _DIGIT.search(word) or (len(word) <= 3 and word.isdigit() and following in _STREETS)
    ]
    found = re.findall(r"[a-z.&'-]+|[0-9]+", " ".join(kept))
    return " ".join(word for word in found if word.strip(".-'&") not in _BANK_WORDS)


def _best_likeness(written: _Written, client: ClientKnown) -> tuple[_Rank, str]:
    """The best of the client's names, and how well it agrees."""
    best: tuple[_Rank, str] = (_UNLIKE, "")
    for name in (*client.names, *client.aliases):
        best = max(best, (_likeness(written, name), name), key=lambda likened: likened[0])
    for name in client.contacts:
        if best[0][0] is Likeness.NONE and _likeness(written, name)[0]:
            best = ((Likeness.RESEMBLES, 0, False), name)
    return best


def _likeness(written: _Written, name: str) -> _Rank:
    words = name_words(name)
    agreeing = words & written.words
    whole = squeezed(name)
    complete = bool(words) and all(_is_cut_short(word, written.words) for word in words - agreeing)
    same_form = bool(written.forms) and legal_forms(name) == written.forms
    if whole == written.squeezed:
        return Likeness.SAME, len(words), same_form
    if complete and len(words) == len(written.words) and not _differently_called(written, name):
        return Likeness.SAME, len(words), same_form
    if written.named and _is_cut(written) and whole.startswith(written.squeezed):
        return Likeness.SAME, len(written.words), False  # the form tells no two longer names apart
    if agreed := _begins(written, name):
        return Likeness.CONTAINS, agreed, same_form and agreed == len(raw_words(name))
    telling = distinctive(words)
    strangers = distinctive(written.words - words) if written.alone else frozenset()
    contained = (
        (complete and len(words) >= 2 and (written.named or _stands_in(words, written)))
        or (len(whole) >= _SURE_INSIDE and len(raw_words(name)) >= 2 and whole in written.run_on)
    )  # fmt: skip
    if contained and telling and not strangers:
        return Likeness.CONTAINS, len(words), same_form
    if telling & (agreeing | written.others) or _is_inside(telling, written):
        missing = [word for word in words - agreeing - written.others if word not in written.run_on]
        return (Likeness.TOUCHES if strangers and missing else Likeness.RESEMBLES), 0, False
    return _UNLIKE


def _begins(written: _Written, name: str) -> int:
    """How many words agree where the line begins with the name as far as a bank printed it; 0 when it does not.

    "COMMUNAUTE DE COMMUNES DE RO LOYER": the last word that was printed of Roanne is cut.
    """
    wanted, length, agreeing = raw_words(name), 0, 0
    for word, own in zip(written.raw, wanted, strict=False):
        length += len(word) + 1
        if same_word(word) == same_word(own) or (
            len(word) >= 3 and own in _SHORTENED and own.startswith(word)
        ):
            agreeing += 1
            continue
        cut = (len(word) >= 2 or agreeing >= 3) and own.startswith(word) and length >= _CUT_FROM
        return agreeing + 1 if cut and agreeing >= 1 else 0
    enough = len(wanted) >= 2 or (bool(written.forms) and legal_forms(name) == written.forms)
    whole = agreeing == len(wanted) and enough and bool(distinctive(name_words(name)))
    return agreeing if whole and not (written.alone and len(written.raw) > agreeing) else 0


def _differently_called(written: _Written, name: str) -> bool:
    """Whether one word alone agrees, and what is written beside it does not: STE LAMY, Ets Lamy."""
    own, other = set(raw_words(name)), set(written.raw)
    return len(name_words(name)) == 1 and bool(own - other) and bool(other - own)


def _stands_in(words: frozenset[str], written: _Written) -> bool:
    """Whether the words follow each other: in a whole label Paul and Martin may be two persons."""
    run = len(words)
    for start in range(len(written.in_order) - run + 1):
        stretch = frozenset(written.in_order[start : start + run])
        if len(stretch) == run and all(_is_cut_short(word, stretch) for word in words - stretch):
            return True
    return False


def _is_cut(written: _Written) -> bool:
    return written.printed >= _TRUNCATED_FROM and len(written.squeezed) >= _SHORTEST_CUT


def _is_inside(telling: frozenset[str], written: _Written) -> bool:
    """Whether a telling word stands in the line though a blank breaks it, or the bank cut it."""
    long = [word for word in telling if len(word) >= _SHORTEST_INSIDE]
    words = [word for word in written.in_order if len(word) >= _SHORTEST_INSIDE and word not in COMMON]
    cut = any(word.startswith(start) for start in words for word in long)
    return cut or any(word in written.run_on for word in long)


def _is_cut_short(word: str, written: frozenset[str]) -> bool:
    """Whether a trade that many share is written short: "TRANSP" for transport."""
    return word in COMMON and any(len(cut) >= 3 and word.startswith(cut) for cut in written)
