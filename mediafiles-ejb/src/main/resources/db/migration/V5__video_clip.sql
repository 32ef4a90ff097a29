-- kind: expand | lock: SHARE ROW EXCLUSIVE on events_event and mediafiles_mediafile for the moment of the foreign keys | rollback: U5
-- The seed's phase 4, Django's mediafiles.0005.

CREATE TABLE public.mediafiles_videoclip (
    event_ptr_id uuid NOT NULL,
    media_file_id uuid NOT NULL,
    CONSTRAINT mediafiles_videoclip_pkey PRIMARY KEY (event_ptr_id),
    CONSTRAINT mediafiles_videoclip_media_file_id_key UNIQUE (media_file_id),
    CONSTRAINT mediafiles_videoclip_event_ptr_id_32587de9_fk_events_event_id FOREIGN KEY (event_ptr_id)
        REFERENCES public.events_event (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT mediafiles_videoclip_media_file_id_9903dea1_fk_mediafile FOREIGN KEY (media_file_id)
        REFERENCES public.mediafiles_mediafile (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED
);
