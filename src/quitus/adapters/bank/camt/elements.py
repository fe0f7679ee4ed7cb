"""Finding one's way in an ISO 20022 element, whatever version's namespace it bears."""

from collections.abc import Iterator

from lxml.etree import _Element

from quitus.adapters.bank.text import tidy


def local(element: _Element | None) -> str:
    """The element's name without namespace; empty for none."""
    return "" if element is None else element.tag.rpartition("}")[2]


def every(element: _Element | None, name: str) -> Iterator[_Element]:
    """The children of that name."""
    return iter(()) if element is None else element.iterchildren("{*}" + name)


def at(element: _Element | None, *path: str) -> _Element | None:
    """The first element down that path of names, or None."""
    for name in path:
        element = next(every(element, name), None)
    return element


def text_at(element: _Element | None, *path: str) -> str | None:
    """The tidy text down that path, or None where there is none."""
    found = at(element, *path)
    return None if found is None else tidy(found.text)


def exact(element: _Element | None) -> str:
    """The raw text of a leaf that money or dates are read from.

    With children (`<Amt>12<b/>.30</Amt>`) the first piece of text is not the whole: all of it is given, with a
    mark that no amount or date bears, so that it is refused rather than read as 12.
    """
    if element is None:
        return ""
    return (element.text or "") if len(element) == 0 else "<>".join(map(str, element.itertext()))
