"""The two addresses of the database: the walled role's and the owner's."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

OWNER = "quitus_owner"
APP = "quitus_app"
DATABASE = "quitus"
PLAIN_HOST = re.compile(r"[A-Za-z0-9.-]+")  # what may stand before the slash; a socket's folder may not


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """`postgresql://` addresses with their passwords, which is why they do not show in logs.

    A server on a local socket is written `?host=/folder`: read them with `psycopg.conninfo`,
    not with `urllib`.
    """

    app: str = field(repr=False)
    """The program's and the tests' role: behind the tenant wall, cannot change the tables."""
    owner: str = field(repr=False)
    """The owner of the tables: migrations, backup, doctor, emptying tables between tests."""

    def of_database(self, name: str) -> "DatabaseUrls":
        """The same two roles on another database of the same server."""
        return DatabaseUrls(app=_with_database(self.app, name), owner=_with_database(self.owner, name))


def parts_of(url: str) -> dict[str, Any]:
    """What an address says, by libpq's names. Raises psycopg.ProgrammingError for one that nobody can read."""
    from psycopg.conninfo import conninfo_to_dict  # late: the driver takes a third of a second to load

    return conninfo_to_dict(url)


def role_of(url: str) -> str:
    return str(parts_of(url).get("user") or "")


def database_of(url: str) -> str:
    """The database's name; PostgreSQL takes the role's when the address names none."""
    return str(parts_of(url).get("dbname") or role_of(url))


def url(role: str, password: str, database: str, host: str, port: int) -> str:
    """`host` is the folder of a socket or an address of this machine."""
    # The embedded server speaks no TLS; saying so spares a round trip and any PGSSLMODE around.
    tls = {} if host.startswith("/") else {"sslmode": "disable"}
    return _written(
        {"user": role, "password": password, "dbname": database, "host": host, "port": port, **tls}
    )


def _with_database(address: str, name: str) -> str:
    return _written({**parts_of(address), "dbname": name})


def _written(parts: dict[str, object]) -> str:
    rest = {name: str(value) for name, value in parts.items() if value is not None}
    user, password = quote(rest.pop("user", ""), safe=""), rest.pop("password", None)
    secret = "" if password is None else f":{quote(password, safe='')}"
    database = quote(rest.pop("dbname"), safe="")
    where = ""
    if PLAIN_HOST.fullmatch(rest.get("host", "")):
        where = rest.pop("host") + (f":{rest.pop('port')}" if "port" in rest else "")
    query = urlencode(rest, quote_via=quote, safe="/,")
    return f"postgresql://{user}{secret}@{where}/{database}" + (f"?{query}" if query else "")
