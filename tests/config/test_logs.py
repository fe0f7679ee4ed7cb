"""Logs hold no link that opens a page."""

import logging

import pytest

from quitus.config.logs import WithoutSecrets

TOKEN = "8Jq2kV9dXc3mR7tLw5zPaQ"


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
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", (path,), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == told
