"""A client who pays late, as in the fact sheet's vectors: 1,200.00 due on 31 March 2025."""

from datetime import date

import pytest

from tests.record import a_client, an_invoice

DUE = date(2025, 3, 31)


@pytest.fixture
def debtor(inside) -> int:
    """A business; its id."""
    return a_client()


@pytest.fixture
def late(debtor):
    """The instalment of vector V1.1."""
    return an_invoice(debtor, "FA-2025-0042", "1200.00", due_on=DUE, issued_on=date(2025, 3, 1))
