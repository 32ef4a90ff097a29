-- undoes: V7 | loses: derivative media_file_object stored_object | lock: ACCESS EXCLUSIVE on mediafiles_mediafile for a moment
-- Refused by the unique index of the preparation while two records have the same hash: unshare gives each its own bytes.

DROP TABLE mediafiles_ops.derivative;
DROP TABLE mediafiles_ops.media_file_object;
DROP TABLE mediafiles_ops.stored_object;

ALTER TABLE public.mediafiles_mediafile
    DROP CONSTRAINT mediafiles_mediafile_file_size_check,
    DROP CONSTRAINT mediafiles_mediafile_file_hash_check,
    DROP CONSTRAINT mediafiles_mediafile_file_type_check,
    ADD CONSTRAINT mediafiles_mediafile_file_hash_key UNIQUE USING INDEX mediafiles_mediafile_file_hash_key;
