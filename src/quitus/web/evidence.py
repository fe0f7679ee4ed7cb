"""Why a bank line was taken for what it is, in words: one sentence for each kind of evidence.

What speaks for and against is stored as kind, weight (per mille) and facts; the sentence is made on screen, in the
reader's language. `tests/web/test_evidence.py` proves that no kind is without one.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from quitus.domain.matching.facts import EvidenceKind
from quitus.web import formats
from quitus.web.timeline.facts import Facts, listed

PER_MILLE = 1000
Sentence = tuple[str, str]  # the reason, and what it rests on ("" where the reason says it all)


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
    sentence = SENTENCES.get(kind)
    words, why = sentence(Facts(one["facts"])) if sentence else (kind.replace("_", " "), "")
    sign = "·" if weight == 0 else "+" if weight > 0 else "−"
    return Reason(sign, words, figure(weight), why)


def _reference(facts: Facts) -> Sentence:
    return _("The transfer carries the payment reference"), _cited(facts)


def _number_full(facts: Facts) -> Sentence:
    return _("The label names the invoice in full"), _cited(facts)


def _number_digits(facts: Facts) -> Sentence:
    return _("The label carries all digits of the invoice number"), _cited(facts)


def _number_short(facts: Facts) -> Sentence:
    return _("The label names the invoice, shortened"), _cited(facts)


def _number_tail(facts: Facts) -> Sentence:
    return _("The label carries the last digits of the invoice number"), _cited(facts)


def _several_numbers(facts: Facts) -> Sentence:
    count = _count(facts)
    why = ngettext(
        "%(count)d number, whose sum is the amount", "%(count)d numbers, whose sum is the amount", count
    )
    return _("Several invoices are named, and they add up"), why % {"count": count}


def _amount_one(facts: Facts) -> Sentence:
    return _("The amount is exact"), _("%(amount)s is what this instalment owes") % _money(facts)


def _amount_cited(facts: Facts) -> Sentence:
    return _("The amount is exact"), _("%(amount)s is what the named invoices owe together") % _money(facts)


def _amount_all_open(facts: Facts) -> Sentence:
    return _("The amount is exact"), _("%(amount)s is all that this client owes") % _money(facts)


def _amount_subset(facts: Facts) -> Sentence:
    return _("Some of the open instalments add up to the amount"), _(
        "%(amount)s, no other few of them do"
    ) % _money(facts)


def _amount_part(facts: Facts) -> Sentence:
    return _("A part of what is owed"), _("%(amount)s of %(owed)s") % _money(facts)


def _amount_over(facts: Facts) -> Sentence:
    return _("More than what is owed"), _("%(amount)s, for %(owed)s owed") % _money(facts)


def _iban_known(facts: Facts) -> Sentence:
    return _("The account is known"), _("this client has paid from it before")


def _name_same(facts: Facts) -> Sentence:
    return _("The name is the client’s"), _quoted(facts)


def _name_shared(facts: Facts) -> Sentence:
    return _("The name is the client’s, but not theirs alone"), _quoted(facts)


def _name_resembles(facts: Facts) -> Sentence:
    return _("The name resembles the client’s, or somebody’s there"), _quoted(facts)


def _promise(facts: Facts) -> Sentence:
    words = {"amount": facts.money("amount"), "day": _day(facts, "on")}
    return _("They announced it"), _("%(amount)s promised for %(day)s") % words


def _number_elsewhere(facts: Facts) -> Sentence:
    return _("The label names another invoice"), _read(facts)


def _numbers_left_out(facts: Facts) -> Sentence:
    return _("The label names more invoices than this"), _read(facts)


def _payer_elsewhere(facts: Facts) -> Sentence:
    return _("The account or the name belongs to another client"), _quoted(facts)


def _amount_elsewhere(facts: Facts) -> Sentence:
    why = _("exactly what %(numbers)s owes") % {"numbers": listed(facts.names("numbers"))}
    return _("The amount fits something else of this client"), why


def _among_equals(facts: Facts) -> Sentence:
    count = _count(facts)
    words = ngettext("%(count)d instalment owes just that", "%(count)d instalments owe just that", count)
    return _("Nothing but the amount speaks for it"), words % {"count": count}


def _before_issue(facts: Facts) -> Sentence:
    words = _("dated %(day)s") % {"day": _day(facts, "issued")}
    return _("The money came before the invoice was made"), words


SENTENCES: Mapping[str, Callable[[Facts], Sentence]] = {
    EvidenceKind.REFERENCE: _reference,
    EvidenceKind.NUMBER_FULL: _number_full,
    EvidenceKind.NUMBER_DIGITS: _number_digits,
    EvidenceKind.NUMBER_SHORT: _number_short,
    EvidenceKind.NUMBER_TAIL: _number_tail,
    EvidenceKind.SEVERAL_NUMBERS: _several_numbers,
    EvidenceKind.AMOUNT_ONE: _amount_one,
    EvidenceKind.AMOUNT_CITED: _amount_cited,
    EvidenceKind.AMOUNT_ALL_OPEN: _amount_all_open,
    EvidenceKind.AMOUNT_SUBSET: _amount_subset,
    EvidenceKind.AMOUNT_PART: _amount_part,
    EvidenceKind.AMOUNT_OVER: _amount_over,
    EvidenceKind.IBAN_KNOWN: _iban_known,
    EvidenceKind.NAME_SAME: _name_same,
    EvidenceKind.NAME_SHARED: _name_shared,
    EvidenceKind.NAME_RESEMBLES: _name_resembles,
    EvidenceKind.PROMISE: _promise,
    EvidenceKind.NUMBER_ELSEWHERE: _number_elsewhere,
    EvidenceKind.NUMBERS_LEFT_OUT: _numbers_left_out,
    EvidenceKind.PAYER_ELSEWHERE: _payer_elsewhere,
    EvidenceKind.AMOUNT_ELSEWHERE: _amount_elsewhere,
    EvidenceKind.AMONG_EQUALS: _among_equals,
    EvidenceKind.BEFORE_ISSUE: _before_issue,
}


def _money(facts: Facts) -> dict[str, str]:
    return {"amount": facts.money("amount"), "owed": facts.money("owed")}


def _cited(facts: Facts) -> str:
    """What stands in the label, and which number it is read as."""
    read, numbers = listed(facts.names("read")), listed(facts.names("numbers"))
    return _("“%(read)s” reads %(numbers)s") % {"read": read, "numbers": numbers}


def _read(facts: Facts) -> str:
    read = listed(facts.names("read")) or facts.text("read")
    return _("“%(read)s”") % {"read": read} if read else ""


def _quoted(facts: Facts) -> str:
    name = facts.text("name")
    return _("“%(name)s”") % {"name": name} if name else ""


def _day(facts: Facts, name: str) -> str:
    try:
        return formats.full_date(date.fromisoformat(facts.text(name)), get_language() or "fr")
    except ValueError:
        return ""


def _count(facts: Facts) -> int:
    text = facts.text("count")
    return int(text) if text.isascii() and text.isdigit() else 0
