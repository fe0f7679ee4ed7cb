from django.db import migrations

# PostgreSQL counts a table anew about a minute after it grew. Until then it takes a table that was empty a moment
# ago for empty still, and answers by reading all of it: after the first import, and after the first night's plan.
# Only the owner of a table may have it counted (PostgreSQL 17 could grant that, 15 can not), hence its eyes.
FORWARDS = """
CREATE FUNCTION organisations_count_anew(counted regclass) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
    EXECUTE format('ANALYZE %s', counted);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, "DROP FUNCTION organisations_count_anew(regclass);")]
