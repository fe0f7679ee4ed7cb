"""A business and a consumer, each with a debt due on 31 October 2024: vector V2.2."""

from datetime import date

import pytest

from quitus.apps.clients.models import ClientKind
from tests.record import a_client, an_invoice

DUE = date(2024, 10, 31)


@pytest.fixture
def business(inside) -> int:
    return a_client()


@pytest.fixture
def consumer(inside) -> int:
    return a_client("Louise Perrin", "louise@perrin.example", kind=ClientKind.CONSUMER)


@pytest.fixture
def owed(business):
    """A business's instalment of 1,200.00."""
    return an_invoice(business, "FA-1", due_on=DUE, issued_on=date(2024, 10, 1))


@pytest.fixture
def owed_by_consumer(consumer):
    return an_invoice(consumer, "FA-2", due_on=DUE, issued_on=date(2024, 10, 1))
