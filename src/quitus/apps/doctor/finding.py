"""What the doctor finds, and the queries by which it does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Finding:
    """Two figures that should be one. `where` names the row: "instalment 42 (FA-2026-0147)"."""

    check: str
    where: str
    expected: str
    found: str


def rows(sql: str, parameters: Mapping[str, str] | None = None) -> Iterator[tuple[Any, ...]]:
    """The rows of a query over the open organisation."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        yield from cursor.fetchall()
