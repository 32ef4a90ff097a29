-- undoes: V31 | loses: nothing | lock: ACCESS EXCLUSIVE on audit_event for a moment, where it is not partitioned
-- V31 runs outside a transaction and may have come in part: what is not there is not missed. A partitioned trail stays as it is.

DO $$
BEGIN
    IF (SELECT relkind FROM pg_class WHERE oid = 'mediafiles_ops.audit_event'::regclass) = 'r' THEN
        ALTER TABLE mediafiles_ops.audit_event DROP CONSTRAINT IF EXISTS audit_event_at_check;
        DROP INDEX IF EXISTS mediafiles_ops.audit_event_before_pkey,
            mediafiles_ops.audit_event_before_patient_id_at_id_idx,
            mediafiles_ops.audit_event_before_username_at_id_idx,
            mediafiles_ops.audit_event_before_act_at_id_idx,
            mediafiles_ops.audit_event_before_event_id_at_id_idx,
            mediafiles_ops.audit_event_before_outcome_at_id_idx;
    END IF;
END
$$;
