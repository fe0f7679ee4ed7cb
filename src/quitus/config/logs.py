"""What is logged, a line of JSON each, and what never is: names, amounts, links that open a page or an account."""

import json
import logging
import re
from datetime import UTC, datetime

# A debtor's page, an invitation, a new password: `web/urls.py`.
SECRET = re.compile(r"(/p/|/join/\d+/|/password/reset/key/)[^/\s]+")


class OneLine(logging.Formatter):
    """One record as one line of JSON. What it is about comes by `extra={"about": {...}}`: ids, never contents."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": SECRET.sub(r"\1…", record.getMessage()),
            **getattr(record, "about", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up_logs() -> None:
    """Warnings and errors of Quitus and Django on stderr; safe to call twice."""
    for name in ("quitus", "django"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            handler = logging.StreamHandler()
            handler.setLevel(logging.WARNING)
            handler.setFormatter(OneLine())
            logger.addHandler(handler)
