-- kind: expand | lock: ACCESS EXCLUSIVE on audit_event for a moment, then SHARE UPDATE EXCLUSIVE while indexes are built and a check is read; reads and writes go on | rollback: U31
-- What audit_event needs to become a partition without being read under a lock: V32 takes these indexes and this bound over.
-- Runs outside a transaction, so it can be run again: a build that broke off leaves an invalid index, which goes first. The
-- trail outlives every rollback: where it is partitioned already, the indexes are built on an empty table that goes again.

DO $$
DECLARE
    broken regclass;
    boundary timestamp with time zone;
BEGIN
    -- The table is named without its schema below, so that an empty one may stand for it.
    PERFORM set_config('mediafiles.search_path', current_setting('search_path'), false);
    PERFORM set_config('search_path', 'mediafiles_ops', false);
    IF (SELECT relkind FROM pg_class WHERE oid = 'mediafiles_ops.audit_event'::regclass) = 'p' THEN
        CREATE TEMPORARY TABLE IF NOT EXISTS audit_event (LIKE mediafiles_ops.audit_event);
        RETURN;
    END IF;
    -- Whoever comes behind a request for a lock waits with it, so it is asked for a moment only and then again.
    PERFORM set_config('lock_timeout', '500ms', true);
    FOR broken IN
        SELECT index.indexrelid::regclass FROM pg_index index WHERE NOT index.indisvalid
        AND index.indexrelid IN (to_regclass('mediafiles_ops.audit_event_before_pkey'),
            to_regclass('mediafiles_ops.audit_event_before_patient_id_at_id_idx'),
            to_regclass('mediafiles_ops.audit_event_before_username_at_id_idx'),
            to_regclass('mediafiles_ops.audit_event_before_act_at_id_idx'),
            to_regclass('mediafiles_ops.audit_event_before_event_id_at_id_idx'),
            to_regclass('mediafiles_ops.audit_event_before_outcome_at_id_idx'))
    LOOP
        EXECUTE format('DROP INDEX %s', broken);
    END LOOP;
    -- The first of a month, far enough ahead that rows may go on coming before V32 does.
    SELECT (date_trunc('month', greatest(now() + interval '31 days', max(at)) AT TIME ZONE 'UTC') + interval '1 month')
            AT TIME ZONE 'UTC'
        INTO boundary FROM mediafiles_ops.audit_event;
    IF EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'mediafiles_ops.audit_event'::regclass
            AND conname = 'audit_event_at_check') THEN
        ALTER TABLE mediafiles_ops.audit_event DROP CONSTRAINT audit_event_at_check;
    END IF;
    EXECUTE format('ALTER TABLE mediafiles_ops.audit_event ADD CONSTRAINT audit_event_at_check CHECK (at < %L) NOT VALID',
        boundary);
END
$$;

CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS audit_event_before_pkey ON audit_event (at, id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS audit_event_before_patient_id_at_id_idx
    ON audit_event (patient_id, at DESC, id DESC) WHERE patient_id IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS audit_event_before_username_at_id_idx ON audit_event (username, at DESC, id DESC);
CREATE INDEX CONCURRENTLY IF NOT EXISTS audit_event_before_act_at_id_idx ON audit_event (act, at DESC, id DESC);
CREATE INDEX CONCURRENTLY IF NOT EXISTS audit_event_before_event_id_at_id_idx
    ON audit_event (event_id, at DESC, id DESC) WHERE event_id IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS audit_event_before_outcome_at_id_idx
    ON audit_event (outcome, at DESC, id DESC) WHERE outcome <> 'ok';

DO $$
BEGIN
    PERFORM set_config('search_path', current_setting('mediafiles.search_path'), false);
    IF to_regclass('pg_temp.audit_event') IS NOT NULL THEN
        DROP TABLE pg_temp.audit_event;
        RETURN;
    END IF;
    ALTER TABLE mediafiles_ops.audit_event VALIDATE CONSTRAINT audit_event_at_check;
    IF (SELECT count(*) FROM pg_index index WHERE index.indisvalid AND index.indrelid = 'mediafiles_ops.audit_event'::regclass
        AND index.indexrelid IN (to_regclass('mediafiles_ops.audit_event_before_pkey'),
            to_regclass('mediafiles_ops.audit_event_before_patient_id_at_id_idx'),
            to_regclass('mediafiles_ops.audit_event_before_username_at_id_idx'),
            to_regclass('mediafiles_ops.audit_event_before_act_at_id_idx'),
            to_regclass('mediafiles_ops.audit_event_before_event_id_at_id_idx'),
            to_regclass('mediafiles_ops.audit_event_before_outcome_at_id_idx'))) <> 6 THEN
        RAISE EXCEPTION 'Not all six indexes of audit_event are valid';
    END IF;
END
$$;
