"""Reading a bank label: the stretches of it that may be an invoice number, and what is surely something else.

Banks insert spaces, drop dashes and zeros, and print O for 0; debtors leave out the prefix or the year. So a
label is cut into fragments of letters and of digits, and neighbouring fragments are joined again in windows;
a window is then looked up, by equality, among the stored keys of `keys.number_keys`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from quitus.domain.importing.text import plain
from quitus.domain.matching.facts import LineFacts
from quitus.domain.matching.noise import dates, is_day, without_noise
from quitus.domain.money import Money
from quitus.domain.names import word_set
from quitus.domain.references import is_rf_reference, mod_97

LONGEST_LABEL = 2_000  # ten remittance lines of 140 characters and more; beyond it somebody plays
LONG_NUMBER = 7  # digits: below it a bare number may be a date, a postcode, an amount
_LONGEST_WINDOW = 24
_MOST_FRAGMENTS = 6
_LONGEST_PREFIX = 5
_SHORTEST_BARE = 3

_INVOICE_WORDS = word_set(
    "facture factures fact facts fac facs fct fa f ft invoice invoices inv rechnung rg fattura factura"
)
_NUMBER_WORDS = word_set("n no nr num numero nos numeros ns")
_OTHER_WORDS = word_set(
    "devis dev commande cde cmd command bon bc bl bdc contrat ctr dossier dos client cli clt cheque chq chqs"
    " remise rem mandat mdt bord bordereau carte tel siret siren tva bp cs cp lot ligne police adherent"
    " matricule compte cpte lettre colis projet chantier rum ics apt appt bat art article av avoir affaire aff"
    " sinistre immat abonnement naf rcs pen"
)
_THEIRS = word_set("v vos votre")  # "V/REF 17320" is the payer's own
_WHOLE_ORDER = 4
_GLUED = (_INVOICE_WORDS | _NUMBER_WORDS) - word_set("f fa ft fct")
_POSTCODE = 5
_POLITE = word_set(
    "merci cordialement solde acompte janvier fevrier mars avril juin juillet aout septembre octobre novembre"
    " decembre reference motif reglement paiement"
)
_LONGEST_GLUED = 14
_LIST_WORDS = word_set("et and und puis plus")

_FRAGMENT = re.compile(r"[a-z]+|[0-9]+|[,;+&()|]")
_JOINED = re.compile(r"[-/_.:]?")
_LIKE_ONE = re.compile(
    r"(?<=[0-9])[il](?=[0-9])|(?<![a-z])[il](?=[0-9]{2})|(?<=[a-z0-9][0-9])[il](?![a-z])|(?<=[a-z])[il](?=[0-9]{4})"
)
_ZERO = re.compile(r"(?<=[0-9])o++|(?<!o)o++(?=[0-9])")
_CHECKED = re.compile(r"(?<![a-z0-9])[a-z]{2}[0-9]{2}(?: ?[a-z0-9]+){1,12}")
_PART = re.compile(
    r"\b(?:acomptes?|acpte|partiel(?:le)?|versements?|avance|mensualites?|deposit|part payment|1er|2e|2eme)\b"
)
_REFUND = re.compile(
    r"\b(?:remboursements?|rembt?|rbt|rembourst|avoirs?|trop percu|annulation|indemnisation)\b"
)
_END = re.compile(r"[ ./-]*(?:\||\Z|ref(?:erence)?\b|motif\b)")
_BLANKS = re.compile(r"\s+")
_IBAN_LENGTHS = range(15, 35)
_YEAR = re.compile(r"(?:19[89][0-9]|20[0-3][0-9])\Z")


class Cue(StrEnum):
    """What the words before a number say it is."""

    INVOICE = "invoice"
    OTHER = "other"
    NONE = "none"


class Window(NamedTuple):
    """A stretch that may be a number: letters and digits joined, O read as 0.

    `first` and `last` are its fragments' positions. `tail`: digits alone, a single fragment without its
    leading zeros, which may be the last part of a number. `year`: the year written behind such a tail. `joined`: its
    parts hang together by signs, as in 26-0147. `ends`: nothing follows, so that a bank may have cut it.
    `printed`: with its zeros. `town`: five digits before a word.
    """

    text: str
    first: int
    last: int
    cue: Cue
    tail: bool = False
    year: str = ""
    joined: bool = False
    ends: bool = False
    printed: str = ""
    town: bool = False

    @property
    def vague(self) -> bool:
        """Whether it may as well be a day, or the postcode of a town."""
        return self.town or (not self.joined and is_day(self.text))


@dataclass(frozen=True, slots=True)
class Label:
    """What a line says apart from names: possible numbers, references, accounts.

    `part`, `refund`: whether it calls itself so.
    """

    windows: tuple[Window, ...]
    references: frozenset[str]
    ibans: frozenset[str]
    part: bool = False
    refund: bool = False


@dataclass(slots=True)
class _Fragment:
    """`barrier`: no number runs across it: a comma, a bracket, a word too long to be a prefix.

    `joined`: nothing but a sign stands between it and the fragment before. `ends`: nothing follows it.
    """

    text: str
    dated: bool
    digits: bool
    barrier: bool
    cue: Cue = Cue.NONE
    after_year: bool = False
    joined: bool = False
    ends: bool = False


@lru_cache(maxsize=4096)
def read_label(line: LineFacts) -> Label:
    """The possible numbers, references and accounts of a line's label and reference field."""
    reference = plain((line.reference or "")[:LONGEST_LABEL])
    label = _BLANKS.sub(" ", plain(line.label[:LONGEST_LABEL]))
    text, references, ibans = _take_checked(f"{label} | {reference}")
    compact = _compact(reference)
    if compact:
        references.add(compact)
    text = o_as_zero(without_noise(text, line.amount))
    windows = list(_windows(_fragments(text), line.amount))
    # "25-I731", "2I389": what stands in the same place is the same window read otherwise.
    if _LIKE_ONE.search(text):
        known = {window.text for window in windows}
        again = _windows(_fragments(_LIKE_ONE.sub("1", text)), line.amount)
        windows += [window for window in again if window.text not in known]
    references |= {
        window.text for window in windows if window.text.isdigit() and len(window.text) >= LONG_NUMBER
    }
    says = bool(_PART.search(text)), bool(_REFUND.search(text))
    return Label(tuple(windows), frozenset(references), frozenset(ibans), *says)


def o_as_zero(text: str) -> str:
    """The text with the letter O beside digits read as 0: "2O26-O147" is "2026-0147"."""
    return _ZERO.sub(lambda letters: "0" * len(letters.group()), text) if "o" in text else text


def is_year(text: str) -> bool:
    """Whether the digits may be a year of our time."""
    return bool(_YEAR.match(text))


def _compact(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _take_checked(text: str) -> tuple[str, set[str], set[str]]:
    """Take out RF references and IBANs, known by their check digits: where one ends, nothing else says."""
    references: set[str] = set()
    ibans: set[str] = set()
    position = 0
    while match := _CHECKED.search(text, position):
        position = match.start() + 1
        stretch = match.group()
        for end in (word.end() for word in re.finditer(r"[a-z0-9]+", stretch)):
            compact = _compact(stretch[:end])
            if compact.startswith("rf") and is_rf_reference(compact):
                references.add(compact)
            elif len(compact) in _IBAN_LENGTHS and mod_97(compact[4:] + compact[:4]) == 1:
                ibans.add(compact)
            else:
                continue
            position = match.start() + end
        if position > match.start() + 1:
            text = text[: match.start()] + "|" * (position - match.start()) + text[position:]
    return text, references, ibans


def _fragments(text: str) -> list[_Fragment]:
    days = dates(text)
    fragments: list[_Fragment] = []
    end = 0
    for match in _FRAGMENT.finditer(text):
        dated = any(start <= match.start() < stop for start, stop in days)
        joined = bool(fragments) and bool(_JOINED.fullmatch(text, end, match.start()))
        end = match.end()
        ends = bool(_END.match(text, end))
        for place, word in enumerate(_words(match.group(), text[end : end + 1])):
            barrier = not word.isdigit() and (len(word) > _LONGEST_PREFIX or not word.isalpha())
            fragments.append(
                _Fragment(word, dated, word.isdigit(), barrier, joined=joined and not place, ends=ends)
            )
    for position, fragment in enumerate(fragments):
        if fragment.digits:
            _cue_digits(fragments, position)
    return fragments


def _words(letters: str, next_sign: str) -> Sequence[str]:
    """The fragment, cut where an invoice word is glued to what stands before the digits: FACTN19236, NFV261254."""
    if next_sign.isdigit() and 1 < len(letters) <= _LONGEST_GLUED:
        for length in range(len(letters) - 1, 0, -1):
            if letters[:length] in _GLUED:
                return letters[:length], *_words(letters[length:], next_sign)
    return (letters,)


def _cue_digits(fragments: Sequence[_Fragment], position: int) -> None:
    """Say what the words before a digit fragment make of it; a list passes its cue on ("FACT 147 ET 148")."""
    fragment = fragments[position]
    before = position - 1
    while before >= 0 and (fragments[before].text in _LIST_WORDS or fragments[before].text in ",;+&("):
        before -= 1
    if before < 0:
        return
    previous = fragments[before]
    if previous.digits:
        ended = previous.cue is Cue.OTHER and len(previous.text) >= _WHOLE_ORDER  # "CDE 12547 17015"
        fragment.cue = Cue.NONE if previous.dated or ended else previous.cue
        fragment.after_year = before == position - 1 and is_year(previous.text)
    else:
        fragment.cue = _word_cue(fragments, before)


def _word_cue(fragments: Sequence[_Fragment], position: int) -> Cue:
    """The cue that ends at a word; "N°" takes the sense of the word before it, and means invoice alone."""
    numbered = False
    while position >= 0 and fragments[position].text in _NUMBER_WORDS:
        numbered = True
        position -= 1
    word = fragments[position].text if position >= 0 else ""
    whole = fragments[position - 1].text + word if position > 0 else word  # a bank broke it: "FACT URE 147"
    theirs = word == "ref" and position > 0 and fragments[position - 1].text in _THEIRS
    if theirs or word in _OTHER_WORDS or whole in _OTHER_WORDS:
        return Cue.OTHER
    return Cue.INVOICE if numbered or word in _INVOICE_WORDS or whole in _INVOICE_WORDS else Cue.NONE


def _windows(fragments: Sequence[_Fragment], amount: Money) -> Iterator[Window]:
    """Each stretch of neighbouring fragments that may be a number."""
    for first, start in enumerate(fragments):
        if start.barrier:
            continue
        text = ""
        for last in range(first, min(first + _MOST_FRAGMENTS, len(fragments))):
            fragment = fragments[last]
            text += fragment.text
            if fragment.barrier or len(text) > _LONGEST_WINDOW:
                break
            if text.isdigit():
                yield from _digit_window(fragments, first, last, amount)
            elif fragment.digits or len(fragment.text) == 1:
                yield from _lettered_windows(fragments, first, last)


def _digit_window(fragments: Sequence[_Fragment], first: int, last: int, amount: Money) -> Iterator[Window]:
    """Digits alone: long ones by themselves, short ones joined by signs, or as the last part of a number."""
    stretch = fragments[first : last + 1]
    start, ends = stretch[0], stretch[-1].ends
    if any(fragment.dated for fragment in stretch):
        return
    text = "".join(fragment.text for fragment in stretch)
    signs = [fragment.joined for fragment in stretch[1:]]
    joined = bool(signs) and all(signs)
    if len(text) >= LONG_NUMBER or (signs and (start.cue is Cue.INVOICE or any(signs))):
        yield Window(text, first, last, start.cue, joined=joined, ends=ends)
    if last > first or start.after_year or (is_year(text) and start.cue is not Cue.INVOICE):
        return
    short, year = text.lstrip("0"), _year_behind(fragments, last)
    if not short or (year and int(short) <= 12):  # "FACT 11 2026" speaks of November, not of invoice 11
        return
    bare = start.cue is Cue.NONE and len(short) >= _SHORTEST_BARE and int(short) != amount.decimal
    if bare or start.cue is Cue.INVOICE:
        following = fragments[last + 1].text if last + 1 < len(fragments) else ""
        town = start.cue is Cue.NONE and len(text) == _POSTCODE and _is_name(following)
        yield Window(short, first, last, start.cue, tail=True, year=year, ends=ends, printed=text, town=town)


def _is_name(word: str) -> bool:
    """Whether a word behind a postcode may be that of a town."""
    return word.isalpha() and len(word) > 3 and word not in _POLITE


def _year_behind(fragments: Sequence[_Fragment], position: int) -> str:
    following = fragments[position + 1].text if position + 1 < len(fragments) else ""
    return following if is_year(following) else ""


def _lettered_windows(fragments: Sequence[_Fragment], first: int, last: int) -> Iterator[Window]:
    """Letters and digits, with the zeros before the last digits and without them: "FA 0147" is "fa147"."""
    stretch = fragments[first : last + 1]
    if not any(fragment.digits for fragment in stretch):
        return
    text = "".join(fragment.text for fragment in stretch)
    cue = stretch[0].cue if stretch[0].digits else _word_cue(fragments, first - 1)
    kept = text.replace("o", "0")
    joined, ends = all(fragment.joined for fragment in stretch[1:]), stretch[-1].ends
    yield Window(kept, first, last, cue, joined=joined, ends=ends)
    head, tail = "".join(fragment.text for fragment in stretch[:-1]), stretch[-1].text
    stripped = head.replace("o", "0") + tail.lstrip("0")
    if head.isalpha() and tail.isdigit() and stripped != kept and tail.strip("0"):
        yield Window(stripped, first, last, cue, joined=joined, ends=ends)
