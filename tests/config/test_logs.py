"""Logs are lines of JSON, and hold no link that opens a page."""

import json
import logging
import sys

import pytest

from quitus.config.logs import OneLine

TOKEN = "8Jq2kV9dXc3mR7tLw5zPaQ"


def logged(words: str, *facts: str, **more) -> dict:
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, words, facts, more.pop("exc_info", None)
    )
    record.__dict__.update(more)
    line = OneLine().format(record)
    assert "\n" not in line
    return json.loads(line)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (f"/p/{TOKEN}", "Not Found: /p/…"),
        (f"/p/{TOKEN}/receipts/999", "Not Found: /p/…/receipts/999"),
        (f"/join/12/{TOKEN}", "Not Found: /join/12/…"),
        (f"/account/password/reset/key/1-{TOKEN}/", "Not Found: /account/password/reset/key/…/"),
        ("/clients/12", "Not Found: /clients/12"),
    ],
)
def test_a_path_is_told_without_its_secret(path, told):
    line = logged("Not Found: %s", path)
    assert (line["event"], line["level"]) == (told, "warning")


def test_what_it_is_about_and_where_it_failed():
    try:
        raise ValueError("no\nsuch thing")
    except ValueError:
        line = logged("message_not_prepared", about={"message": 12}, exc_info=sys.exc_info())
    assert line["message"] == 12
    assert line["trace"].startswith("Traceback")
    assert "no\nsuch thing" in line["trace"]
