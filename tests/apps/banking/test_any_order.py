"""Files of several formats about the same days, in any order: the record is what happened, each movement once."""

import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quitus.apps.banking.known_days import bank_data_until
from quitus.apps.banking.models import BankLine
from quitus.apps.banking.statements.importing import import_bank_file
from quitus.apps.books.queries import account_balances
from quitus.apps.doctor.checks import examine
from tests.apps.banking.bank_of_truth import DAYS, FIRST, Bank, Movement
from tests.firm import TODAY

EXAMPLES = 100 if os.environ.get("QUITUS_TEST_ALL") else 25
PAYERS = ["DUPONT FACTURE 12", "MARTIN FACTURE 13", "BERNARD ACOMPTE", "DURAND LOYER"]


@st.composite
def banks(draw) -> Bank:
    """Few payers and few amounts, so that equal movements are common; some of them batches of three payments."""
    payer, cents = st.sampled_from(PAYERS), st.sampled_from([1000, 2000, 2500, -700, -1000])
    movements = []
    for number in range(draw(st.integers(1, 8))):
        day = draw(st.integers(0, DAYS - 1))
        if draw(st.integers(0, 4)) == 0:
            parts = tuple((f"{draw(payer)} {place}", 500 + 100 * place + number) for place in range(3))
        else:
            parts = ((draw(payer), draw(cents)),)
        movements.append((day, parts))
    movements.sort(key=lambda one: one[0])
    return Bank([Movement(number, day, parts) for number, (day, parts) in enumerate(movements)])


@st.composite
def more(draw, bank: Bank, details: bool) -> bytes:
    """A file that tells some of it again, or ahead."""
    day = draw(st.integers(0, DAYS - 1))
    last, until = draw(st.integers(day, DAYS - 1)), draw(st.integers(1, 8))
    match draw(st.sampled_from(["camt.052", "camt.054", "MT942", "OFX", "camt.053"])):
        case "camt.052":
            return bank.camt052(day, until)
        case "camt.054":
            return bank.camt054(day)
        case "MT942":
            return bank.mt942(day, until)
        case "OFX":
            return bank.ofx(day, last)
        case _:
            return bank.camt053(day, last, details=details)


@st.composite
def told(draw) -> tuple[Bank, list[bytes]]:
    """What happened, and files about it: the statements tell it all, whatever else does."""
    bank = draw(banks())
    cut = draw(st.integers(0, DAYS - 1))
    details = draw(st.booleans())
    files = [bank.camt053(0, DAYS - 1, details=details), bank.camt053(cut, DAYS - 1, details=details)]
    files += [draw(more(bank, details)) for _ in range(draw(st.integers(0, 5)))]
    return bank, files


def bring_all(files: list[bytes]) -> tuple[object, ...]:
    """The record after these files came in this order; nothing of it stays."""
    with transaction.atomic():
        for place, content in enumerate(files):
            import_bank_file(content, f"{place}", on=TODAY, actor="Camille")
        lines = sorted((str(line.booked_on), line.amount_minor) for line in BankLine.objects.all())
        found = (lines, account_balances(), bank_data_until(), examine())
        transaction.set_rollback(True)
    return found


@pytest.mark.usefixtures("inside")
@given(told(), st.data())
@settings(
    max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_the_record_is_what_happened(known, data):
    bank, files = known
    one, other = bring_all(files), bring_all(data.draw(st.permutations(files)))
    assert one == other
    lines, balances, until, findings = one
    assert sum(minor for _day, minor in lines) == sum(movement.cents for movement in bank.movements)
    assert balances.get("512000", 0) == bank.balance(DAYS)
    assert (until, findings) == (FIRST.replace(day=FIRST.day + DAYS - 1), [])
