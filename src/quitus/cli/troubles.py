"""What stopped a command from outside our rules, as a refusal: its sentence says what is wrong and what to do next."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from quitus.domain.refused import Refused

FULL = (errno.ENOSPC, errno.EDQUOT)
LONGEST_REASON = 300  # characters: a database's complaint may bring a whole statement along
DISK_FULL = "53100"  # these are PostgreSQL's SQLSTATE codes
LOST = ("08", "57P")


def refusal_of(fault: Exception) -> Refused:
    """The refusal that fits; the technical words stay in it, for whoever mends the machine."""
    if isinstance(fault, Refused):
        return fault
    if isinstance(fault, MemoryError):
        return Refused("memory_short")
    if isinstance(fault, OSError):
        return _of_system(fault)
    return _of_database(fault) or Refused("unexpected_fault", reason=_words(fault))


def _of_system(fault: OSError) -> Refused:
    from quitus.config.postgres import quitus_home

    file = None if fault.filename is None else Path(os.fsdecode(str(fault.filename)))
    if fault.errno in FULL:
        return Refused("disk_full", folder=str(file.parent if file else quitus_home()))
    reason = fault.strerror or _words(fault)
    if file is None:
        return Refused("system_trouble", reason=reason)
    return Refused("file_trouble", file=str(file), reason=reason)


def _of_database(fault: Exception) -> Refused | None:
    """Django wraps what the database says, and other code may wrap Django's."""
    import psycopg

    for cause in _causes(fault):
        if isinstance(cause, psycopg.Error):
            state = cause.sqlstate or ""
            lost = state.startswith(LOST) or (
                not state and isinstance(cause, (psycopg.OperationalError, psycopg.InterfaceError))
            )
            if state == DISK_FULL or (lost and _has_no_room()):
                return Refused("disk_full", folder=_place_of_database())
            return Refused("database_lost" if lost else "database_trouble", reason=_words(cause))
    return None


def _has_no_room() -> bool:
    """A server whose journal cannot grow ends all its connections, and often cannot even say why."""
    from quitus.config.postgres import quitus_home
    from quitus.config.postgres.troubles import refuse_when_full

    try:
        refuse_when_full(quitus_home(), "")
    except Refused:
        return True
    except OSError:  # no such folder: the database is elsewhere
        return False
    return False


def _place_of_database() -> str:
    """The home of the embedded server, else the machine of the one outside."""
    from psycopg.conninfo import conninfo_to_dict

    from quitus.config.postgres import quitus_home

    outside = os.environ.get("DATABASE_URL", "")
    return str(conninfo_to_dict(outside).get("host") or "localhost") if outside else str(quitus_home())


def _causes(fault: BaseException) -> Iterator[BaseException]:
    """The fault, what it came from, and so on."""
    cause: BaseException | None = fault
    while cause is not None:
        yield cause
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def _words(fault: BaseException) -> str:
    """The class and the first line: those that follow are for programmers."""
    first = next(iter(str(fault).strip().splitlines()), "")[:LONGEST_REASON]
    return f"{type(fault).__name__}: {first}" if first else type(fault).__name__
