"""The statements as people see them: whether each adds up, how it goes on from the one before, what was announced."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from quitus.apps.banking.evidence import DaysPassedOver
from quitus.apps.banking.models import BankAccount, BankLine, Statement
from quitus.apps.banking.statements.announced import announced_lines
from quitus.apps.banking.statements.disagreement import in_one_only, untold_by
from quitus.domain.banking.joints import Joint, JointKind, ToldPeriod, joints
from quitus.domain.money import Money, total

PAGE = 50
SHOWN = 20  # of the lines that no statement confirms
LOOK_BACK = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class JointView:
    """How a statement follows the one before it, where there is something to say.

    `apart`: how many movements of the days that both tell stand in one of them only.
    """

    kind: JointKind
    file_name: str
    first: date
    last: date
    closing: Money | None
    opening: Money | None
    answered: bool
    apart: int = 0


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement: what it opens with, its lines and their sum (None where that was not kept), what it closes with.

    `balanced`: True, False, or None where that cannot be known. `new`: the lines that it told first. `untold`: of the
    furthest one, how many movements of its days other files tell, and it does not.
    """

    id: int
    file_name: str
    format: str
    account: str
    imported_on: date
    first_on: date | None
    last_on: date | None
    announces: bool
    opening: Money | None
    closing: Money | None
    closing_on: date | None
    told_lines: int | None
    told: Money | None
    balanced: bool | None
    new: int
    problems: Sequence[Mapping[str, Any]]
    joint: JointView | None
    untold: int = 0

    @property
    def reached(self) -> Money | None:
        """What the opening and the lines come to."""
        return None if self.opening is None or self.told is None else self.opening + self.told

    @property
    def difference(self) -> Money | None:
        """What is missing to the closing balance; negative: what is too much."""
        reached = self.reached
        return None if reached is None or self.closing is None else self.closing - reached

    @property
    def blocked(self) -> bool:
        """Whether something unreadable may have moved the account."""
        return any(problem["blocks"] for problem in self.problems)


def statement_page(*, before: int | None = None, limit: int = PAGE) -> tuple[list[StatementView], int | None]:
    """The last statements taken in, and the id before which older ones follow; a fixed number of queries."""
    found = _statements().order_by("-id")
    if before is not None:
        found = found.filter(id__lt=before)
    rows = list(found[: limit + 1])
    shown = rows[:limit]
    accounts = {row.bank_account_id: row.bank_account for row in shown}
    views = _joint_views(accounts, {row.id for row in shown})
    older = shown[-1].id if len(rows) > limit else None
    return [_view(row, views.get(row.id)) for row in shown], older


def furthest_statement() -> StatementView | None:
    """The statement whose closing balance is the latest, then the one taken in last; None before the first."""
    row = _statements().order_by(F("closing_on").desc(nulls_last=True), "-id").first()
    return None if row is None else replace(_view(row, None), untold=untold_by(row))


@dataclass(frozen=True, slots=True)
class UnconfirmedLine:
    """A movement that was announced, and that the statement of its day does not tell."""

    id: int
    account: str
    booked_on: date
    amount: Money
    label: str
    counted: bool  # somebody decided what it is, so it still counts


@dataclass(frozen=True, slots=True)
class Announced:
    """What reports and notices announced: `waiting` for the statement, and what it does not confirm."""

    waiting: int
    waiting_sum: Money
    unconfirmed: Sequence[UnconfirmedLine]
    unconfirmed_count: int


def announced(on: date, currency: str) -> Announced:
    """What was announced lately and no statement has told yet; two queries."""
    found = [line for line in announced_lines(None, on - LOOK_BACK, on + LOOK_BACK) if not line.told]
    waiting = {line.id for line in found if not line.covered}
    doubted = [line.id for line in found if line.covered]
    wanted = BankLine.every.filter(id__in=[*waiting, *doubted]).select_related("bank_account")
    lines = list(wanted.order_by("-booked_on", "-id"))
    unconfirmed = [
        UnconfirmedLine(
            id=line.id,
            account=line.bank_account.called,
            booked_on=line.booked_on,
            amount=Money(line.amount_minor, line.currency),
            label=line.label,
            counted=line.withdrawn_on is None,
        )
        for line in lines
        if line.id not in waiting
    ]
    sums = (Money(line.amount_minor, line.currency) for line in lines if line.id in waiting)
    return Announced(len(waiting), total(sums, currency), unconfirmed[:SHOWN], len(unconfirmed))


def _statements() -> QuerySet[Statement]:
    new = Count("lines", filter=Q(lines__withdrawn_on=None))
    return Statement.objects.select_related("bank_account").annotate(new=new)


def _view(row: Any, joint: JointView | None) -> StatementView:
    currency = row.bank_account.currency
    return StatementView(
        id=row.id,
        file_name=row.file_name,
        format=row.format,
        account=row.bank_account.called,
        imported_on=row.imported_on,
        first_on=row.first_on,
        last_on=row.last_on,
        announces=row.announces,
        opening=_money(row.opening_minor, currency),
        closing=_money(row.closing_minor, currency),
        closing_on=row.closing_on,
        told_lines=row.told_lines,
        told=_money(row.told_minor, currency),
        balanced=row.balanced,
        new=row.new,
        problems=row.problems,
        joint=joint,
    )


def _joint_views(accounts: Mapping[int, BankAccount], shown: Collection[int]) -> dict[int, JointView]:
    """What is to be said of each statement's place among those of its account, by its id."""
    told = Statement.objects.filter(
        bank_account__in=accounts, announces=False, first_on__isnull=False, last_on__isnull=False
    )
    periods: dict[int, list[ToldPeriod]] = {}
    names: dict[int, str] = {}
    columns = ("id", "first_on", "last_on", "opening_minor", "closing_minor")
    for account_id, file_name, *period in told.values_list("bank_account_id", "file_name", *columns):
        periods.setdefault(account_id, []).append(ToldPeriod(*period))
        names[period[0]] = file_name
    answered: dict[int, list[tuple[date, date]]] = {}
    for account_id, first, last in DaysPassedOver.objects.filter(bank_account__in=accounts).values_list(
        "bank_account_id", "first_on", "last_on"
    ):
        answered.setdefault(account_id, []).append((first, last))
    told_joints = [
        (account, joint) for account in accounts.values() for joint in joints(periods.get(account.id, []))
    ]
    overlaps = [joint for _, joint in told_joints if joint.kind is JointKind.OVERLAP and joint.after in shown]
    apart = in_one_only(overlaps)
    return {
        joint.after: _joint_view(
            joint,
            names[joint.before],
            account.currency,
            answered.get(account.id, []),
            apart.get((joint.before, joint.after), 0),
        )
        for account, joint in told_joints
    }


def _joint_view(
    joint: Joint, file_name: str, currency: str, answered: Sequence[tuple[date, date]], apart: int
) -> JointView:
    return JointView(
        kind=joint.kind,
        file_name=file_name,
        first=joint.first,
        last=joint.last,
        closing=_money(joint.closing, currency),
        opening=_money(joint.opening, currency),
        answered=any(first <= joint.first and joint.last <= last for first, last in answered),
        apart=apart,
    )


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)
