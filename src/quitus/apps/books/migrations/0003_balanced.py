from django.db import migrations

# Debits equal credits, checked once at commit, so that an entry and its lines may be written in any order.
# It runs with the owner's eyes, for at commit no organisation is open any more.
# As the owner: at commit the tenant wall is closed again, and the program would see nothing.
FORWARDS = """
CREATE FUNCTION books_entry_balanced() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM books_journalline
        WHERE organisation_id = NEW.organisation_id AND entry_id = NEW.entry_id
        HAVING sum(debit) <> sum(credit)
    ) THEN
        RAISE EXCEPTION 'journal entry % is not balanced', NEW.entry_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER books_entry_balanced AFTER INSERT ON books_journalline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION books_entry_balanced();
CREATE INDEX books_line_entry ON books_journalline (organisation_id, entry_id) INCLUDE (debit, credit);
"""


class Migration(migrations.Migration):
    dependencies = [("books", "0002_walls")]

    operations = [
        migrations.RunSQL(
            FORWARDS, "DROP FUNCTION books_entry_balanced() CASCADE; DROP INDEX books_line_entry;"
        ),
    ]
