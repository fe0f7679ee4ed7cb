"""What a statement says of itself, in words: whether it adds up, and how it goes on from the one before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quitus.apps.banking.statements.statement_list import JointView, StatementView
from quitus.domain.banking.joints import JointKind
from quitus.domain.money import Money
from quitus.domain.refused import Refused
from quitus.web import formats
from quitus.web.errors import refusal_sentence
from quitus.web.templatetags.quitus import language

RAW = ("line", "text")  # facts that hold the file's own words


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that could not be read: where, why, and its raw text where the sentence lacks it."""

    where: str
    why: str
    raw: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement with its words; `remark` says what to do about its sum, `joint` about its place among the others."""

    one: StatementView
    pill: tuple[str, str]
    days: str
    sum: str
    remark: str
    joint: str
    joint_tone: str
    unread: list[Unread]


def shown_statement(one: StatementView, today: date) -> Shown:
    """The statement as the page lists it."""
    return Shown(
        one=one,
        pill=_pill(one),
        days=_days(one.first_on, one.last_on, today),
        sum=_sum(one),
        remark=_remark(one),
        joint=_joint(one.joint, today) if one.joint else "",
        joint_tone=""
        if not one.joint
        or one.joint.answered
        or (one.joint.kind is JointKind.OVERLAP and not one.joint.apart)
        else "wait",
        unread=[_unread(problem) for problem in one.problems],
    )


def _pill(one: StatementView) -> tuple[str, str]:
    if one.announces:
        return ("part", _("announces"))
    if one.balanced is None:
        return ("hold", _("cannot be verified"))
    return ("paid", _("adds up")) if one.balanced else ("late", _("does not add up"))


def _days(first: date | None, last: date | None, today: date) -> str:
    if first is None or last is None:
        return ""
    if first == last:
        return _day(first, today)
    return _("%(first)s to %(last)s") % {"first": _day(first, today), "last": _day(last, today)}


def _sum(one: StatementView) -> str:
    """Opening + lines = what they come to; what is not told is left out."""
    lines = ""
    if one.told_lines is not None and one.told is not None:
        count = ngettext("%d line", "%d lines", one.told_lines) % one.told_lines
        lines = f"{count} ({_money(one.told)})"
    elif one.told is not None:
        lines = _("its lines (%(sum)s)") % {"sum": _money(one.told)}
    if one.opening is None:
        return lines
    reached = f" = {_money(one.reached)}" if one.reached is not None else ""
    return f"{_money(one.opening)} + {lines or '…'}{reached}"


def _remark(one: StatementView) -> str:
    if one.announces:
        return _(
            "A report or a notice: the statement of these days tells the same again, and counts it once."
        )
    if one.balanced is False:
        return _does_not_add_up(one)
    return "" if one.balanced else _cannot_be_known(one)


def _does_not_add_up(one: StatementView) -> str:
    if one.difference is None or one.closing is None:
        return _(
            "The lines do not lead from the first balance to the last one. Ask your bank for this statement again."
        )
    facts = {"closing": _money(one.closing), "difference": _money(max(one.difference, -one.difference))}
    if one.difference.minor > 0:
        words = _(
            "The statement closes with %(closing)s: %(difference)s are missing. Ask your bank for it again."
        )
    else:
        words = _(
            "The statement closes with %(closing)s: %(difference)s are too much. Ask your bank for it again."
        )
    return words % facts


def _cannot_be_known(one: StatementView) -> str:
    if one.blocked:
        return _(
            "Something could not be read, and money may hide in it: nothing of this statement is certain."
        )
    if one.opening is None and one.closing is None:
        return _("The file tells no balance: whether all its lines are there cannot be known.")
    if one.closing is None:
        return _("The file tells no closing balance: whether all its lines are there cannot be known.")
    if one.opening is None:
        return _("The file tells no opening balance, only the closing one: %(closing)s.") % {
            "closing": _money(one.closing)
        }
    return _("Its balances are of other currencies than its lines, or were read in the course of the day.")


def _joint(joint: JointView, today: date) -> str:
    days = _days(joint.first, joint.last, today)
    facts = {
        "days": days[:1].upper() + days[1:],  # it begins the sentence; the name of a file stays as it is
        "file": joint.file_name,
        "closing": _money(joint.closing),
        "opening": _money(joint.opening),
    }
    if joint.kind is JointKind.OVERLAP and joint.apart:
        words = ngettext(
            "%(days)s: told by %(file)s too, but %(count)s movement stands in one of the two only. It counts, and one "
            "of the files is wrong: of another account, or not whole. Compare them, and undo the import that is wrong.",
            "%(days)s: told by %(file)s too, but %(count)s movements stand in one of the two only. They count, and "
            "one of the files is wrong: of another account, or not whole. Compare them, and undo the wrong import.",
            joint.apart,
        )
        return words % {**facts, "count": joint.apart}
    if joint.kind is JointKind.OVERLAP:
        return (
            _("%(days)s: told by %(file)s too. Each movement is counted once; there is nothing to do.")
            % facts
        )
    if joint.kind is JointKind.BALANCES_APART:
        return (
            _(
                "%(file)s closes with %(closing)s and this one opens with %(opening)s: movements are missing between "
                "them. Download both again, or the statement of the whole month."
            )
            % facts
        )
    if joint.answered:
        return _("%(days)s: no statement tells these days; somebody answered for them.") % facts
    if joint.closing is not None and joint.opening is not None:
        return (
            _(
                "%(days)s: no statement tells these days, and the balance went from %(closing)s to %(opening)s. "
                "Download their statement and add it here."
            )
            % facts
        )
    return _("%(days)s: no statement tells these days. Download their statement and add it here.") % facts


def _unread(problem: Mapping[str, Any]) -> Unread:
    why = refusal_sentence(Refused(problem["code"], **problem["facts"]))
    raw = next((str(problem["facts"][name]) for name in RAW if problem["facts"].get(name)), "")
    return Unread(str(problem["where"]), why, "" if raw in why else raw)


def _money(amount: Money | None) -> str:
    return formats.money(amount, language()) if amount is not None else ""


def _day(day: date, today: date) -> str:
    return formats.day(day, language(), today)
