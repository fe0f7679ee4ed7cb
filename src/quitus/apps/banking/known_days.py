"""Which days of an account the firm knows: all of them up to one day, without a gap."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import cast

from django.db.models import QuerySet

from quitus.apps.banking.evidence import DaysPassedOver
from quitus.apps.banking.models import BankAccount, Statement
from quitus.apps.invoicing.actions import facts_changed
from quitus.apps.invoicing.models import Instalment
from quitus.apps.organisations.sql import few_rows
from quitus.apps.timeline.actions import Event, record
from quitus.domain.banking.coverage import DAY, Coverage, Period, coverage
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now

_KNOWN_UNTIL = """
SELECT min(coalesce(account.up_to, first.on_day - 1)) FROM banking_bankaccount AS account
LEFT JOIN LATERAL (
    SELECT min(coalesce(first_on, imported_on)) AS on_day FROM banking_statement
    WHERE bank_account_id = account.id AND withdrawn_on IS NULL AND NOT announces
) AS first ON true
WHERE account.closed_on IS NULL
"""


def bank_data_until() -> date | None:
    """The last day that the statements of every account in use tell about; None without any account.

    An account of which nothing certain was read yet is unknown from its first statement on.
    """
    ((until,),) = few_rows(_KNOWN_UNTIL, {})
    return cast(date | None, until)


@contextmanager
def waking_overdue(on: date) -> Iterator[None]:
    """Look anew at what is overdue when the bank is known further than before, or less far."""
    before = bank_data_until()
    yield
    if bank_data_until() != before:
        overdue = Instalment.objects.filter(remaining_minor__gt=0, due_on__lt=on)
        facts_changed(overdue.values_list("id", flat=True), on)


def go_on(account: BankAccount, on: date) -> None:
    """Tell how far the account is known after a statement came; a day to come tells nothing yet."""
    if Statement.every.filter(bank_account=account).exclude(withdrawn_on=None).exists():
        know_anew(account, on)
        return
    known = known_days(account, on)
    if known and known.until != account.up_to:
        account.up_to = known.until
        account.save(update_fields=["up_to"])


def know_anew(account: BankAccount, on: date) -> None:
    """Tell how far the account is known by the statements that stand, and the days that persons answered for.

    Knowing began with the first statement ever read, also when it was withdrawn: its days are missing then. Where
    nothing that stands reaches it, knowing begins with the first one that stands.
    """
    standing = _periods(_certain(Statement.objects.filter(bank_account=account)), on)
    account.up_to = None
    if standing:
        ever = _certain(Statement.every.filter(bank_account=account)).order_by("id")
        first_day = cast(date, ever.values_list("first_on", flat=True)[0])
        if all(period.last < first_day for period in standing):
            first_day = standing[0].first
        answered = DaysPassedOver.objects.filter(bank_account=account).values_list("first_on", "last_on")
        answers = [Period(first, last) for first, last in answered]
        account.up_to = coverage(min(first_day - DAY, on), [*standing, *answers]).until
    account.save(update_fields=["up_to"])


def known_days(account: BankAccount, on: date) -> Coverage | None:
    """How far it is known, and the first days that are missing; None while nothing certain was read.

    The first statement ever read is where knowing begins: what lay before it is not missing.
    """
    certain = _certain(Statement.objects.filter(bank_account=account))
    until = account.up_to
    if until is None:
        until = certain.order_by("id").values_list("last_on", flat=True).first()
    if until is None:
        return None
    return coverage(min(until, on), _periods(certain.filter(last_on__gte=until), on))


def _certain(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    """Those that are a word about every day they tell of: a report of the day is none."""
    found = statements.filter(last_on__isnull=False, announces=False).exclude(balanced=False)
    return found.exclude(problems__contains=[{"blocks": True}])


def _periods(statements: QuerySet[Statement], on: date) -> list[Period]:
    rows = statements.order_by("id").values_list("first_on", "last_on", "opening_minor", "closing_minor")
    return [
        Period(first, min(last, on), opening, closing)
        for first, last, opening, closing in rows
        if first is not None and last is not None
    ]


def go_on_without(account_id: int, missing: tuple[date, date], *, on: date, actor: str) -> None:
    """A person knows what happened on these missing days, or that nothing did: they count as known.

    Raises BankAccount.DoesNotExist; Refused `no_days_missing` when these are not the first that are missing.
    """
    account = BankAccount.objects.select_for_update(no_key=True).get(id=account_id)
    known = known_days(account, on)
    if known is None or known.missing != missing:
        raise Refused("no_days_missing")
    first, last = missing
    with waking_overdue(on):
        account.up_to = last
        go_on(account, on)
        account.save(update_fields=["up_to"])
    DaysPassedOver.objects.create(
        bank_account=account,
        first_on=first,
        last_on=last,
        passed_on=on,
        passed_by=actor[:80],
        recorded_at=real_now(),
    )
    facts = {"account": account.iban, "from": first.isoformat(), "until": last.isoformat()}
    record(Event("missing_days_passed_over", on, actor, None, facts))
