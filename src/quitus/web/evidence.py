"""Why a bank line was taken for what it is, as the screen shows it.

What speaks for and against is stored as kind, weight (per mille) and facts; `ports/match_sentences.py` makes the
sentence in the reader's language.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from quitus.ports.match_sentences import listed, reason_in_words
from quitus.web import formats
from quitus.web.timeline.facts import Facts

PER_MILLE = 1000


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason as the component `evidence` shows it; `sign` is "+", "−" or "·"."""

    sign: str
    words: str
    weight: str
    why: str = ""


def reasons(evidence: Iterable[Mapping[str, Any]]) -> list[Reason]:
    """The reasons in the order in which they were weighed; a kind of a later Quitus is shown by its name."""
    return [_reason(one) for one in evidence]


def share(per_mille: int) -> Decimal:
    """A weight or score as a ratio: 380 is 0.38."""
    return Decimal(per_mille) / PER_MILLE


def figure(per_mille: int) -> str:
    """380 as `0,38`, 600 as `0,60`."""
    return formats.ratio(share(per_mille), get_language() or "fr")


def is_capped(evidence: Iterable[Mapping[str, Any]]) -> bool:
    """Whether more speaks for it than counts: the sum then stops at 1."""
    return sum(max(0, int(one["weight"])) for one in evidence) > PER_MILLE


def read_in_label(evidence: Iterable[Mapping[str, Any]]) -> list[str]:
    """The pieces of the label that the reasons rest on, for marking them."""
    found: list[str] = []
    for one in evidence:
        facts = Facts(one["facts"])
        found += facts.names("read") or [facts.text("read")]
        found += [facts.text("name")] if str(one["kind"]).startswith("name_") else []
    return [piece for piece in found if piece]


def marked(label: str, pieces: Sequence[str]) -> SafeString:
    """The bank's own words, with these pieces marked wherever they stand."""
    if not pieces:
        return format_html("{}", label)
    longest_first = sorted(set(pieces), key=len, reverse=True)
    found = re.compile("(" + "|".join(re.escape(piece) for piece in longest_first) + ")", re.IGNORECASE)
    # Split by a group: every second part is one that was found.
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", part) if place % 2 else part,)
            for place, part in enumerate(found.split(label))
        ),
    )


def _reason(one: Mapping[str, Any]) -> Reason:
    kind, weight = str(one["kind"]), int(one["weight"])
    words, why = reason_in_words(kind, _words(one), get_language() or "fr")
    sign = "·" if weight == 0 else "+" if weight > 0 else "−"
    return Reason(sign, words, figure(weight), why)


def _words(one: Mapping[str, Any]) -> dict[str, object]:
    """The facts of a stored reason as its sentence wants them."""
    facts = Facts(one["facts"])
    language = get_language() or "fr"
    lists = {name: listed(facts.names(name), language) or facts.text(name) for name in ("read", "numbers")}
    money = {name: facts.money(name) for name in ("amount", "owed", "difference")}
    days = {name: _day(facts, name) for name in ("on", "issued")}
    count = facts.text("count")
    counted = {"count": int(count)} if count.isascii() and count.isdigit() else {}
    return {"name": facts.text("name"), **lists, **money, **days, **counted}


def _day(facts: Facts, name: str) -> str:
    try:
        return formats.full_date(date.fromisoformat(facts.text(name)), get_language() or "fr")
    except ValueError:
        return ""
