"""Tell an event as the pages do, with plain blanks."""

import json
from datetime import UTC, date, datetime

from django.utils import translation

from quitus.apps.timeline.queries import Happening
from quitus.domain.timeline.chain import canonical
from quitus.web.timeline import tell

TODAY = date(2026, 11, 24)


def happening(kind: str, /, **facts: object) -> Happening:
    return Happening(
        id=1,
        kind=kind,
        happened_on=TODAY,
        recorded_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        actor="Camille Rousseau",
        facts=json.loads(canonical(facts)),
    )


def told(kind: str, language: str = "fr", /, **facts: object) -> str:
    with translation.override(language):
        said = tell(happening(kind, **facts), TODAY)
        return (said.head + said.rest).replace("\u202f", " ").replace("\xa0", " ")
