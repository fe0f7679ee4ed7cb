"""What PostgreSQL believes of the size of a table, on which it chooses how to answer.

It counts anew about a minute after a table grew. Until then it takes a table that was empty for empty still, and
reads all of it for each question: after a first import, or the first night's plan.
"""

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Model

# So many rows at once change what it believes.
MANY = 500


def count_anew_after_commit(count: int, *models: type[Model]) -> None:
    """Have tables counted after the commit, when they grew by many rows."""
    if count < MANY:
        return
    waiting = [callback for _, callback, *_ in connection.run_on_commit]
    for model in models:
        count_anew = _CountAnew(model._meta.db_table)
        if count_anew not in waiting:
            transaction.on_commit(count_anew)


@dataclass(frozen=True, slots=True)
class _CountAnew:
    """After a commit, for it holds a lock that others who fill the table would wait for."""

    table: str

    def __call__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT organisations_count_anew(%s::regclass)", [self.table])
