"""Statements written by hand, where the cost counts: what a night or a message repeats by the thousand.

The ORM takes a millisecond to write a statement that PostgreSQL answers in a tenth of one; and PostgreSQL takes
longer to plan a statement over ten tables than to answer it for three rows. Hence the two kinds here.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection

Row = tuple[Any, ...]
# Up to so many rows, planning a statement costs more than answering it.
FEW = 50


def rows(statement: str, values: Mapping[str, Any]) -> list[Row]:
    """What a statement returns, with %(named)s values, planned for these very values: for many rows at once."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[Row] = cursor.fetchall()
        return found


def few_rows(statement: str, values: Mapping[str, Any]) -> list[Row]:
    """The same, planned once per connection: for few rows, many times over."""
    with _prepared(statement, values) as cursor:
        return cursor.fetchall()


def run(statement: str, values: Mapping[str, Any]) -> int:
    """How many rows a statement changed; planned once per connection."""
    with _prepared(statement, values) as cursor:
        return cursor.rowcount


def _prepared(statement: str, values: Mapping[str, Any]) -> psycopg.Cursor[Row]:
    connection.ensure_connection()
    raw = connection.connection
    if raw.prepare_threshold is None:  # so Django opens connections; its own statements never ask for it
        raw.prepare_threshold = 5
    cursor = psycopg.Cursor(raw)
    with connection.wrap_database_errors:
        return cursor.execute(statement, values, prepare=True)
