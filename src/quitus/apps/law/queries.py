"""Read what was agreed about lateness, and what happened to a claim in law."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db.models import Q

from quitus.apps.law.models import AddedRate, LateTermsVersion
from quitus.apps.organisations.queries import current_organisation
from quitus.domain.charges.late_terms import Claims, DiscountVat, LateTerms
from quitus.domain.law.countries import CountryLaw, MissingRate, law_of, missing_rates
from quitus.domain.law.rates import Confidence, Rate, RateTable
from quitus.domain.law.worksheet import Basis, Conventions, Order, Rounding
from quitus.domain.refused import Refused


def late_terms_of(client_ids: Collection[int]) -> Mapping[int, LateTerms]:
    """The late terms of each of these clients: its own, else the firm's, else Quitus's; one query."""
    newest = newest_versions(client_ids)
    firm = _terms(newest.get(None))
    return {
        client_id: _terms(own) if (own := newest.get(client_id)) and own.claims else firm
        for client_id in client_ids
    }


class LateTermsHistory:
    """Every version of the late terms of some clients and of the firm: what held at any moment; one query."""

    def __init__(self, client_ids: Collection[int]) -> None:
        rows = LateTermsVersion.objects.filter(Q(client_id__in=list(client_ids)) | Q(client=None))
        self._versions: dict[int | None, list[LateTermsVersion]] = defaultdict(list)
        for row in rows.order_by("-id"):
            self._versions[row.client_id].append(row)

    def of(self, client_id: int, at: datetime) -> LateTerms:
        """The terms of a client as they were recorded at a moment."""
        own = self._version(client_id, at)
        return _terms(own if own and own.claims else self._version(None, at))

    def _version(self, client_id: int | None, at: datetime) -> LateTermsVersion | None:
        return next((one for one in self._versions[client_id] if one.recorded_at <= at), None)


def late_terms_of_firm() -> LateTerms:
    """What holds for clients without terms of their own."""
    return _terms(newest_versions(()).get(None))


def newest_versions(client_ids: Collection[int]) -> Mapping[int | None, LateTermsVersion]:
    """The newest version of the firm (under None) and of each of these clients that has one."""
    rows = LateTermsVersion.objects.filter(Q(client_id__in=list(client_ids)) | Q(client=None))
    return {row.client_id: row for row in rows.order_by("client_id", "-id").distinct("client_id")}


def law_in_force() -> CountryLaw:
    """The law of the firm's country, continued by the rates that the firm added. Refused: country_law_unknown.

    The seller's law is that of its contracts unless they say otherwise (Rome I, art. 4).
    """
    added: dict[str, list[Rate]] = defaultdict(list)
    for row in AddedRate.objects.filter(recalled_on=None).order_by("since"):
        added[row.table].append(Rate(row.percent, row.since, row.until, row.source, Confidence.USER))
    return law_of(current_organisation().country).with_added(added)


def rate_tables() -> Mapping[str, RateTable]:
    """Every table that the firm's law calculates with, by its name."""
    law = law_in_force()
    return {table.name: table for table in (*law.needed, *law.others)}


def rates_to_look_up(on: date) -> tuple[MissingRate, ...]:
    """Rates that are needed within a fortnight and that nobody has given; empty for a country without known law."""
    try:
        return missing_rates(law_in_force(), on)
    except Refused:
        return ()


def _terms(version: LateTermsVersion | None) -> LateTerms:
    if version is None or not version.claims:
        return LateTerms()
    return LateTerms(
        own=version.client_id is not None,
        claims=Claims(version.claims),
        rate=version.rate,
        conventions=Conventions(
            basis=Basis(version.basis),
            rounding=Rounding(version.rounding),
            order=Order(version.order),
            compound=version.compound,
        ),
        working_day_grace=version.working_day_grace,
        discount_percent=version.discount_percent,
        discount_days=version.discount_days,
        discount_vat=DiscountVat(version.discount_vat),
    )
