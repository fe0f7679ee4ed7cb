"""A promise that was kept, by money that is taken back: the debtor's word stands again as if it had never come."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from quitus.apps.answers.facts import promised_parts
from quitus.apps.answers.models import Promise, PromisePart
from quitus.domain.answers.promises import Outcome, outcome


class KeptPromises:
    """Watches the amounts that kept promises rest on. Their clients are locked, which guards the promises too."""

    def named_with(self, client_ids: Collection[int]) -> Iterable[int]:
        """Nothing more: that reminders wait for a promise again needs no waking, they ask before they leave."""
        return ()

    def amounts_changed(self, paid: Mapping[int, int], on: date) -> None:
        """A kept promise whose money is taken back is open again; where a newer one stands, it stays replaced."""
        reopened = [instalment_id for instalment_id, minor in paid.items() if minor < 0]
        if not reopened:
            return
        named = PromisePart.objects.filter(instalment_id__in=reopened).values("promise_id")
        kept = list(Promise.objects.filter(id__in=named, state=Promise.State.KEPT).order_by("id"))
        parts = promised_parts(kept) if kept else {}
        for given in kept:
            if outcome(given.promised_for, parts[given.id], on) is not Outcome.KEPT:
                given.state = Promise.State.WITHDRAWN if _replaced(given) else Promise.State.OPEN
                given.settled_on = on if given.state == Promise.State.WITHDRAWN else None
                given.save(update_fields=["state", "settled_on"])


def _replaced(given: Promise) -> bool:
    """Whether a newer promise for one of its instalments stands."""
    own = PromisePart.objects.filter(promise=given).values("instalment_id")
    newer = Promise.objects.filter(id__gt=given.id, state=Promise.State.OPEN)
    return newer.filter(parts__instalment_id__in=own).exists()
