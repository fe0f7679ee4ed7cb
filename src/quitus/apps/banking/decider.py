"""Who decides about what the bank tells."""

from dataclasses import dataclass
from datetime import date

from quitus.apps.timeline.actions import PROGRAM


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides, and on which business day."""

    on: date
    actor: str = PROGRAM
