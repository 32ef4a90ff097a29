-- kind: expand | lock: ACCESS EXCLUSIVE on mediafiles_mediafile for a moment, no scan | rollback: U7
-- Bytes are stored once, records are not shared: a media file points to a stored object, and the same bytes may stand in
-- several records. So file_hash is no longer unique; file_path stays the record's own unique key.
-- The checks are what Django's choices said. NOT VALID: legacy rows may break them; they are validated after the
-- migration where none does.

ALTER TABLE public.mediafiles_mediafile DROP CONSTRAINT mediafiles_mediafile_file_hash_key;

ALTER TABLE public.mediafiles_mediafile
    ADD CONSTRAINT mediafiles_mediafile_file_type_check CHECK (file_type IN ('image', 'video')) NOT VALID,
    ADD CONSTRAINT mediafiles_mediafile_file_hash_check CHECK (file_hash ~ '^[0-9a-f]{64}$') NOT VALID,
    ADD CONSTRAINT mediafiles_mediafile_file_size_check CHECK (file_size > 0) NOT VALID;

CREATE TABLE mediafiles_ops.stored_object (
    id uuid NOT NULL,
    sha256 varchar(64) NOT NULL,
    storage_key varchar(500) NOT NULL,
    byte_count bigint NOT NULL,
    mime_type varchar(100) NOT NULL,
    has_position boolean,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT stored_object_pkey PRIMARY KEY (id),
    CONSTRAINT stored_object_sha256_key UNIQUE (sha256),
    CONSTRAINT stored_object_storage_key_key UNIQUE (storage_key),
    CONSTRAINT stored_object_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT stored_object_byte_count_check CHECK (byte_count > 0)
);

CREATE TABLE mediafiles_ops.media_file_object (
    media_file_id uuid NOT NULL,
    stored_object_id uuid NOT NULL,
    CONSTRAINT media_file_object_pkey PRIMARY KEY (media_file_id),
    CONSTRAINT media_file_object_media_file_id_fk FOREIGN KEY (media_file_id)
        REFERENCES public.mediafiles_mediafile (id) ON DELETE CASCADE,
    CONSTRAINT media_file_object_stored_object_id_fk FOREIGN KEY (stored_object_id)
        REFERENCES mediafiles_ops.stored_object (id) ON DELETE RESTRICT
);

CREATE INDEX media_file_object_stored_object_id_idx ON mediafiles_ops.media_file_object (stored_object_id);

-- RESTRICT: a derivative's row is the only trace of its bytes, so it never goes along silently.
CREATE TABLE mediafiles_ops.derivative (
    stored_object_id uuid NOT NULL,
    variant varchar(20) NOT NULL,
    storage_key varchar(500) NOT NULL,
    byte_count bigint NOT NULL,
    sha256 varchar(64) NOT NULL,
    mime_type varchar(100) NOT NULL,
    width integer,
    height integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT derivative_pkey PRIMARY KEY (stored_object_id, variant),
    CONSTRAINT derivative_storage_key_key UNIQUE (storage_key),
    CONSTRAINT derivative_variant_check CHECK (variant IN ('large', 'medium', 'thumbnail', 'playback', 'poster')),
    CONSTRAINT derivative_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT derivative_byte_count_check CHECK (byte_count > 0),
    CONSTRAINT derivative_stored_object_id_fk FOREIGN KEY (stored_object_id)
        REFERENCES mediafiles_ops.stored_object (id) ON DELETE RESTRICT
);
