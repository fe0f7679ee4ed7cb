"""What happened to the claims on a client in law, as the rules read it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from quitus.apps.law.models import LegalEvent, LegalEventKind


@dataclass(slots=True)
class LegalSituation:
    """A client's formal notices (by invoice; None for all) and the day its insolvency was opened."""

    notices: dict[int | None, date] = field(default_factory=dict)
    insolvent_on: date | None = None

    def notice_on(self, invoice_id: int) -> date | None:
        """The first formal notice that an invoice was named in."""
        days = [self.notices[key] for key in (invoice_id, None) if key in self.notices]
        return min(days, default=None)


def situations_of(client_ids: Collection[int]) -> Mapping[int, LegalSituation]:
    """The situation of each of these clients that has one; one query, and most firms' answer is empty."""
    found: dict[int, LegalSituation] = defaultdict(LegalSituation)
    events = LegalEvent.objects.filter(
        kind__in=[LegalEventKind.FORMAL_NOTICE, LegalEventKind.INSOLVENCY], recalled_on=None
    )
    if len(client_ids) == 1:
        events = events.filter(client_id__in=list(client_ids))
    for row in events.order_by("-happened_on", "-id"):  # the first one is read last, and stays
        if row.client_id not in client_ids:
            continue
        situation = found[row.client_id]
        if row.kind == LegalEventKind.INSOLVENCY:
            situation.insolvent_on = row.happened_on
        else:
            situation.notices[row.invoice_id] = row.happened_on
    return found


def is_insolvent(client_id: int) -> bool:
    """Whether insolvency proceedings of a client were noted and stand."""
    situation = situations_of([client_id]).get(client_id)
    return situation is not None and situation.insolvent_on is not None
