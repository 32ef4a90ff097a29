-- kind: expand | lock: SHARE ROW EXCLUSIVE on events_event and mediafiles_mediafile for the moment of the foreign keys | rollback: U4
-- The seed's phase 3, Django's mediafiles.0004: a series, its pictures, both unique constraints.

CREATE TABLE public.mediafiles_photoseries (
    event_ptr_id uuid NOT NULL,
    total_images integer NOT NULL,
    series_description text NOT NULL,
    CONSTRAINT mediafiles_photoseries_pkey PRIMARY KEY (event_ptr_id),
    CONSTRAINT mediafiles_photoseries_total_images_check CHECK (total_images >= 0),
    CONSTRAINT mediafiles_photoseries_event_ptr_id_31e2c756_fk_events_event_id FOREIGN KEY (event_ptr_id)
        REFERENCES public.events_event (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE public.mediafiles_photoseriesfile (
    id uuid NOT NULL,
    order_index integer NOT NULL,
    caption text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    photo_series_id uuid NOT NULL,
    media_file_id uuid NOT NULL,
    CONSTRAINT mediafiles_photoseriesfile_pkey PRIMARY KEY (id),
    CONSTRAINT unique_series_file UNIQUE (photo_series_id, media_file_id),
    CONSTRAINT unique_series_order UNIQUE (photo_series_id, order_index),
    CONSTRAINT mediafiles_photoseriesfile_order_index_check CHECK (order_index >= 0),
    CONSTRAINT mediafiles_photoseri_photo_series_id_599eef21_fk_mediafile FOREIGN KEY (photo_series_id)
        REFERENCES public.mediafiles_photoseries (event_ptr_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT mediafiles_photoseri_media_file_id_29a738ea_fk_mediafile FOREIGN KEY (media_file_id)
        REFERENCES public.mediafiles_mediafile (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX mediafiles_photoseriesfile_media_file_id_29a738ea
    ON public.mediafiles_photoseriesfile (media_file_id);
CREATE INDEX mediafiles_photoseriesfile_photo_series_id_599eef21
    ON public.mediafiles_photoseriesfile (photo_series_id);
