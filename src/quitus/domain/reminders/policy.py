"""What a policy is: the steps by which an instalment is reminded, and the pauses between them.

Read from text by `policy_text.py`; what no policy may say is in `policy_checks.py`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Anchor(StrEnum):
    """The date from which a step counts its days."""

    SENT = "sent"  # the invoice provably reached the debtor
    DUE = "due"


class Channel(StrEnum):
    EMAIL = "email"
    TASK = "task"  # a person acts: calls, posts a letter


class Tone(StrEnum):
    """How it sounds, from the mildest to the gravest."""

    FRIENDLY = "friendly"
    NEUTRAL = "neutral"
    FIRM = "firm"
    LAST = "last"
    FORMAL = "formal"

    @property
    def gravity(self) -> int:
        return list(Tone).index(self)


class Approval(StrEnum):
    AUTOMATIC = "automatic"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Step:
    """One moment of a policy, for one instalment.

    `days` after the anchor; before it, when negative. `working_days`: counted in days that are worked.
    `soft`: a word that helps while it is timely (did it arrive, it is due soon); it gives way to a later
    step, and lapses `expires_after_days` calendar days after its day. A step that is not soft is never
    skipped. `new_deadline_days`: the message gives the debtor that many more days.
    `level` is its rank in the policy, 1 for the first.
    """

    key: str
    level: int
    anchor: Anchor
    days: int
    channel: Channel
    tone: Tone
    template: str
    approval: Approval
    working_days: bool = False
    soft: bool = False
    expires_after_days: int | None = None
    new_deadline_days: int | None = None

    def rest_days(self, minimum_gap_days: int) -> int:
        """How long an instalment is left alone after this step.

        A new deadline is kept: who was given eight more days is not reminded on the eighth.
        """
        return max(minimum_gap_days, (self.new_deadline_days or 0) + 1)


@dataclass(frozen=True, slots=True)
class Policy:
    """The plan: steps in the order in which they are sent, one at a time.

    `minimum_gap_days` lie between two steps of one instalment, `contact_gap_days` between two messages to
    one debtor over all channels. Bank data older than `bank_data_days` might hide a payment: no step after
    the due date leaves on it.
    """

    name: str
    version: int
    title_fr: str
    title_en: str
    minimum_gap_days: int
    contact_gap_days: int
    bank_data_days: int
    steps: tuple[Step, ...]

    def step(self, key: str) -> Step | None:
        """The step of that key, if the policy has it."""
        return next((step for step in self.steps if step.key == key), None)

    @property
    def arrival_check(self) -> Step | None:
        """The step that asks whether the invoice arrived: the one counted from sending, always first."""
        first = self.steps[0]
        return first if first.anchor is Anchor.SENT else None
