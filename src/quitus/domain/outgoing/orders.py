"""What a transfer order must be before it leaves, and what becomes of it.

draft → to approve → approved → downloaded → executed; cancelled from anywhere before the bank has executed it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from quitus.domain.iban import STRUCTURES
from quitus.domain.money import Money
from quitus.domain.names import word_set
from quitus.domain.organisations.identity import checked_iban
from quitus.domain.outgoing.banking_days import is_banking_day, next_banking_day
from quitus.domain.outgoing.sepa_text import sepa_text
from quitus.domain.refused import Refused

NAME, REMITTANCE, ADDRESS_LINE, TOWN = 70, 140, 70, 35
LARGEST = 99_999_999_999  # EUR 999,999,999.99: the scheme's bound (EPC115-06)
MOST_TRANSFERS = 1000
FARTHEST = timedelta(days=365)
# Countries and territories whose banks can be reached by SEPA transfers (EPC409-09).
SEPA = word_set(
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS"
    " SE SI SK SM VA"
)


class State(StrEnum):
    DRAFT = "draft"
    TO_APPROVE = "to_approve"
    APPROVED = "approved"
    DOWNLOADED = "downloaded"
    EXECUTED = "executed"
    CANCELLED = "cancelled"


_AFTER: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.TO_APPROVE, State.CANCELLED}),
    State.TO_APPROVE: frozenset({State.DRAFT, State.APPROVED, State.CANCELLED}),
    State.APPROVED: frozenset({State.DOWNLOADED, State.EXECUTED, State.CANCELLED}),
    State.DOWNLOADED: frozenset({State.EXECUTED, State.CANCELLED}),
    # A bank that carries out what was cancelled here: what it did is what is true.
    State.CANCELLED: frozenset({State.EXECUTED}),
    State.EXECUTED: frozenset(),
}


def check_step(before: State, after: State) -> None:
    """Refused: transfer_state_wrong, for a step that does not follow."""
    if after not in _AFTER[before]:
        raise Refused("transfer_state_wrong", state=before.value)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a payee is: the town and the country, and what else is known. Since 15 November 2026 banks take addresses
    only with town and country apart; at most two lines hold the rest (hybrid).
    """

    town: str = ""
    country: str = ""
    postcode: str = ""
    lines: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.town or self.country or self.postcode or self.lines)


@dataclass(frozen=True, slots=True)
class Payee:
    """Whom a transfer pays, how much, what they read; everything in the letters that banks carry."""

    name: str
    iban: str
    amount: Money
    remittance: str
    address: Address = Address()


def checked_payee(name: str, iban: str, amount: Money, remittance: str, address: Address) -> Payee:
    """The payee as the bank gets it.

    Refused: payee_without_name, payee_without_iban, payee_iban_malformed, payee_iban_check_wrong,
    iban_outside_sepa, transfer_amount_wrong, transfer_not_in_euro, remittance_too_long, address_incomplete,
    address_too_long.
    """
    compact = _checked_payee_iban(iban)
    spelt = sepa_text(name, NAME)
    if not spelt:
        raise Refused("payee_without_name")
    if not compact:
        raise Refused("payee_without_iban", name=spelt)
    if compact[:2] not in SEPA or compact[:2] not in STRUCTURES:
        raise Refused("iban_outside_sepa", iban=compact)
    if amount.currency != "EUR":
        raise Refused("transfer_not_in_euro", currency=amount.currency)
    if not 0 < amount.minor <= LARGEST:
        raise Refused("transfer_amount_wrong", amount=amount)
    if len(sepa_text(remittance, 10 * REMITTANCE)) > REMITTANCE:
        raise Refused("remittance_too_long", most=REMITTANCE)
    return Payee(spelt, compact, amount, sepa_text(remittance, REMITTANCE), _checked_address(address))


def check_execution(day: date, today: date, *, instant: bool) -> None:
    """Refused: execution_in_the_past, execution_too_far, execution_on_closed_day (with the next open one).

    Instant transfers are carried out on every day of the year.
    """
    if day < today:
        raise Refused("execution_in_the_past", day=day)
    if day > today + FARTHEST:
        raise Refused("execution_too_far", day=day, last=today + FARTHEST)
    if not instant and not is_banking_day(day):
        raise Refused("execution_on_closed_day", day=day, next=next_banking_day(day))


def check_complete(payees: Sequence[Payee], debit_iban: str) -> None:
    """Before an order is put forward. Refused: transfer_order_empty, transfer_order_too_long, transfer_to_oneself."""
    if not payees:
        raise Refused("transfer_order_empty")
    if len(payees) > MOST_TRANSFERS:
        raise Refused("transfer_order_too_long", most=MOST_TRANSFERS)
    if any(payee.iban == debit_iban for payee in payees):
        raise Refused("transfer_to_oneself", iban=debit_iban)


def check_approver(approver: int, hands: Collection[int], *, second_needed: bool) -> None:
    """Refused transfer_own_approval: whoever had a hand in the order does not approve it where two are asked for."""
    if second_needed and approver in hands:
        raise Refused("transfer_own_approval")


class Alert(StrEnum):
    """What a person should look at before approving. None of these refuses anything."""

    OTHER_IBAN = "other_iban"  # this name was paid elsewhere before: the commonest fraud
    NEW_PAYEE = "new_payee"
    TWICE = "twice"  # the same payee and amount twice in this order
    OWN_ACCOUNT = "own_account"  # it is the firm's: a transfer between own accounts
    PAID_LATELY = "paid_lately"  # the same went out to them in the last days


@dataclass(frozen=True, slots=True)
class Remark:
    """An alert about one transfer; `ibans`: where that name was paid before."""

    alert: Alert
    ibans: tuple[str, ...] = ()


def remarks(
    payee: Payee, *, known_ibans: Collection[str], twice: bool, paid_lately: bool, own: bool = False
) -> list[Remark]:
    """What is to be looked at. `known_ibans`: where that name was paid. `twice`: the order holds the like of it.
    `own`: the account is the firm's.
    """
    found = [Remark(Alert.OWN_ACCOUNT)] if own else []
    if not known_ibans:
        found.append(Remark(Alert.NEW_PAYEE))
    elif payee.iban not in known_ibans:
        found.append(Remark(Alert.OTHER_IBAN, tuple(sorted(known_ibans))))
    if twice:
        found.append(Remark(Alert.TWICE))
    if paid_lately:
        found.append(Remark(Alert.PAID_LATELY))
    return found


_OF_PAYEE = {"iban_malformed": "payee_iban_malformed", "iban_check_wrong": "payee_iban_check_wrong"}


def _checked_payee_iban(typed: str) -> str:
    """Refused as an IBAN of the firm's own is, but it is the payee who has it right."""
    try:
        return checked_iban(typed)
    except Refused as refused:
        raise Refused(_OF_PAYEE[refused.code], **refused.facts) from None


def _checked_address(address: Address) -> Address:
    """Refused: address_incomplete (town and country go together), address_too_long."""
    if not address:
        return address
    country = address.country.strip().upper()
    town = sepa_text(address.town, TOWN + 1)
    lines = tuple(line for line in (sepa_text(one, ADDRESS_LINE + 1) for one in address.lines) if line)
    if not town or not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise Refused("address_incomplete")
    if len(town) > TOWN or len(lines) > 2 or any(len(line) > ADDRESS_LINE for line in lines):
        raise Refused("address_too_long", town=TOWN, line=ADDRESS_LINE)
    return Address(town, country, sepa_text(address.postcode, 16), lines)
