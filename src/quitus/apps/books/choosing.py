"""Give uses accounts of the firm's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Sum

from quitus.apps.books.accounts import STOCKS, account_labels, account_map, choices, numbers_ever
from quitus.apps.books.actions import Booking, post_as_is
from quitus.apps.books.head import closed_until_alone
from quitus.apps.books.lettering import ACCOUNT_CHOICE
from quitus.apps.books.models import AccountChoice, Journal, JournalLine
from quitus.apps.organisations.queries import books_currency
from quitus.apps.timeline.actions import Event, record
from quitus.domain.books.accounts import USES, AccountMap
from quitus.domain.books.entries import Posting, entry_of
from quitus.domain.refused import Refused
from quitus.ports.clock import real_now

LABEL_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """An account for a use; an empty label is the chart's."""

    account: str
    label: str = ""


def choose_accounts(wanted: Mapping[str, Wanted], *, on: date, actor: str) -> list[str]:
    """Use these accounts from now on; the uses that changed.

    What stands on an account of the balance sheet moves to the new one by an entry of today. Income and charges stay
    where they were booked. Refused: account_use_unknown, account_malformed, account_of_other_class,
    account_used_twice, account_of_another_use.
    """
    closed_until_alone()  # nobody posts on the former account while its balance moves
    before, labels = account_map(), account_labels()
    after = before.with_accounts({use: one.account for use, one in wanted.items()})
    _refuse_ambiguous(after)
    changed = {
        use: one
        for use, one in wanted.items()
        if (getattr(before, use), labels.of(getattr(before, use)))
        != (one.account, one.label or USES[use].label)
    }
    for use, one in changed.items():
        old = getattr(before, use)
        choice = AccountChoice.objects.create(
            use=use,
            account=one.account,
            label=one.label[:LABEL_LENGTH],
            since=on,
            recorded_at=real_now(),
            recorded_by=actor,
        )
        if old != one.account and old[0] in STOCKS:
            _move(old, one.account, f"{ACCOUNT_CHOICE}{choice.id}", on)
    if changed:
        facts = [
            {"use": use, "label": USES[use].label, "old": getattr(before, use), "account": one.account}
            for use, one in changed.items()
        ]
        record(Event("books_accounts_changed", on, actor, facts={"accounts": facts}))
    return list(changed)


def _refuse_ambiguous(after: AccountMap) -> None:
    """A number tells what it is for, also years later: only income and charges may share one, while both use it."""
    ever, present = numbers_ever(choices()), dict(after)
    for use, account in present.items():
        for other, numbers in ever.items():
            shared = present[other] == account and account[0] not in STOCKS
            if other != use and account in numbers | {present[other]} and not shared:
                raise Refused("account_of_another_use", account=account, label=USES[other].label)


def _move(old: str, new: str, source: str, on: date) -> None:
    """What stands on the old account goes to the new one, client by client."""
    balances = (
        JournalLine.objects.filter(account=old)
        .values_list("client_id")
        .annotate(balance=Sum(F("debit") - F("credit")))
        .order_by("client_id")
    )
    postings = [
        posting
        for client_id, balance in balances
        for posting in (Posting(new, balance, client_id), Posting(old, -balance, client_id))
    ]
    if any(posting.amount for posting in postings):
        post_as_is(
            Booking(
                source=source,
                journal=Journal.SUNDRY,
                happened_on=on,
                document=f"{old}-{new}",
                label=f"Virement de compte {old} à {new}",  # books are kept in French (C. com. L123-22)
                entry=entry_of(*postings),
                currency=books_currency(),
            )
        )
