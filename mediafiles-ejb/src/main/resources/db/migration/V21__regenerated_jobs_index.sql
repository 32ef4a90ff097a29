-- kind: expand | lock: SHARE UPDATE EXCLUSIVE on derivative_job while the index is built; reads and writes go on | rollback: U21
-- The jobs of one regeneration are counted and stopped by it; the table holds a row for every stored object, so writers must not
-- wait for the index. Runs outside a transaction, so it can be run again: a build that broke off leaves an invalid index.

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_index index WHERE NOT index.indisvalid
        AND index.indexrelid = to_regclass('mediafiles_ops.derivative_job_regeneration_id_idx')) THEN
        DROP INDEX mediafiles_ops.derivative_job_regeneration_id_idx;
    END IF;
END
$$;

CREATE INDEX CONCURRENTLY IF NOT EXISTS derivative_job_regeneration_id_idx
    ON mediafiles_ops.derivative_job (regeneration_id) WHERE regeneration_id IS NOT NULL;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_index index WHERE index.indisvalid
        AND index.indexrelid = to_regclass('mediafiles_ops.derivative_job_regeneration_id_idx')) THEN
        RAISE EXCEPTION 'The index derivative_job_regeneration_id_idx is not valid';
    END IF;
END
$$;
