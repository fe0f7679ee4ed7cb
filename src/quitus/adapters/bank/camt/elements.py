"""Finding one's way in an ISO 20022 element, whatever version's namespace it bears."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml.etree import _Element

from quitus.adapters.bank.text import tidy

# What no field of ours lies in. Transactions are read apart from the entry around them (`details.py`).
UNREAD = frozenset(
    {
        "NtryDtls",
        "TxDtls",
        "RltdAgts",
        "PstlAdr",
        "CtctDtls",
        "Chrgs",
        "Ownr",
        "Svcr",
        "SplmtryData",
    }
)

Leaves = dict[str, list[str]]
"""The raw texts inside an element by their path of names ("Refs/EndToEndId"), in the file's order.

Amounts also give their currency, under the same path and "@Ccy". An element that has children gives nothing of
its own: the first piece of `<Amt>12<b/>.30</Amt>` must not be read as 12.
"""


def leaves(element: _Element) -> Leaves:
    """One walk over the element, which costs less than a search for each field."""
    found: Leaves = {}
    _walk(element, "", found)
    return found


def _walk(element: _Element, path: str, found: Leaves) -> None:
    for child in element:
        below = _below(path, child.tag)
        if not below:
            continue
        if len(child):
            _walk(child, below, found)
            continue
        written = child.text or ""
        if below in found:
            found[below].append(written)
        else:
            found[below] = [written]
        if below.endswith("Amt"):
            found.setdefault(below + "@Ccy", []).append(child.get("Ccy", ""))


def raw(found: Leaves, *paths: str) -> str:
    """The first text that is not empty, asking one path after the other; empty for none."""
    for path in paths:
        for text in found.get(path, ()):
            if text:
                return text
    return ""


def raws(found: Leaves, paths: Iterable[str]) -> Iterator[str]:
    """The first text of each path that is there."""
    return (raw(found, path) for path in paths if path in found)


def text(found: Leaves, *paths: str) -> str | None:
    """The same, tidy; None for nothing."""
    for path in paths:
        for written in found.get(path, ()):
            if line := tidy(written):
                return line
    return None


def local(element: _Element | None) -> str:
    """The element's name without namespace; empty for none."""
    return "" if element is None else _name(element.tag)


@lru_cache(maxsize=1024)
def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


@lru_cache(maxsize=4096)
def _below(path: str, tag: str) -> str:
    """The path of a child, empty for one that is not read."""
    name = _name(tag)
    return "" if name in UNREAD else f"{path}/{name}" if path else name
