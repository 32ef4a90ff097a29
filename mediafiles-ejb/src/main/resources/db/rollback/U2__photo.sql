-- undoes: V2 | loses: mediafiles_photo | lock: ACCESS EXCLUSIVE on mediafiles_photo, for a moment on events_event and mediafiles_mediafile

DROP TABLE public.mediafiles_photo;
