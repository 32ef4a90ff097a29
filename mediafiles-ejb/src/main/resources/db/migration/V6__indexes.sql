-- kind: expand | lock: SHARE UPDATE EXCLUSIVE while an index is built; reads and writes go on | rollback: U6
-- The seed's phase 5, Django's mediafiles.0006: the five indexes it names. Two of them (file_hash; series and order)
-- repeat a unique constraint's index; they are kept because the plan names them. Runs outside a transaction, so it can
-- be run again: a build that broke off leaves an invalid index, which goes first, and the end looks at all five.

DO $$
DECLARE
    broken regclass;
BEGIN
    FOR broken IN
        SELECT index.indexrelid::regclass
        FROM pg_index index
        WHERE NOT index.indisvalid
          AND index.indexrelid IN (to_regclass('public.mediafile_hash_idx'), to_regclass('public.mediafile_type_created_idx'),
              to_regclass('public.mediafile_mime_idx'), to_regclass('public.mediafile_created_idx'),
              to_regclass('public.series_file_order_idx'))
    LOOP
        EXECUTE format('DROP INDEX %s', broken);
    END LOOP;
END
$$;

CREATE INDEX CONCURRENTLY IF NOT EXISTS mediafile_hash_idx ON public.mediafiles_mediafile (file_hash);
CREATE INDEX CONCURRENTLY IF NOT EXISTS mediafile_type_created_idx
    ON public.mediafiles_mediafile (file_type, created_at DESC);
CREATE INDEX CONCURRENTLY IF NOT EXISTS mediafile_mime_idx ON public.mediafiles_mediafile (mime_type);
CREATE INDEX CONCURRENTLY IF NOT EXISTS mediafile_created_idx ON public.mediafiles_mediafile (created_at);
CREATE INDEX CONCURRENTLY IF NOT EXISTS series_file_order_idx
    ON public.mediafiles_photoseriesfile (photo_series_id, order_index);

DO $$
DECLARE
    valid_indexes integer;
BEGIN
    SELECT count(*) INTO valid_indexes
    FROM pg_index index
    WHERE index.indisvalid
      AND index.indexrelid IN (to_regclass('public.mediafile_hash_idx'), to_regclass('public.mediafile_type_created_idx'),
          to_regclass('public.mediafile_mime_idx'), to_regclass('public.mediafile_created_idx'),
          to_regclass('public.series_file_order_idx'));
    IF valid_indexes <> 5 THEN
        RAISE EXCEPTION 'Only % of the five indexes are valid', valid_indexes;
    END IF;
END
$$;
