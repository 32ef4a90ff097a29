-- Before U7, outside a transaction: the index of the unique constraint that comes back, built while writers go on.

DROP INDEX CONCURRENTLY IF EXISTS public.mediafiles_mediafile_file_hash_key;
CREATE UNIQUE INDEX CONCURRENTLY mediafiles_mediafile_file_hash_key ON public.mediafiles_mediafile (file_hash);
