-- kind: migrate | lock: none, it only reads | rollback: U3
-- The seed's phase 2, Django's mediafiles.0003: photo events that stand already are found, counted and reported. There
-- is no file to give them, so no row is written; the timeline shows them as events whose picture is missing.

DO $$
DECLARE
    photo_events bigint;
BEGIN
    -- 3: the seed's PHOTO_EVENT.
    SELECT count(*) INTO photo_events
    FROM public.events_event event
    WHERE event.event_type = 3
      AND NOT EXISTS (SELECT FROM public.mediafiles_photo photo WHERE photo.event_ptr_id = event.id);
    RAISE NOTICE 'Found % existing photo events without a picture', photo_events;
END
$$;
