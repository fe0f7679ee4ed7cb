"""A firm that reminds, with its wall open or closed."""

import pytest

from quitus.apps.organisations.tenancy import tenant
from tests.reminding import get_ready


@pytest.fixture
def firm(organisation):
    """Ready to remind, its wall closed: for what opens it by itself."""
    get_ready(organisation)
    return organisation


@pytest.fixture
def opened(firm):
    """The same with its wall open."""
    with tenant(firm.id):
        yield firm
