"""The secret link of a debtor within the words of a message, on a staff page."""

import re

from quitus.apps.organisations.rights import Right
from quitus.web.staff.access import StaffRequest

_SECRET = re.compile(r"/p/[A-Za-z0-9_-]+")


def without_debtor_link(request: StaffRequest, words: str) -> str:
    """The words, less the link for those who may not answer in the debtor's name."""
    return words if Right.REMIND in request.rights else _SECRET.sub("/p/…", words)
