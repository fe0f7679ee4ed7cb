"""The business clock of an organisation: what day it is for its invoices, in its time zone.

Settable and stored in the database, so that a demonstration or a rehearsal lives through eighteen months in a
minute, and every process agrees. Read once per request or job, then passed on as a value.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from quitus.apps.organisations.models import Organisation
from quitus.ports.clock import real_now


def business_now(organisation: Organisation) -> datetime:
    """The organisation's present moment, in its own time zone."""
    moment = organisation.clock_set_to or real_now()
    return moment.astimezone(ZoneInfo(organisation.time_zone))


def business_today(organisation: Organisation) -> date:
    """The organisation's present date."""
    return business_now(organisation).date()
