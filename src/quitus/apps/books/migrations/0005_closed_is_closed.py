from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall

# Who posts shares the head's lock, whoever closes has it alone: so no entry comes into a period while it is closed
# (docs/adr/0014). A statement at a time, for entries come by the hundred thousand.
ENTRIES = """
CREATE FUNCTION books_entry_in_open_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM books_bookshead
    WHERE organisation_id IN (SELECT organisation_id FROM fresh) ORDER BY organisation_id FOR SHARE;
    IF EXISTS (
        SELECT 1 FROM fresh JOIN books_bookshead AS head USING (organisation_id)
        WHERE fresh.happened_on <= head.closed_until
    ) THEN
        RAISE EXCEPTION 'the books are closed on that day: post on the first open one'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER books_entry_in_open_period AFTER INSERT ON books_journalentry
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION books_entry_in_open_period();
"""
# The limit keeps PostgreSQL to the index, whatever it believed of the size of `fresh` when it planned.
LINES = """
CREATE FUNCTION books_line_of_open_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM fresh CROSS JOIN LATERAL (
            SELECT 1 FROM books_entrynumber AS given
            WHERE given.organisation_id = fresh.organisation_id AND given.entry_id = fresh.entry_id LIMIT 1
        ) AS numbered
    ) THEN
        RAISE EXCEPTION 'the entry is final: correct it by another entry' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER books_line_of_open_entry AFTER INSERT ON books_journalline
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION books_line_of_open_entry();
"""
HEAD = """
CREATE FUNCTION books_head_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.organisation_id <> OLD.organisation_id
        OR (OLD.closed_until IS NOT NULL AND (NEW.closed_until >= OLD.closed_until) IS NOT TRUE) THEN
        RAISE EXCEPTION 'closed books are not opened again' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER books_head_goes_forward BEFORE UPDATE OR DELETE ON books_bookshead
    FOR EACH ROW EXECUTE FUNCTION books_head_goes_forward();
"""


class Migration(migrations.Migration):
    dependencies = [("books", "0004_closing")]

    operations = [
        BehindTenantWall("AccountChoice", append_only=True),
        BehindTenantWall("FinancialYear"),
        BehindTenantWall("BooksHead"),
        BehindTenantWall("Closing", append_only=True),
        BehindTenantWall("EntryNumber", append_only=True),
        migrations.RunSQL(ENTRIES, "DROP FUNCTION books_entry_in_open_period() CASCADE;"),
        migrations.RunSQL(LINES, "DROP FUNCTION books_line_of_open_entry() CASCADE;"),
        migrations.RunSQL(HEAD, "DROP FUNCTION books_head_goes_forward() CASCADE;"),
    ]
