-- undoes: V6 | loses: nothing | lock: ACCESS EXCLUSIVE on mediafiles_mediafile and mediafiles_photoseriesfile for a moment

DROP INDEX public.series_file_order_idx;
DROP INDEX public.mediafile_created_idx;
DROP INDEX public.mediafile_mime_idx;
DROP INDEX public.mediafile_type_created_idx;
DROP INDEX public.mediafile_hash_idx;
