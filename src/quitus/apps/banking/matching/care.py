"""How careful the firm wants matching to be: the usual, more, or never without asking."""

from quitus.apps.banking.decider import Decider
from quitus.apps.banking.models import MatchingCare
from quitus.apps.timeline.actions import Event, record
from quitus.domain.matching.decide import CERTAIN, DEFAULT
from quitus.domain.refused import Refused


def automatic_from() -> int | None:
    """The score, per mille, from which a line is matched without asking; None: never."""
    care = MatchingCare.objects.first()
    return care.automatic if care else DEFAULT.automatic


def take_care(automatic: int | None, by: Decider) -> None:
    """From now on a line is matched without asking from this score on, or never. Refused: care_below_usual.

    Only upwards: less than the usual was tried on a corpus, and is not offered.
    """
    if automatic is not None and not DEFAULT.automatic <= automatic <= CERTAIN:
        raise Refused("care_below_usual", least=DEFAULT.automatic, most=CERTAIN)
    if automatic == automatic_from():
        return
    said = {"automatic": automatic, "changed_by": by.actor, "changed_on": by.on}
    MatchingCare.objects.update_or_create(defaults=said)
    record(Event("matching_care", by.on, by.actor, None, {"automatic": automatic}))
