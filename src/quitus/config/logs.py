"""What is logged, and what never is: an address may hold a link that opens somebody's page or account."""

import logging
import re

# A debtor's page, an invitation, a new password: `web/urls.py`.
SECRET = re.compile(r"(/p/|/join/\d+/|/password/reset/key/)[^/\s]+")


class WithoutSecrets(logging.Filter):
    """Takes secret links out of the paths that Django tells."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = SECRET.sub(r"\1…", record.getMessage()), ()
        return True


def set_up_logs() -> None:
    """Django's warnings and errors on stderr; safe to call twice."""
    django = logging.getLogger("django")
    if not django.handlers:
        handler = logging.StreamHandler()
        handler.setLevel(logging.WARNING)
        handler.addFilter(WithoutSecrets())
        django.addHandler(handler)
        django.propagate = False
