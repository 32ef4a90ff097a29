-- undoes: V21 | loses: nothing | lock: ACCESS EXCLUSIVE on derivative_job for a moment
-- V21 runs outside a transaction and may have come in part: what is not there is not missed.

DROP INDEX IF EXISTS mediafiles_ops.derivative_job_failed_idx;
DROP INDEX IF EXISTS mediafiles_ops.derivative_job_regeneration_id_idx;
