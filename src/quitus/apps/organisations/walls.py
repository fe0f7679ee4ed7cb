"""Migration operations that build the tenant wall and freeze what must never change.

Tried on PostgreSQL 15 and 18. The reasons are in docs/adr/0005-tenant-wall.md and 0006-immutable-records.md.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model

from quitus.apps.organisations.tenancy import TenantForeignKey

TENANT_COLUMN = "organisation_id"


def program_role() -> str:
    """The walled role that the program and its tests use."""
    return str(settings.DATABASES["default"]["USER"])


class _TableOperation(Operation):
    """An operation on one model's table that has SQL to do and SQL to undo."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model: str) -> None:
        self.model = model

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The wall is the database's; Django's models do not change."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        schema_editor.execute(self.build(to_state.apps.get_model(app_label, self.model)), None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        schema_editor.execute(self.undo(from_state.apps.get_model(app_label, self.model)), None)

    def build(self, model: type[Model]) -> str:
        raise NotImplementedError

    def undo(self, model: type[Model]) -> str:
        raise NotImplementedError

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model], {}


class BehindTenantWall(_TableOperation):
    """Put a table behind the wall: unique pair, composite foreign keys, row level security, grants.

    `append_only` tables grant the program neither UPDATE nor DELETE: the strongest form of immutable.
    The policy reads the setting strictly: without an open organisation PostgreSQL raises an error
    rather than showing zero rows.
    """

    def __init__(self, model: str, *, append_only: bool = False) -> None:
        super().__init__(model)
        self.append_only = append_only

    def build(self, model: type[Model]) -> str:
        table = model._meta.db_table
        role = program_role()
        rights = "SELECT, INSERT" if self.append_only else "SELECT, INSERT, UPDATE, DELETE"
        keys = _keys(table, tenant_references(model))
        return f"""
            ALTER TABLE "{table}" ADD CONSTRAINT "{table}_organisation_id_id" UNIQUE ({TENANT_COLUMN}, id);
            {keys}
            ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
            CREATE POLICY tenant_wall ON "{table}"
                USING ({TENANT_COLUMN} = current_setting('quitus.org')::bigint)
                WITH CHECK ({TENANT_COLUMN} = current_setting('quitus.org')::bigint);
            GRANT {rights} ON "{table}" TO "{role}";
            GRANT USAGE, SELECT ON SEQUENCE "{table}_id_seq" TO "{role}";
        """

    def undo(self, model: type[Model]) -> str:
        table = model._meta.db_table
        return f'DROP POLICY tenant_wall ON "{table}"; ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY;'

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model], {"append_only": self.append_only}

    def describe(self) -> str:
        return f"Put {self.model} behind the tenant wall"


class ReferWithinWall(_TableOperation):
    """Composite foreign keys for columns that a walled table got later."""

    def __init__(self, model: str, columns: Sequence[str]) -> None:
        super().__init__(model)
        self.columns = list(columns)

    def build(self, model: type[Model]) -> str:
        references = [one for one in tenant_references(model) if one[0] in self.columns]
        return _keys(model._meta.db_table, references)

    def undo(self, model: type[Model]) -> str:
        table = model._meta.db_table
        return "".join(
            f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_{column}_same_organisation";'
            for column in self.columns
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model, self.columns], {}

    def describe(self) -> str:
        return f"Keep {', '.join(self.columns)} of {self.model} within the wall"


class MayChange(_TableOperation):
    """Let the program change rows of a table that was append-only; which columns stay, `Freeze` says."""

    def build(self, model: type[Model]) -> str:
        return f'GRANT UPDATE ON "{model._meta.db_table}" TO "{program_role()}";'

    def undo(self, model: type[Model]) -> str:
        return f'REVOKE UPDATE ON "{model._meta.db_table}" FROM "{program_role()}";'

    def describe(self) -> str:
        return f"Let rows of {self.model} change"


class Freeze(_TableOperation):
    """Forbid changing the named columns and deleting the row, for whoever asks, the program included.

    State and caches may move; content may not. A mistake is corrected by another entry. `name` tells apart the columns
    that a frozen table got later.
    """

    def __init__(self, model: str, columns: Sequence[str], name: str = "frozen") -> None:
        super().__init__(model)
        self.columns = list(columns)
        self.name = name

    def build(self, model: type[Model]) -> str:
        table = model._meta.db_table
        same = " AND ".join(f'NEW."{name}" IS NOT DISTINCT FROM OLD."{name}"' for name in self.columns)
        return f"""
            CREATE FUNCTION "{table}_{self.name}"() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' AND {same} THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION '{table} is immutable: correct it by another entry'
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER "{table}_{self.name}" BEFORE UPDATE OR DELETE ON "{table}"
                FOR EACH ROW EXECUTE FUNCTION "{table}_{self.name}"();
        """

    def undo(self, model: type[Model]) -> str:
        return f'DROP FUNCTION "{model._meta.db_table}_{self.name}"() CASCADE;'

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model, self.columns, self.name], {}

    def describe(self) -> str:
        return f"Freeze {self.model}: {', '.join(self.columns)}"


def _keys(table: str, references: Sequence[tuple[str, str]]) -> str:
    return "".join(
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{column}_same_organisation" '
        f'FOREIGN KEY ({TENANT_COLUMN}, "{column}") REFERENCES "{target}" ({TENANT_COLUMN}, id);'
        for column, target in references
    )


def tenant_references(model: type[Model]) -> list[tuple[str, str]]:
    """The columns that point at other walled tables, with those tables."""
    return [
        (field.column, field.related_model._meta.db_table)
        for field in model._meta.local_fields
        if isinstance(field, TenantForeignKey)
    ]
