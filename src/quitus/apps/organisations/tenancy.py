"""The tenant wall, seen from Python: which organisation the present work belongs to.

The database keeps organisations apart by row level security (see `walls.py`). This module opens the wall for
one organisation and makes forgotten openings an error instead of an empty page.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import OperationalError, connection, models, transaction
from django.db.models.deletion import PROTECT
from psycopg.errors import DeadlockDetected

Row = TypeVar("Row", bound=models.Model)
Result = TypeVar("Result")
TRIES = 4

_current: ContextVar[int | None] = ContextVar("quitus_organisation", default=None)


class OutsideTenant(RuntimeError):
    """A tenant's rows were asked for although no organisation is open: a fault of the program."""


@contextmanager
def tenant(organisation_id: int) -> Iterator[None]:
    """Open the wall for one organisation, inside one transaction.

    Everything written within is one transaction; nesting another organisation is refused, since the
    database knows one at a time.
    """
    if _current.get() is not None:
        raise OutsideTenant(f"organisation {_current.get()} is already open")
    within_another = connection.in_atomic_block
    with transaction.atomic():
        _tell_database(str(organisation_id))
        opened = _current.set(organisation_id)
        try:
            yield
        finally:
            _current.reset(opened)
        # A released savepoint keeps the setting, so within an outer transaction we close the wall ourselves.
        # Otherwise the commit does it, and after an error the rollback.
        if within_another:
            _tell_database("")


def in_tenant(organisation_id: int, work: Callable[[], Result]) -> Result:
    """Do the work behind the wall; again when PostgreSQL chose it as the victim of a deadlock.

    Two persons deciding about the same money at once may meet in opposite order. The victim's transaction has
    kept nothing, so it starts anew; work must not have effects outside the database.
    """
    for _ in range(TRIES - 1):
        try:
            with tenant(organisation_id):
                return work()
        except OperationalError as fault:
            if not isinstance(fault.__cause__, DeadlockDetected):
                raise
    with tenant(organisation_id):
        return work()


def current_organisation_id() -> int:
    """The open organisation; raises OutsideTenant when there is none."""
    organisation_id = _current.get()
    if organisation_id is None:
        raise OutsideTenant("open an organisation first: with tenant(organisation_id): ...")
    return organisation_id


def _tell_database(value: str) -> None:
    # With the second setting a statement prepared once (`sql.py`) is also planned once: left to itself, PostgreSQL
    # thinks short arrays worth a new plan each time, and takes ten times longer over it than over the answer.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('quitus.org', %s, true), set_config('plan_cache_mode', 'force_generic_plan', true)",
            [value],
        )


class TenantManager(models.Manager[Row]):
    """The usual manager, which refuses to read behind a closed wall."""

    def get_queryset(self) -> models.QuerySet[Row]:
        current_organisation_id()
        return super().get_queryset()


class TenantModel(models.Model):
    """A row that belongs to one organisation, taken from the open wall."""

    id = models.BigAutoField(primary_key=True)
    # No index of its own: the wall's unique (organisation_id, id) serves.
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=PROTECT,
        related_name="+",
        db_index=False,
        default=current_organisation_id,
        editable=False,
    )

    objects = TenantManager()

    class Meta:
        abstract = True


class TenantForeignKey(models.ForeignKey[Any, Any]):
    """A reference to another row of the same organisation.

    Django makes no plain constraint, for that would accept another tenant's row: the wall's composite key
    (organisation_id, x_id) does it in the database. Nothing is deleted in a cascade.
    """

    def __init__(self, to: Any, on_delete: Any = PROTECT, **options: Any) -> None:
        options["db_constraint"] = False
        super().__init__(to, on_delete, **options)
