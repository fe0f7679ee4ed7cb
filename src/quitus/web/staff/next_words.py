"""What the reminders do next about one instalment, in one line: what leaves when, or what stands in the way."""

from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quitus.apps.insight.what_next import NextStep
from quitus.domain.reminders.decision import Verdict
from quitus.domain.reminders.facts import UNTIL_FURTHER_NOTICE
from quitus.ports import formats
from quitus.web.reminder_words import reason_words, remedy, step_name


def next_words(step: NextStep, today: date) -> str:
    """ "“Firm reminder” from Monday 30 November"; "on hold until Friday 4 December: they promised a date"."""
    if step.verdict is Verdict.SEND:
        return _("“%(step)s” leaves today") % {"step": step_name(step.step)}
    reason = reason_words(step.reasons[0])
    if step.verdict is Verdict.HOLD:
        return " ".join(filter(None, [_on_hold(step, reason, today), remedy(step.reasons[0])]))
    if step.verdict is Verdict.WAIT and step.step and step.until is not None:
        day = _day(step.until + timedelta(days=1), today)
        return _("“%(step)s” from %(day)s") % {"step": step_name(step.step), "day": day}
    return reason


def _on_hold(step: NextStep, reason: str, today: date) -> str:
    if step.until is None or step.until == UNTIL_FURTHER_NOTICE:
        return _("on hold: %(reason)s.") % {"reason": reason}
    return _("on hold until %(day)s: %(reason)s.") % {"day": _day(step.until, today), "reason": reason}


def _day(moment: date, today: date) -> str:
    return formats.day(moment, get_language() or "fr", today)
