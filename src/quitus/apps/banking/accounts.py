"""Accounts of the firm: which one a statement is about, and which are no longer used."""

from datetime import date

from quitus.apps.banking.known_days import waking_overdue
from quitus.apps.banking.models import BankAccount
from quitus.apps.organisations.models import Organisation
from quitus.apps.organisations.tenancy import current_organisation_id
from quitus.apps.timeline.actions import Event, record
from quitus.domain.banking.account_names import names_account
from quitus.domain.iban import iban_check_valid, iban_shape_valid
from quitus.domain.refused import Refused

LONGEST_ACCOUNT = 34  # characters


def close_account(account_id: int, *, on: date, actor: str) -> None:
    """The account is closed: reminders no longer wait for its statements. Closed already: nothing happens.

    Its lines and statements stay. Without any account in use nothing is known of the bank, and a person is asked
    before each reminder. Raises BankAccount.DoesNotExist.
    """
    _set_closed(account_id, on, "bank_account_closed", on=on, actor=actor)


def reopen_account(account_id: int, *, on: date, actor: str) -> None:
    """The account is in use after all; its statements are waited for again. In use already: nothing happens."""
    _set_closed(account_id, None, "bank_account_reopened", on=on, actor=actor)


def locked_account(told: str | None, currency: str, account_id: int | None) -> BankAccount:
    """The account that a statement is about, by what it calls it, made on first sight; else the one that was chosen.

    A statement that names an account is never put to another one. Refused: statement_without_account (nothing says
    which), statement_account_unclear (several bear that name). Raises BankAccount.DoesNotExist.
    """
    if told:
        named = [one for one in BankAccount.objects.order_by("id") if _same(told, one.iban)]
        exact = [one for one in named if one.iban == told]
        if len(exact or named) > 1:
            raise Refused("statement_account_unclear", account=told)
        found = next(iter(exact or named), None)
        account = found or BankAccount.objects.create(iban=told, currency=currency)
        if _is_iban(told) and not _is_iban(account.iban):
            BankAccount.objects.filter(id=account.id).update(iban=told)  # until now only its number was known
    elif account_id is None:
        raise Refused("statement_without_account")
    else:
        account = BankAccount.objects.get(id=account_id)
    return BankAccount.objects.select_for_update(no_key=True).get(id=account.id)


def account_named(name: str) -> int:
    """The id of the account that a person names for files that name none: an IBAN, or the name of an account that has
    none; made on first sight. Refused bank_account_name_unusable."""
    words = " ".join(name.split())
    compact = "".join(words.split()).upper()
    is_iban = iban_shape_valid(compact)
    if not 3 <= len(compact) <= LONGEST_ACCOUNT or not words.isprintable():
        raise Refused("bank_account_name_unusable", name=words[:LONGEST_ACCOUNT])
    if compact[:2].isalpha() and compact[2:4].isdigit() and not (is_iban and iban_check_valid(compact)):
        raise Refused("bank_account_name_unusable", name=words[:LONGEST_ACCOUNT])
    currency = Organisation.objects.get(id=current_organisation_id()).currency
    account = locked_account(compact, currency, None)
    if not is_iban and not account.name:
        account.name = words
        account.save(update_fields=["name"])
    return account.id


def account_called(name: str) -> int:
    """The id of the firm's account that a person calls by its IBAN, or most of it. Refused: bank_account_unknown."""
    found = [one for one in BankAccount.objects.order_by("id") if names_account(name, one.iban)]
    if len(found) != 1:
        known = ", ".join(BankAccount.objects.order_by("iban").values_list("iban", flat=True))
        raise Refused("bank_account_unknown", account=name, known=known or "–")
    return found[0].id


def _same(told: str, kept: str) -> bool:
    """Whether they name one account; which of them is whole depends on which file came first."""
    return names_account(told, kept) or (_is_iban(told) and names_account(kept, told))


def _is_iban(text: str) -> bool:
    return iban_shape_valid(text) and iban_check_valid(text)


def _set_closed(account_id: int, closed_on: date | None, kind: str, *, on: date, actor: str) -> None:
    account = BankAccount.objects.select_for_update(no_key=True).get(id=account_id)
    if (account.closed_on is None) == (closed_on is None):
        return
    with waking_overdue(on):
        account.closed_on = closed_on
        account.save(update_fields=["closed_on"])
    record(Event(kind, on, actor, None, {"account": account.called}))
