"""Gather the sentences of the sources into the catalogs of the screens; no gettext programs needed.

Sentences come from Python (`gettext` and its kin) and from Django templates, which Django itself turns into
something that reads like Python. English is in the sources; a catalog per other language is in
`src/quitus/web/locale/`, sorted by sentence and without line numbers, so that a moved line changes nothing.
"""

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation import templatize

SOURCE = Path("src/quitus")
LOCALE = SOURCE / "web" / "locale"
LANGUAGES = ("fr",)
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = ("html", "txt")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def gathered(source: Path = SOURCE) -> Catalog:
    """Every sentence of the sources, each with the files that say it."""
    catalog = Catalog(project="Quitus", charset="utf-8")
    for file in sorted(source.rglob("*.py")):
        _gather(catalog, file, source, file.read_bytes())
    for suffix in TEMPLATES:
        for file in sorted((source / "web" / "templates").rglob(f"*.{suffix}")):
            # Inside parentheses Python's reader does not mind how a template is indented.
            as_python = f"(\n{templatize(file.read_text(encoding='utf-8'), origin=str(file))}\n)"
            _gather(catalog, file, source, as_python.encode())
    return catalog


def _gather(catalog: Catalog, file: Path, source: Path, code: bytes) -> None:
    found = extract("python", io.BytesIO(code), KEYWORDS, ("Translators:",), {"encoding": "utf-8"})
    place = (source.parent / file.relative_to(source.parent)).as_posix()
    for _line, words, comments, context in found:
        catalog.add(words, locations=[(place, 0)], auto_comments=comments, context=context)


def read(language: str, locale: Path = LOCALE) -> Catalog:
    """The language's catalog as it is on disk; an empty one at first."""
    file = path(language, locale)
    if not file.exists():
        return Catalog(locale=language, project="Quitus", charset="utf-8")
    with file.open("rb") as text:
        return read_po(text, locale=language)


def path(language: str, locale: Path = LOCALE) -> Path:
    return locale / language / "LC_MESSAGES" / "django.po"


def renewed(catalog: Catalog, template: Catalog) -> Catalog:
    """The catalog with exactly the template's sentences: translations kept and typeset, none guessed, old ones gone."""
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    if catalog.locale_identifier == "fr":
        for message in catalog:
            message.string = _typeset(message.string)
    return catalog


# French sets a narrow space before ; ? and !, a lasting one before : and inside « », and curls its apostrophe.
FRENCH = (
    (re.compile(r" (?=[;?!])"), "\N{NARROW NO-BREAK SPACE}"),
    (re.compile(r" (?=[:»])|(?<=«) "), "\N{NO-BREAK SPACE}"),
    (re.compile(r"(?<=\w)'(?=\w)"), "\N{RIGHT SINGLE QUOTATION MARK}"),
)


def _typeset(words: str | Sequence[str] | None) -> str | tuple[str, ...] | None:
    if words is None or isinstance(words, str):
        for pattern, character in FRENCH:
            words = pattern.sub(character, words or "")
        return words
    return tuple(str(_typeset(form)) for form in words)


def text(catalog: Catalog) -> bytes:
    """The catalog as it is written to disk, the same for the same sentences."""
    catalog.fuzzy = False
    catalog.header_comment = f"# Quitus, {catalog.locale}. Kept by tools/check_messages.py --write."
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0, sort_output=True, include_lineno=False)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_VOLATILE)).encode()


# What would change with every run, or says nothing.
_VOLATILE = tuple(
    f'"{name}'
    for name in (
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
    )
)


def faults(catalog: Catalog) -> Iterator[str]:
    """What a person must still do: sentences without a translation, unsure ones, lost placeholders."""
    for message in catalog:
        if not message.id:
            continue
        said, words = _forms(message.id), _forms(message.string)
        if not all(words):
            yield f"not translated: {_name(message)}"
            continue
        if message.fuzzy:
            yield f"unsure: {_name(message)}"
        # Of a counted sentence the last form counts: "one file" names no number.
        if set(PLACEHOLDER.findall(said[-1])) != set(PLACEHOLDER.findall(words[-1])):
            yield f"placeholders differ: {_name(message)}"


def _forms(words: str | Sequence[str] | None) -> Sequence[str]:
    return (words or "",) if words is None or isinstance(words, str) else words


def _name(message: Message) -> str:
    name = _forms(message.id)[0]
    return f"[{message.context}] {name}" if message.context else name
