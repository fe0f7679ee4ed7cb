"""The two roles and their database, here and on another server.

`quitus_owner` owns the tables, so the tenant wall (row level security) does not hold it back;
`quitus_app` stands behind the wall and does only what it is granted.

The driver is imported late, here and beside: it takes a third of a second, which a warm start does without.
"""

from typing import TYPE_CHECKING

from quitus.config.postgres.passwords import Passwords
from quitus.config.postgres.urls import APP, DATABASE, OWNER, DatabaseUrls, role_of

if TYPE_CHECKING:
    from psycopg import sql

OWNER_RIGHTS = "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
APP_RIGHTS = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
# A hosted server's administrator is no superuser and may not even write NOSUPERUSER: what a new role is
# anyway is left out.
OWNER_RIGHTS_OUTSIDE = "LOGIN CREATEDB"
APP_RIGHTS_OUTSIDE = "LOGIN"


def role_statements(passwords: Passwords) -> list[str]:
    """SQL for the superuser of the embedded server: makes both roles, or mends them and sets the passwords."""
    from psycopg import sql

    statements = []
    for role, rights in ((OWNER, OWNER_RIGHTS), (APP, APP_RIGHTS)):
        create = (
            f"IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role}; END IF;"
        )
        password = sql.Literal(passwords[role]).as_string()
        statements += [f"DO $$ BEGIN {create} END $$;", f"ALTER ROLE {role} {rights} PASSWORD {password};"]
    # The owner may end the program's connections, which dropping a database needs.
    return [*statements, f"GRANT {APP} TO {OWNER};"]


def database_statements(database: str = DATABASE, owner: str = OWNER, app: str = APP) -> list[str]:
    """SQL that makes a database of the owner's into which the program may come and nobody else."""
    from psycopg import sql

    names = {name: sql.Identifier(value) for name, value in (("d", database), ("o", owner), ("a", app))}
    return [
        sql.SQL(text).format(**names).as_string()
        for text in (
            "CREATE DATABASE {d} OWNER {o};",
            "REVOKE ALL ON DATABASE {d} FROM PUBLIC;",
            "GRANT CONNECT ON DATABASE {d} TO {a};",
        )
    ]


def outside_sql(missing: Passwords, owner: str = OWNER, app: str = APP, database: str = DATABASE) -> str:
    """What the administrator of another PostgreSQL server runs with `psql` to make our roles and database.

    `missing` holds the passwords of the roles that are to be made; running it twice changes nothing.
    """
    from psycopg import sql

    names = {name: sql.Identifier(value) for name, value in (("d", database), ("o", owner), ("a", app))}
    lines = []
    for role, password in missing.items():
        rights = OWNER_RIGHTS_OUTSIDE if role == owner else APP_RIGHTS_OUTSIDE
        role_sql = sql.SQL("CREATE ROLE {} " + rights + " PASSWORD {}")
        lines.append(
            _unless_there(role_sql.format(sql.Identifier(role), password), "pg_roles", "rolname", role)
        )
    # A hosted server's administrator may give a database only to a role he belongs to.
    join = sql.SQL("GRANT {o} TO CURRENT_USER").format(**names)
    select = sql.SQL("SELECT {} WHERE current_user <> {} \\gexec")
    lines.append(select.format(sql.Literal(join.as_string()), sql.Literal(owner)).as_string())
    lines.append(sql.SQL("GRANT {a} TO {o};").format(**names).as_string())
    create = sql.SQL("CREATE DATABASE {d} OWNER {o}").format(**names)
    lines.append(_unless_there(create, "pg_database", "datname", database))
    lines.append(
        sql.SQL(
            "ALTER DATABASE {d} OWNER TO {o};\n"
            "REVOKE ALL ON DATABASE {d} FROM PUBLIC;\n"
            "GRANT CONNECT ON DATABASE {d} TO {a};\n"
            "\\connect {d}\n"
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC;\n"
            "GRANT USAGE, CREATE ON SCHEMA public TO {o};\n"
            "GRANT USAGE ON SCHEMA public TO {a};"
        )
        .format(**names)
        .as_string()
    )
    return "\n".join(lines)


def create_database(urls: DatabaseUrls, name: str) -> DatabaseUrls:
    """Another, empty database on the same server for the same two roles; for tests.

    Raises psycopg.errors.DuplicateDatabase.
    """
    import psycopg

    with psycopg.connect(urls.owner, autocommit=True) as connection:
        for statement in database_statements(name, role_of(urls.owner), role_of(urls.app)):
            connection.execute(statement.encode())
    return urls.of_database(name)


def drop_database(urls: DatabaseUrls, name: str) -> None:
    """Remove a database made by `create_database`, with whoever is still connected to it."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(urls.owner, autocommit=True) as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        connection.execute(drop)


def _unless_there(statement: "sql.Composed", table: str, column: str, name: str) -> str:
    """psql has no CREATE … IF NOT EXISTS for these: let the server write the statement, then run it."""
    from psycopg import sql

    select = sql.SQL("SELECT {} WHERE NOT EXISTS (SELECT FROM {} WHERE {} = {}) \\gexec").format(
        sql.Literal(statement.as_string()), sql.Identifier(table), sql.Identifier(column), sql.Literal(name)
    )
    return select.as_string()
