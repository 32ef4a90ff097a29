-- kind: expand | lock: SHARE ROW EXCLUSIVE on events_event for the moment of the foreign key | rollback: U2
-- The seed's phase 2, Django's mediafiles.0002. Django keeps CASCADE and PROTECT in Python; here the keys say so.

CREATE TABLE public.mediafiles_photo (
    event_ptr_id uuid NOT NULL,
    media_file_id uuid NOT NULL,
    CONSTRAINT mediafiles_photo_pkey PRIMARY KEY (event_ptr_id),
    CONSTRAINT mediafiles_photo_media_file_id_key UNIQUE (media_file_id),
    CONSTRAINT mediafiles_photo_event_ptr_id_39517c6f_fk_events_event_id FOREIGN KEY (event_ptr_id)
        REFERENCES public.events_event (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT mediafiles_photo_media_file_id_c44a07e1_fk_mediafile FOREIGN KEY (media_file_id)
        REFERENCES public.mediafiles_mediafile (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED
);
