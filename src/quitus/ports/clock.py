"""The only place that reads the time."""

from collections.abc import Callable
from datetime import UTC, datetime


def _system() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - this is that one place


# Replaced only by tests that need leases to expire. Business dates have their own, settable clock:
# apps/organisations/clock.py.
_source: Callable[[], datetime] = _system


def real_now() -> datetime:
    """The real time in UTC: for leases, sessions, tokens and logs, never for business dates."""
    return _source()
