"""The words of a message on a staff page."""

import re

from quitus.apps.organisations.rights import Right
from quitus.web.staff.access import StaffRequest

_SECRET = re.compile(r"/p/[A-Za-z0-9_-]+")


def quoted(request: StaffRequest, words: str) -> str:
    """As they are; without the debtor's secret link for those who may not answer in its name."""
    return words if Right.REMIND in request.rights else _SECRET.sub("/p/…", words)
