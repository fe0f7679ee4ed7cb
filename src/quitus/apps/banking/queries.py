"""Read the bank's side: statements, lines, and why each was taken for what it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from quitus.apps.banking.models import (
    BankLine,
    Match,
    MatchPart,
    MatchPayment,
    MatchState,
)
from quitus.apps.banking.returns.models import LineReturn, LineReturnState
from quitus.apps.banking.statements.announced import not_told_yet
from quitus.apps.clients.models import Client
from quitus.domain.matching.facts import EvidenceKind
from quitus.domain.matching.sureness import Sureness, how_sure
from quitus.domain.money import Money, total

PAGE = 100


@dataclass(frozen=True, slots=True)
class PartView:
    """An instalment that a match pays."""

    instalment_id: int
    client_id: int
    client_name: str
    number: str
    due_on: date
    amount: Money
    remaining: Money

    @property
    def after_payment(self) -> Money:
        """What would remain to be paid; for a match that only waits."""
        return max(self.remaining - self.amount, Money(0, self.amount.currency))

    @property
    def after_undo(self) -> Money:
        """What would be owed again; for a match that was accepted."""
        return self.remaining + self.amount


@dataclass(frozen=True, slots=True)
class MatchView:
    """A match as people see it: parts, reasons, and the second best beside.

    `credit_of` names the client who has what an accepted one left over; "" for a suggestion, or when nothing was.
    `charges_of` names the one whose claimed charges it pays, and no instalment; `charges`: what an accepted one settled
    of charges.
    """

    id: int
    line_id: int
    state: str
    outcome: str
    decided_by: str
    decided_on: date
    score: int
    margin: int
    evidence: Sequence[dict[str, Any]]
    parts: Sequence[PartView]
    runner_up_score: int | None
    runner_up_parts: Sequence[PartView]
    runner_up_evidence: Sequence[dict[str, Any]]
    credit_of: str
    charges_of: str
    charges: Money | None
    runner_up_charges_of: str

    @property
    def client_name(self) -> str:
        """Whom it is about: the client of its first part, else the one who has the credit."""
        return self.parts[0].client_name if self.parts else self.charges_of or self.credit_of

    @property
    def with_charges(self) -> bool:
        """Whether the instalments and their claimed charges are paid together."""
        return any(one["kind"] == EvidenceKind.AMOUNT_PLUS_CHARGES for one in self.evidence)

    @property
    def runner_up_clients(self) -> str:
        """Whom the second best is about, each once."""
        names = dict.fromkeys(part.client_name for part in self.runner_up_parts)
        return ", ".join(names) or self.runner_up_charges_of

    @property
    def rival(self) -> str:
        """Another client whom the second best is about, "" when none."""
        own = {part.client_name for part in self.parts} or {self.client_name}
        names = [part.client_name for part in self.runner_up_parts] or [self.runner_up_charges_of]
        return next((name for name in names if name not in own), "")

    @property
    def sure(self) -> Sureness:
        """How sure the suggestion is."""
        return how_sure(self.score, self.margin, rival=bool(self.rival))


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with its standing match, if any."""

    id: int
    booked_on: date
    amount: Money
    label: str
    counterparty: str
    iban: str
    reference: str
    account: str
    settled: bool
    match: MatchView | None
    decided: Money
    taken: Sequence[MatchView]
    may_return: bool  # a payment is proposed that it takes back
    announced: bool  # a report told it, and no statement yet
    unconfirmed: bool  # nor does the statement of its day, which is there

    @property
    def open(self) -> Money:
        """What is left once the matches of a part, `taken`, have theirs."""
        return self.amount - self.decided

    @property
    def left_over(self) -> Money:
        """What the match leaves of that: it becomes a client's credit."""
        if self.match is None:
            return self.open
        parts = total((part.amount for part in self.match.parts), self.amount.currency)
        return self.open - parts - (self.match.charges or Money(0, self.amount.currency))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines somebody looks for: words of the label, of the payer, or exactly an amount."""

    words: str = ""
    amount: Money | None = None


def lines(
    *,
    only: str = "",
    account: int | None = None,
    wanted: Wanted | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> list[LineView]:
    """The newest lines first; `only`: "open" credits, "suggested", "matched", "" for all. A fixed number of queries."""
    found = _wanted(only, wanted).select_related("bank_account").order_by("-booked_on", "-id")
    if account is not None:
        found = found.filter(bank_account_id=account)
    if before is not None:
        found = _older(found, before)
    return _views(list(found[:limit]))


def count_lines(*, only: str = "", wanted: Wanted | None = None, before: int | None = None) -> int:
    """How many lines `lines` would give without a limit; one query, and one more for `before`."""
    found = _wanted(only, wanted)
    return (found if before is None else _older(found, before)).count()


def _wanted(only: str, wanted: Wanted | None) -> QuerySet[BankLine]:
    found = BankLine.objects.all()
    if only == "open":
        found = found.filter(settled=False, amount_minor__gt=0)
    elif only == "suggested":
        found = found.filter(id__in=waiting_lines())
    elif only == "matched":
        found = found.filter(settled=True)
    return found if wanted is None else found.filter(_looked_for(wanted))


def _older(found: QuerySet[BankLine], line_id: int) -> QuerySet[BankLine]:
    last = BankLine.objects.get(id=line_id)
    return found.filter(Q(booked_on__lt=last.booked_on) | Q(booked_on=last.booked_on, id__lt=last.id))


def _looked_for(wanted: Wanted) -> Q:
    words = Q()
    for word in wanted.words.split():
        words &= Q(label__icontains=word) | Q(counterparty__icontains=word)
    if wanted.amount is None:
        return words
    minor, currency = wanted.amount.minor, wanted.amount.currency
    return words | Q(amount_minor__in=[minor, -minor], currency=currency)


def line(line_id: int) -> LineView:
    """One line; raises BankLine.DoesNotExist."""
    return _views([BankLine.objects.select_related("bank_account").get(id=line_id)])[0]


def match_story(line_id: int) -> list[MatchView]:
    """Everything that was ever decided about a line, the newest first."""
    matches = list(Match.objects.filter(line_id=line_id).order_by("-id"))
    return list(_match_views(matches).values())


def match_and_line(match_id: int) -> tuple[MatchView, LineView] | None:
    """A match with its line as it is now; None where there is none of this id."""
    match = Match.objects.filter(id=match_id).first()
    return (_match_views([match])[match.id], line(match.line_id)) if match else None


def line_exists(line_id: int) -> bool:
    """Whether the firm has such a line."""
    return BankLine.objects.filter(id=line_id).exists()


def line_of_match(match_id: int) -> int:
    """The line that a match is about; raises Match.DoesNotExist."""
    line_id: int = Match.objects.values_list("line_id", flat=True).get(id=match_id)
    return line_id


@dataclass(frozen=True, slots=True)
class BankCounts:
    """How much waits for a person."""

    suggested: int
    suggested_credits: int
    open_credits: int
    open_amount: int


def counts() -> BankCounts:
    """Lines with a suggestion, the credits among them, and the credits that are not settled."""
    open_ones = BankLine.objects.filter(settled=False, amount_minor__gt=0).aggregate(
        count=Count("id"), amount=Sum(F("amount_minor") - F("decided_minor"))
    )
    waiting = waiting_lines().aggregate(
        count=Count("id"), credits=Count("id", filter=Q(settled=False, amount_minor__gt=0))
    )
    return BankCounts(waiting["count"], waiting["credits"], open_ones["count"], open_ones["amount"] or 0)


def waiting_lines() -> QuerySet[BankLine]:
    """The lines that wait for a person's word: what they pay, or which payment they take back."""
    matches = Match.objects.filter(state=MatchState.SUGGESTED).values("line_id")
    returns = LineReturn.objects.filter(state=LineReturnState.SUGGESTED).values("line_id")
    return BankLine.objects.filter(Q(id__in=matches) | Q(id__in=returns))


def _views(found: Sequence[BankLine]) -> list[LineView]:
    standing = Match.objects.filter(
        line__in=found,
        state__in=[MatchState.SUGGESTED, MatchState.ACCEPTED, MatchState.IGNORED, MatchState.PART],
    )
    views = _match_views(list(standing.order_by("id")))
    debits = [row for row in found if row.amount_minor < 0]
    proposed = LineReturn.objects.filter(line__in=debits, state=LineReturnState.SUGGESTED)
    may_return = set(proposed.values_list("line_id", flat=True))
    announced = not_told_yet([row.id for row in found])
    by_line: dict[int, MatchView] = {}
    taken: dict[int, list[MatchView]] = {}
    for view in views.values():
        if view.state == MatchState.PART:
            taken.setdefault(view.line_id, []).append(view)
        else:
            by_line[view.line_id] = view
    return [
        LineView(
            id=row.id,
            booked_on=row.booked_on,
            amount=Money(row.amount_minor, row.currency),
            label=row.label,
            counterparty=row.counterparty,
            iban=row.iban,
            reference=row.reference,
            account=row.bank_account.called,
            settled=row.settled,
            match=by_line.get(row.id),
            decided=Money(row.decided_minor, row.currency),
            taken=taken.get(row.id, []),
            may_return=row.id in may_return,
            announced=row.id in announced,
            unconfirmed=announced.get(row.id, False),
        )
        for row in found
    ]


def _match_views(matches: Iterable[Match]) -> dict[int, MatchView]:
    matches = list(matches)
    parts: dict[tuple[int, int], list[PartView]] = {}
    rows = MatchPart.objects.filter(match__in=matches).select_related(
        "instalment__invoice", "instalment__client"
    )
    for row in rows.order_by("instalment__due_on", "instalment_id"):
        instalment = row.instalment
        view = PartView(
            instalment_id=instalment.id,
            client_id=instalment.client_id,
            client_name=instalment.client.name,
            number=instalment.invoice.number,
            due_on=instalment.due_on,
            amount=Money(row.amount_minor, instalment.currency),
            remaining=Money(instalment.remaining_minor, instalment.currency),
        )
        parts.setdefault((row.match_id, row.rank), []).append(view)
    credits, charges = _beyond_parts(matches, parts)
    named = _charged_clients(matches)
    return {
        match.id: MatchView(
            id=match.id,
            line_id=match.line_id,
            state=match.state,
            outcome=match.outcome,
            decided_by=match.decided_by,
            decided_on=match.decided_on,
            score=match.score,
            margin=match.margin,
            evidence=match.evidence,
            parts=parts.get((match.id, 0), []),
            runner_up_score=match.runner_up["score"] if match.runner_up else None,
            runner_up_parts=parts.get((match.id, 1), []),
            runner_up_evidence=match.runner_up["evidence"] if match.runner_up else [],
            credit_of=credits.get(match.id, ""),
            charges_of=named.get(match.charges_of_id, ""),
            charges=charges.get(match.id),
            runner_up_charges_of=named.get((match.runner_up or {}).get("charges_of"), ""),
        )
        for match in matches
    }


def _beyond_parts(
    matches: Sequence[Match], parts: Mapping[tuple[int, int], Sequence[PartView]]
) -> tuple[dict[int, str], dict[int, Money]]:
    """Who received more than the match's parts for them say, and how much of that settled charges at once; by match."""
    paid = MatchPayment.objects.filter(
        match__in=[match for match in matches if match.state in (MatchState.ACCEPTED, MatchState.PART)]
    )
    own_charges = Q(
        payment__charge_allocations__reverses=None, payment__charge_allocations__from_credit=False
    )
    settled = Sum("payment__charge_allocations__amount_minor", filter=own_charges, default=0)
    credits: dict[int, str] = {}
    charges: dict[int, Money] = {}
    for match_id, client_id, name, minor, currency, charged in paid.annotate(charged=settled).values_list(
        "match_id",
        "payment__client_id",
        "payment__client__name",
        "payment__amount_minor",
        "payment__currency",
        "charged",
    ):
        own = (part.amount.minor for part in parts.get((match_id, 0), ()) if part.client_id == client_id)
        if charged:
            charges[match_id] = charges.get(match_id, Money(0, currency)) + Money(charged, currency)
        if minor > sum(own) + charged:
            credits[match_id] = name
    return credits, charges


def _charged_clients(matches: Sequence[Match]) -> dict[int | None, str]:
    """The names of those whose charges the matches, or their runners-up, pay."""
    told = [match.charges_of_id for match in matches]
    told += [match.runner_up.get("charges_of") for match in matches if match.runner_up]
    ids = {id_ for id_ in told if id_ is not None}
    return dict(Client.objects.filter(id__in=ids).values_list("id", "name")) if ids else {}
