"""Another PostgreSQL server instead of the embedded one: `DATABASE_URL` and `DATABASE_OWNER_URL`."""

import os

from quitus.config.postgres.binaries import OLDEST
from quitus.config.postgres.passwords import new_passwords
from quitus.config.postgres.roles import outside_sql
from quitus.config.postgres.urls import APP, OWNER, DatabaseUrls, database_of, role_of
from quitus.domain.refused import Refused

CONNECT_SECONDS = 10
# A member of the owner's role has the owner's rights, hence passes through the wall like the owner.
WALLED = """
SELECT current_setting('server_version_num')::int / 10000,
       NOT (rolsuper OR rolbypassrls OR EXISTS (
         SELECT FROM pg_roles WHERE rolname = %s AND pg_has_role(current_user, oid, 'MEMBER')))
FROM pg_roles WHERE rolname = current_user
"""


def database_urls() -> DatabaseUrls | None:
    """The addresses of the outside server; None when neither is set, which means the embedded one.

    Raises Refused: database_url_missing, database_owner_url_missing (both with the SQL that makes the missing
    role), database_url_unreadable.
    """
    app, owner = (_readable(variable) for variable in ("DATABASE_URL", "DATABASE_OWNER_URL"))
    if app and owner:
        return DatabaseUrls(app=app, owner=owner)
    if app:
        sql = outside_sql({OWNER: new_passwords()[OWNER]}, app=role_of(app), database=database_of(app))
        raise Refused("database_owner_url_missing", sql=sql)
    if owner:
        sql = outside_sql({APP: new_passwords()[APP]}, owner=role_of(owner), database=database_of(owner))
        raise Refused("database_url_missing", sql=sql)
    return None


def refuse_without_wall(urls: DatabaseUrls) -> None:
    """Connect as the program's role and see that the tenant wall can hold it: there is no half-walled mode.

    Raises Refused: database_unreachable, postgres_too_old, database_role_not_walled.
    """
    import psycopg

    try:
        with psycopg.connect(urls.app, connect_timeout=CONNECT_SECONDS) as connection:
            row = connection.execute(WALLED, [role_of(urls.owner)]).fetchone()
    except psycopg.OperationalError as error:
        raise Refused("database_unreachable", reason=str(error).strip()) from error
    major, walled = row or (0, False)
    if major < OLDEST:
        raise Refused("postgres_too_old", version=major, oldest=OLDEST)
    if not walled:
        raise Refused("database_role_not_walled", role=role_of(urls.app), owner=role_of(urls.owner))


def _readable(variable: str) -> str:
    url = os.environ.get(variable, "")
    if not url:
        return ""
    import psycopg

    try:
        if not role_of(url):
            raise Refused("database_url_unreadable", variable=variable)
    except psycopg.ProgrammingError:
        # Not chained: the driver repeats what it could not read, with the password.
        raise Refused("database_url_unreadable", variable=variable) from None
    return url
