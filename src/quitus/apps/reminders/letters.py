"""Fill the words of a step with the facts of one message: subject, plain text, HTML.

Plain text and HTML come from the same source, so that they cannot say two things. What costs is done once per
step and language: composing the page, moving its CSS into the elements, compiling.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import css_inline
from django.template import Context, Engine, Template

FOLDER = resources.files("quitus.apps.reminders.wording")
LANGUAGES = ("fr", "en")
TEMPLATES = frozenset(
    file.name.removesuffix(".txt")
    for file in FOLDER.joinpath("fr").iterdir()
    if file.name.endswith(".txt") and file.read_text("utf-8").startswith("Subject:")
)
# Plain text is read in narrow windows; a line of the list may be longer.
TEXT_WIDTH = 66
LONGEST_SUBJECT = 200
PIECE = re.compile(r"\[(\w+)\]\Z")
BLANK_LINES = re.compile(r"\n{3,}")

_plain = Engine(autoescape=False)
_escaping = Engine(autoescape=True)


@dataclass(frozen=True, slots=True)
class Words:
    """What one message says."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class _Letter:
    subject: Template
    text: Template
    html: Template


def write(template: str, language: str, facts: Mapping[str, object]) -> Words:
    """The words of a step in a language ("fr" or "en"); raises KeyError for a step without words."""
    letter = _letter(template, language)
    subject = " ".join(letter.subject.render(Context(facts, autoescape=False)).split(" "))[:LONGEST_SUBJECT]
    return Words(
        subject=subject,
        text=_laid_out(letter.text.render(Context(facts, autoescape=False))),
        html=letter.html.render(Context({**facts, "subject": subject})),
    )


def language_for(wanted: str) -> str:
    """The language in which a client is written to: its own where we have words, else English."""
    return wanted[:2] if wanted[:2] in LANGUAGES else "en"


@cache
def phrases(language: str) -> Mapping[str, str]:
    """Short pieces of sentences, such as how a line says when it is due."""
    return tomllib.loads(_read(language, "phrases.toml"))


@cache
def _letter(template: str, language: str) -> _Letter:
    if template not in TEMPLATES:
        raise KeyError(template)
    head, _, body = _read(language, f"{template}.txt").partition("\n\n")
    said = dict(line.split(": ", 1) for line in head.splitlines())
    paragraphs = [paragraph.strip("\n") for paragraph in body.split("\n\n")]
    text = "\n\n".join(_text_of(paragraph, language) for paragraph in paragraphs)
    words = "\n".join(_html_of(paragraph, language) for paragraph in paragraphs)
    page = _read("", "mail.html").replace("[css]", _read("", "mail.css"))
    page = page.replace("[preview]", said["Preview"]).replace("[words]", words)
    inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
    return _Letter(
        _plain.from_string(said["Subject"]),
        _plain.from_string(text),
        _escaping.from_string(inliner.inline(page)),
    )


def _text_of(paragraph: str, language: str) -> str:
    piece = PIECE.match(paragraph)
    if piece:
        return _piece(f"{piece[1]}.txt", language)
    return paragraph.replace("[total]", "{{ total }}")


def _html_of(paragraph: str, language: str) -> str:
    piece = PIECE.match(paragraph)
    if piece:
        return _piece(f"{piece[1]}.html", language)
    html = f"<p>{paragraph.replace(' [total]', '')}</p>"
    if "[total]" in paragraph:
        html += '\n<h1 class="big"><span class="n">{{ total }}</span></h1>'
    return html


def _piece(name: str, language: str) -> str:
    """A piece in its language, or the one that has no words of its own."""
    own = FOLDER.joinpath(language, name)
    return (own if own.is_file() else FOLDER.joinpath(name)).read_text("utf-8").strip("\n")


def _read(language: str, name: str) -> str:
    return FOLDER.joinpath(language, name).read_text("utf-8")


def _laid_out(text: str) -> str:
    """Long lines wrapped at spaces, never at no-break ones; indented lines, which are columns, left alone."""
    lines = (line.rstrip(" ") for line in text.split("\n"))
    wrapped = "\n".join(
        line if len(line) <= TEXT_WIDTH or line.startswith("  ") else _wrapped(line) for line in lines
    )
    return BLANK_LINES.sub("\n\n", wrapped).strip("\n") + "\n"


def _wrapped(line: str) -> str:
    lines, current = [], ""
    for word in line.split(" "):
        if current and len(current) + 1 + len(word) > TEXT_WIDTH:
            lines.append(current)
            current = word
        else:
            current = f"{current} {word}" if current else word
    return "\n".join([*lines, current])
