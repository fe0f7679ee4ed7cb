"""Which open invoices a line names, and how surely."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quitus.domain.matching.facts import OpenInstalment
from quitus.domain.matching.keys import (
    SHORTEST_COUNT,
    Strength,
    as_printed,
    cut_strength,
    found_strength,
    is_cut_of,
    number_keys,
    number_year,
    reference_key,
    resembles_number,
)
from quitus.domain.matching.labels import Cue, Label, Window, is_year
from quitus.domain.references import is_rf_reference

SHORTEST_REFERENCE = 9
Invoice = tuple[int, str]  # client, number: instalments of one invoice are cited together


@dataclass(frozen=True, slots=True)
class Citation:
    """A place of the label that names an invoice; several when their numbers are written alike."""

    read: str
    strength: Strength
    invoices: frozenset[Invoice]
    ids: frozenset[int]


def invoice_of(instalment: OpenInstalment) -> Invoice:
    """What groups the instalments of one invoice."""
    return instalment.client_id, instalment.number


def citations(label: Label, instalments: Sequence[OpenInstalment]) -> tuple[Citation, ...]:
    """Each naming in the label, the surest first; a surer reading of the same fragments hides the others."""
    found = _referenced(label, instalments)
    taken: set[int] = set()
    for window, citation in sorted(_numbered(label, instalments), key=_surest):
        place = set(range(window.first, window.last + 1))
        if not place & taken:
            taken |= place
            found.append(citation)
    return tuple(_each_invoice_once(found))


def names_another(label: Label, instalments: Sequence[OpenInstalment]) -> str:
    """The number of the same series that the label names although none of these bears it; empty if none.

    "FACT 151" beside an instalment of invoice 148: the payer means another one, perhaps paid already.
    "FACTURE 2026" speaks of the year, unless the firm's numbers bear none and simply count.
    """
    numbers = {item.number for item in instalments}
    keys = {key for number in numbers for key in number_keys(number)}
    for window in label.windows:
        called_invoice = window.cue is Cue.INVOICE and window.text.isdigit()
        if (
            (is_year(window.text) and all(map(number_year, numbers)))
            or window.vague
            or _is_part(window, label)
        ):
            continue
        if any(cut_strength(window, number) or is_cut_of(window, number) for number in numbers):
            continue
        if window.text not in keys and (
            called_invoice or any(resembles_number(window, number) for number in numbers)
        ):
            return window.text
    return ""


def _is_part(window: Window, label: Label) -> bool:
    """Whether the window belongs to a longer one: "25" of 25-1731."""
    return any(
        other.first <= window.first
        and window.last <= other.last
        and len(other.text) > len(window.text)
        and other.joined
        for other in label.windows
    )


def _referenced(label: Label, instalments: Sequence[OpenInstalment]) -> list[Citation]:
    bearers: dict[str, list[OpenInstalment]] = defaultdict(list)
    for item in instalments:
        reference = reference_key(item.reference)
        if reference in label.references:
            bearers[reference].append(item)
    return [
        _cite(reference, Strength.REFERENCE if _is_sure(reference) else Strength.FULL, items)
        for reference, items in sorted(bearers.items())
    ]


def _is_sure(reference: str) -> bool:
    """Whether a reference is long, or checked: one of five digits may be anybody's."""
    return len(reference) >= SHORTEST_REFERENCE or is_rf_reference(reference)


def _numbered(label: Label, instalments: Sequence[OpenInstalment]) -> list[tuple[Window, Citation]]:
    windows: dict[str, list[Window]] = defaultdict(list)
    for window in label.windows:
        windows[window.text].append(window)
    beginning, ending = _by_ends(label)
    hits: dict[Window, dict[Strength, list[OpenInstalment]]] = defaultdict(lambda: defaultdict(list))
    for item in instalments:
        keys = number_keys(item.number)
        for text in keys.keys() & windows.keys():
            for window in windows[text]:
                strength = found_strength(window, keys[text], item.number)
                if strength:
                    hits[window][strength].append(item)
        whole = as_printed(item.number)
        for window in (*beginning.get(whole[:SHORTEST_COUNT], ()), *ending.get(whole[-SHORTEST_COUNT:], ())):
            if window.text not in keys and (strength := cut_strength(window, item.number)):
                hits[window][strength].append(item)
    return [
        (window, _cite(window.text, max(by_strength), by_strength[max(by_strength)]))
        for window, by_strength in hits.items()
    ]


def _by_ends(label: Label) -> tuple[Mapping[str, Sequence[Window]], Mapping[str, Sequence[Window]]]:
    """The windows by their first signs, and those of bare digits by their last: what a number must share with one."""
    beginning: dict[str, list[Window]] = defaultdict(list)
    ending: dict[str, list[Window]] = defaultdict(list)
    for window in label.windows:
        beginning[window.text[:SHORTEST_COUNT]].append(window)
        if window.tail:
            ending[window.text[-SHORTEST_COUNT:]].append(window)
    return beginning, ending


def _cite(read: str, strength: Strength, items: list[OpenInstalment]) -> Citation:
    return Citation(read, strength, frozenset(map(invoice_of, items)), frozenset(item.id for item in items))


def _surest(hit: tuple[Window, Citation]) -> tuple[int, int, int]:
    window, citation = hit
    return -citation.strength, -len(window.text), window.first


def _each_invoice_once(found: list[Citation]) -> list[Citation]:
    """The surest naming of each set of invoices: the number may stand in the label and in the reference."""
    kept: dict[frozenset[Invoice], Citation] = {}
    for citation in sorted(found, key=lambda c: (-c.strength, c.read)):
        kept.setdefault(citation.invoices, citation)
    return list(kept.values())
