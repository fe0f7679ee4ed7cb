"""The answer about a late debt, as rows that a page, a file and a pasted text show alike."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from quitus.domain.law.worksheet import Basis, Conventions, Order, Rounding, Segment
from quitus.domain.money import Money
from quitus.web import formats
from quitus.web.calculators import words
from quitus.web.calculators.late_question import CREDIT_NOTE, PAYMENT, LateAnswer, Movement
from quitus.web.templatetags.quitus import language

MOST_ALIKE = 3  # warnings that only differ by their half-year; the rest is counted
BASES = {
    Basis.DAYS_365: gettext_lazy("Interest of a row: base × yearly rate × days ÷ 365, in leap years too."),
    Basis.ACTUAL: gettext_lazy("Interest of a row: base × yearly rate × days ÷ 365, or ÷ 366 in leap years."),
    Basis.DAYS_360: gettext_lazy("Interest of a row: base × yearly rate × days ÷ 360."),
}
ROUNDINGS = {
    Rounding.ONCE: gettext_lazy("The exact sum is rounded once, for each stretch between two payments."),
    Rounding.SEGMENT: gettext_lazy("Each row is rounded by itself, then the rows are added up."),
}
ORDERS = {
    Order.INTEREST: gettext_lazy(
        "A partial payment settles interest first, then the principal (C. civ. 1343-1)."
    ),
    Order.PRINCIPAL: gettext_lazy("A partial payment settles the principal first, as the contract says."),
}


@dataclass(frozen=True, slots=True)
class StretchRow:
    """Days with one base and one rate."""

    segment: Segment
    percent: str
    source: str
    doubt: str
    exact: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sum."""

    words: str
    amount: Money


def worksheet_rows(answer: LateAnswer) -> Iterator[StretchRow | str]:
    """The stretches in the order of time; between them, in words, what lowered the debt."""
    waiting = list(answer.movements)
    for segment in answer.claim.worksheet.segments:
        while waiting and waiting[0].day < segment.first:
            yield movement_words(waiting.pop(0))
        rate = segment.rate
        yield StretchRow(
            segment,
            words.percent_words(rate.percent),
            words.source_words(rate),
            words.doubt(rate.confidence),
            words.exact_words(segment.exact),
        )
    yield from map(movement_words, waiting)


def movement_words(movement: Movement) -> str:
    """`10 juin 2025 : paiement de 700,00 €, dont 669,30 € sur le principal`."""
    said = language()
    facts = {
        "day": formats.full_date(movement.day, said),
        "amount": formats.money(movement.amount, said),
        "principal": formats.money(movement.principal, said) if movement.principal else "",
    }
    if movement.kind == CREDIT_NOTE:
        return _("%(day)s: credit note of %(amount)s") % facts
    if movement.principal is None:
        return _("%(day)s: payment of %(amount)s, on the principal") % facts
    if movement.principal:
        return _("%(day)s: payment of %(amount)s, of which %(principal)s on the principal") % facts
    return _("%(day)s: payment of %(amount)s, nothing of it on the principal") % facts


def sum_lines(answer: LateAnswer) -> list[Line]:
    """From the principal to what is left, which closes the sum."""
    claim = answer.claim
    lines = [
        Line(pgettext("calculator", "Principal"), answer.debt.principal),
        Line(_("Late interest"), claim.interest),
    ]
    if claim.indemnity:
        lines.append(Line(_("Flat indemnity"), claim.indemnity))
    if claim.costs:
        lines.append(Line(_("Proven costs above it"), claim.costs))
    taken = ((CREDIT_NOTE, _("Credited")), (PAYMENT, pgettext("calculator", "Paid")))
    return [*lines, *(Line(name, -answer.moved(kind)) for kind, name in taken if answer.moved(kind))]


def cautions(answer: LateAnswer) -> list[str]:
    """What to know before one claims; of those that repeat for each half-year, the first ones and how many more."""
    said: list[str] = []
    alike: dict[str, int] = {}
    for caution in answer.claim.cautions:
        alike[caution.code] = alike.get(caution.code, 0) + 1
        if alike[caution.code] <= MOST_ALIKE:
            said.append(words.caution_words(caution))
    more = sum(max(0, count - MOST_ALIKE) for count in alike.values())
    if more:
        said.append(
            ngettext("And one more half-year like this.", "And %(more)d more half-years like this.", more)
            % {"more": more}
        )
    return said


def convention_words(conventions: Conventions, order: object = None) -> list[str]:
    """How it is calculated, in sentences; `order`: what to say of partial payments instead of the conventions."""
    return [
        _("Each row counts its first and its last day, on what was left to pay on those days."),
        str(BASES[conventions.basis]),
        str(ROUNDINGS[conventions.rounding]),
        str(order or ORDERS[conventions.order]),
        _("Interest due for a whole year bears interest itself (C. civ. 1343-2).")
        if conventions.compound
        else _("Interest does not bear interest."),
    ]


def as_text(answer: LateAnswer) -> str:
    """All of it as lines of plain text, to be pasted into a letter."""
    said = language()

    def day(moment: object) -> str:
        return formats.full_date(moment, said)  # type: ignore[arg-type]

    debt, claim = answer.debt, answer.claim
    lines = [
        _("Debt due on %(due)s, calculated until %(until)s")
        % {"due": day(debt.due), "until": day(debt.until)},
        "",
    ]
    for row in worksheet_rows(answer):
        if isinstance(row, str):
            lines.append(row)
            continue
        facts = {
            "first": day(row.segment.first),
            "last": day(row.segment.last),
            "days": row.segment.days,
            "base": formats.money(row.segment.base, said),
            "percent": row.percent,
            "exact": row.exact,
            "source": row.source,
        }
        lines.append(
            _("%(first)s to %(last)s: %(days)s d., %(base)s at %(percent)s = %(exact)s (%(source)s)") % facts
        )
    lines += [
        "",
        *(_line(one.words, one.amount) for one in sum_lines(answer)),
        _line(_("Left to pay"), claim.total),
    ]
    lines += [
        "",
        *convention_words(claim.worksheet.conventions),
        ", ".join(claim.articles),
        *cautions(answer),
    ]
    return "\n".join(lines)


def _line(name: str, amount: Money) -> str:
    return _("%(name)s: %(amount)s") % {"name": name, "amount": formats.money(amount, language())}
