"""Accounts of the firm that are no longer used: nobody waits for their statements."""

from datetime import date

from quitus.apps.banking.known_days import waking_overdue
from quitus.apps.banking.models import BankAccount
from quitus.apps.timeline.actions import Event, record


def close_account(account_id: int, *, on: date, actor: str) -> None:
    """The account is closed: reminders no longer wait for its statements. Closed already: nothing happens.

    Its lines and statements stay. Without any account in use nothing is known of the bank, and a person is asked
    before each reminder. Raises BankAccount.DoesNotExist.
    """
    _set_closed(account_id, on, "bank_account_closed", on=on, actor=actor)


def reopen_account(account_id: int, *, on: date, actor: str) -> None:
    """The account is in use after all; its statements are waited for again. In use already: nothing happens."""
    _set_closed(account_id, None, "bank_account_reopened", on=on, actor=actor)


def _set_closed(account_id: int, closed_on: date | None, kind: str, *, on: date, actor: str) -> None:
    account = BankAccount.objects.select_for_update(no_key=True).get(id=account_id)
    if (account.closed_on is None) == (closed_on is None):
        return
    with waking_overdue(on):
        account.closed_on = closed_on
        account.save(update_fields=["closed_on"])
    record(Event(kind, on, actor, None, {"account": account.iban}))
