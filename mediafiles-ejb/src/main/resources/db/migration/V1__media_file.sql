-- kind: expand | lock: none, a new table | rollback: U1
-- The seed's phase 1, Django's mediafiles.0001: names, columns and order as Django leaves them.

CREATE TABLE public.mediafiles_mediafile (
    id uuid NOT NULL,
    file_path varchar(500) NOT NULL,
    original_filename varchar(255) NOT NULL,
    file_hash varchar(64),
    file_size bigint NOT NULL,
    mime_type varchar(100) NOT NULL,
    file_type varchar(20) NOT NULL,
    width integer,
    height integer,
    duration numeric(10,3),
    thumbnail_path varchar(500),
    metadata jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT mediafiles_mediafile_pkey PRIMARY KEY (id),
    CONSTRAINT mediafiles_mediafile_file_path_key UNIQUE (file_path),
    CONSTRAINT mediafiles_mediafile_file_hash_key UNIQUE (file_hash),
    CONSTRAINT mediafiles_mediafile_height_check CHECK (height >= 0),
    CONSTRAINT mediafiles_mediafile_width_check CHECK (width >= 0)
);

CREATE INDEX mediafiles_mediafile_file_hash_315f6414_like
    ON public.mediafiles_mediafile (file_hash varchar_pattern_ops);
CREATE INDEX mediafiles_mediafile_file_path_b15e78b3_like
    ON public.mediafiles_mediafile (file_path varchar_pattern_ops);
