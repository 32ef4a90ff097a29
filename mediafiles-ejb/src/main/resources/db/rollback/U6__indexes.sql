-- undoes: V6 | loses: nothing | lock: ACCESS EXCLUSIVE on mediafiles_mediafile and mediafiles_photoseriesfile for a moment
-- V6 runs outside a transaction and may have come in part: what is not there is not missed.

DROP INDEX IF EXISTS public.series_file_order_idx;
DROP INDEX IF EXISTS public.mediafile_created_idx;
DROP INDEX IF EXISTS public.mediafile_mime_idx;
DROP INDEX IF EXISTS public.mediafile_type_created_idx;
DROP INDEX IF EXISTS public.mediafile_hash_idx;
