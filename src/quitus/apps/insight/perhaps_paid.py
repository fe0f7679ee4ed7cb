"""Lines that wait for somebody's yes, and whose invoices they may have paid."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import BoolAnd
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from quitus.apps.banking.models import Match, MatchPart, MatchState
from quitus.apps.clients.models import Client
from quitus.domain.matching.sureness import SURE_MARGIN, SURE_SCORE, Sureness, how_sure
from quitus.domain.money import Money


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """A line with whom it may be from. `other_name`: a client whom the second best is about, "" when none."""

    line_id: int
    label: str
    amount: Money
    on: date
    client_name: str
    other_name: str
    sure: Sureness


@dataclass(frozen=True, slots=True)
class PerhapsPaid:
    """What a client may have paid. `sure`: no doubt, so far as the evidence goes."""

    client_id: int
    client_name: str
    minor: int
    sure: bool


def lines_to_confirm(currency: str, most: int) -> list[ToConfirm]:
    """The largest; one query."""
    own = _parts(OuterRef("id"), 0).values("instalment__client__name")
    own_ids = _parts(OuterRef(OuterRef("id")), 0).values("instalment__client_id")
    others = _parts(OuterRef("id"), 1).exclude(instalment__client_id__in=own_ids)
    charged = Client.objects.filter(id=OuterRef("charged_id")).exclude(id__in=own_ids).values("name")
    rows = (
        Match.objects.filter(state=MatchState.SUGGESTED)
        .annotate(
            charged_id=Cast(KeyTextTransform("charges_of", "runner_up"), BigIntegerField()),
            client_name=Coalesce(Subquery(own[:1]), "charges_of__name", Value("")),
            other_name=Coalesce(
                Subquery(others.values("instalment__client__name")[:1]), Subquery(charged[:1]), Value("")
            ),
        )
        .select_related("line")
        .order_by("-line__amount_minor", "id")[:most]
    )
    return [_to_confirm(row, row.client_name, row.other_name, currency) for row in rows]


def _parts(match_id: OuterRef, rank: int) -> QuerySet[MatchPart]:
    return MatchPart.objects.filter(match_id=match_id, rank=rank).order_by(
        "instalment__due_on", "instalment_id"
    )


def _to_confirm(match: Match, client: str, other: str, currency: str) -> ToConfirm:
    other = "" if other == client else other
    return ToConfirm(
        match.line_id,
        match.line.label,
        Money(match.line.amount_minor, currency),
        match.line.booked_on,
        client,
        other,
        how_sure(match.score, match.margin, rival=bool(other)),
    )


def perhaps_paid() -> list[PerhapsPaid]:
    """Of whom nobody is reminded meanwhile, the second best like the best; by name. One query."""
    told_already = MatchPart.objects.filter(
        match_id=OuterRef("match_id"), instalment_id=OuterRef("instalment_id"), rank=0
    )
    sure = Q(rank=0, match__score__gte=SURE_SCORE, match__margin__gte=SURE_MARGIN)
    rows = (
        MatchPart.objects.filter(Q(rank=0) | ~Exists(told_already), match__state=MatchState.SUGGESTED)
        .values_list("instalment__client_id", "instalment__client__name")
        .annotate(
            minor=Sum("amount_minor"), sure=BoolAnd(ExpressionWrapper(sure, output_field=BooleanField()))
        )
        .order_by("instalment__client__name")
    )
    return [PerhapsPaid(*row) for row in rows]
