-- kind: expand | lock: SHARE UPDATE EXCLUSIVE on derivative_job while an index is built; reads and writes go on | rollback: U21
-- The jobs of one regeneration are counted and stopped by it, those that failed are listed and counted; the table holds a row for
-- every stored object, so writers must not wait for the indexes. Runs outside a transaction, so it can be run again: a build that
-- broke off leaves an invalid index, which goes first.

DO $$
DECLARE
    broken regclass;
BEGIN
    FOR broken IN
        SELECT index.indexrelid::regclass FROM pg_index index WHERE NOT index.indisvalid
        AND index.indexrelid IN (to_regclass('mediafiles_ops.derivative_job_regeneration_id_idx'),
            to_regclass('mediafiles_ops.derivative_job_failed_idx'))
    LOOP
        EXECUTE format('DROP INDEX %s', broken);
    END LOOP;
END
$$;

CREATE INDEX CONCURRENTLY IF NOT EXISTS derivative_job_regeneration_id_idx
    ON mediafiles_ops.derivative_job (regeneration_id) WHERE regeneration_id IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS derivative_job_failed_idx
    ON mediafiles_ops.derivative_job (id) WHERE state = 'failed';

DO $$
BEGIN
    IF (SELECT count(*) FROM pg_index index WHERE index.indisvalid
        AND index.indexrelid IN (to_regclass('mediafiles_ops.derivative_job_regeneration_id_idx'),
            to_regclass('mediafiles_ops.derivative_job_failed_idx'))) <> 2 THEN
        RAISE EXCEPTION 'Not both indexes of derivative_job are valid';
    END IF;
END
$$;
