"""A policy in words: when each step comes, how it sounds, who sets it off."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext_lazy

from quitus.domain.reminders.policy import Anchor, Approval, Channel, Policy, Step, Tone
from quitus.web.reminder_words import step_name

TONES: dict[Tone, str | Promise] = {
    Tone.FRIENDLY: pgettext_lazy("tone", "friendly"),
    Tone.NEUTRAL: pgettext_lazy("tone", "neutral"),
    Tone.FIRM: pgettext_lazy("tone", "firm"),
    Tone.LAST: pgettext_lazy("tone", "last word"),
    Tone.FORMAL: pgettext_lazy("tone", "formal"),
}


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step as people read it: "7 days after the due date", "friendly", "by e-mail"."""

    name: str
    when: str
    tone: str
    how: str


def steps_in_words(policy: Policy) -> Sequence[StepWords]:
    """The steps of `policy` in their order."""
    return [
        StepWords(step_name(step.key), _when(step), str(TONES[step.tone]), _how(step))
        for step in policy.steps
    ]


def _when(step: Step) -> str:
    days = abs(step.days)
    if step.anchor is Anchor.SENT:
        if step.working_days:
            words = npgettext(
                "policy",
                "one working day after the invoice arrived",
                "%(days)d working days after the invoice arrived",
                days,
            )
        else:
            words = npgettext(
                "policy", "one day after the invoice arrived", "%(days)d days after the invoice arrived", days
            )
    elif not step.days:
        return _("on the due date")
    elif step.days < 0:
        words = npgettext("policy", "one day before the due date", "%(days)d days before the due date", days)
    else:
        words = npgettext("policy", "one day after the due date", "%(days)d days after the due date", days)
    return words % {"days": days}


def _how(step: Step) -> str:
    if step.channel is Channel.TASK:
        return _("you decide: a letter, a call, or nothing")
    if step.approval is Approval.PERSON:
        return _("by e-mail, always after your approval")
    return _("by e-mail")
