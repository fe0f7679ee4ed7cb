from django.db import migrations

from quitus.apps.organisations.walls import BehindTenantWall

# What an order says is fixed once it waits for approval; what the approval made, once it is there.
ORDER = """
CREATE FUNCTION outgoing_order_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a transfer order is cancelled, never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> 'draft' AND (NEW.bank_account_id, NEW.title, NEW.execution_on, NEW.instant, NEW.made_by_id)
        IS DISTINCT FROM (OLD.bank_account_id, OLD.title, OLD.execution_on, OLD.instant, OLD.made_by_id) THEN
        RAISE EXCEPTION 'a transfer order that was put forward is fixed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.approved_by_id IS NOT NULL
        AND ((NEW.approved_by_id, NEW.approved_on, NEW.message_id, NEW.file_id, NEW.second_needed)
            IS DISTINCT FROM (OLD.approved_by_id, OLD.approved_on, OLD.message_id, OLD.file_id, OLD.second_needed)
            OR NEW.state IN ('draft', 'to_approve')) THEN
        RAISE EXCEPTION 'an approved transfer order is fixed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER outgoing_order_is_fixed BEFORE UPDATE OR DELETE ON outgoing_transferorder
    FOR EACH ROW EXECUTE FUNCTION outgoing_order_is_fixed();
"""
# Transfers come and go with a draft; later only what the bank did is noted.
TRANSFER = """
CREATE FUNCTION outgoing_transfer_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_state text;
BEGIN
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'executed_line_id' - 'executed_on')
        = (to_jsonb(OLD) - 'executed_line_id' - 'executed_on') THEN
        RETURN NEW;
    END IF;
    SELECT state INTO its_state FROM outgoing_transferorder
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.order_id ELSE NEW.order_id END;
    IF its_state <> 'draft' OR TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a transfer of an order that was put forward is fixed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER outgoing_transfer_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON outgoing_transfer
    FOR EACH ROW EXECUTE FUNCTION outgoing_transfer_is_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("outgoing", "0001_initial")]

    operations = [
        BehindTenantWall("OutgoingSetting"),
        BehindTenantWall("TransferOrder"),
        migrations.RunSQL(ORDER, "DROP FUNCTION outgoing_order_is_fixed() CASCADE;"),
        BehindTenantWall("Transfer"),
        migrations.RunSQL(TRANSFER, "DROP FUNCTION outgoing_transfer_is_fixed() CASCADE;"),
        BehindTenantWall("Download", append_only=True),
    ]
