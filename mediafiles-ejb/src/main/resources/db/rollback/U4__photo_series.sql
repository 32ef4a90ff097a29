-- undoes: V4 | loses: mediafiles_photoseriesfile mediafiles_photoseries | lock: ACCESS EXCLUSIVE on both, for a moment on events_event and mediafiles_mediafile

DROP TABLE public.mediafiles_photoseriesfile;
DROP TABLE public.mediafiles_photoseries;
