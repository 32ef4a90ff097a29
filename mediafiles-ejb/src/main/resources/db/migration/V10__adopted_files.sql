-- kind: expand | lock: none, a new table | rollback: U10
-- What is left to do with the media files that stood when a Django database was taken over: hashed, measured, their type
-- looked at, found missing. One row each, put there in batches once the adoption has migrated; a standalone installation's
-- table stays empty. What a file's record was before is kept outside the versions, in adopted_row, so that no rollback of
-- this one loses it. No foreign key to the record: it would lock a table that holds rows, and a job that finds no record
-- has nothing to do.

CREATE TABLE mediafiles_ops.adopted_file (
    media_file_id uuid NOT NULL,
    state varchar(20) DEFAULT 'waiting' NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    run_after timestamp with time zone DEFAULT now() NOT NULL,
    claimed_by varchar(100),
    lease_until timestamp with time zone,
    detected_type varchar(100),
    attachment_only boolean DEFAULT false NOT NULL,
    error varchar(500),
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT adopted_file_pkey PRIMARY KEY (media_file_id),
    CONSTRAINT adopted_file_state_check CHECK (state IN ('waiting', 'running', 'done', 'missing', 'failed')),
    CONSTRAINT adopted_file_attempts_check CHECK (attempts >= 0)
);

COMMENT ON COLUMN mediafiles_ops.adopted_file.attachment_only IS 'The bytes are not what the record says: never shown in place';

-- Claiming looks at what waits and at what a dead worker left running; in the end all rows are done.
CREATE INDEX adopted_file_claim_idx ON mediafiles_ops.adopted_file (run_after, media_file_id)
    WHERE state IN ('waiting', 'running');
-- What a person has to look at is listed by its key.
CREATE INDEX adopted_file_trouble_idx ON mediafiles_ops.adopted_file (state, media_file_id)
    WHERE state IN ('missing', 'failed');
CREATE INDEX adopted_file_attachment_only_idx ON mediafiles_ops.adopted_file (media_file_id) WHERE attachment_only;
