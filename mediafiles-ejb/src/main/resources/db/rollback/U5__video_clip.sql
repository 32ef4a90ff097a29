-- undoes: V5 | loses: mediafiles_videoclip | lock: ACCESS EXCLUSIVE on mediafiles_videoclip, for a moment on events_event and mediafiles_mediafile

DROP TABLE public.mediafiles_videoclip;
