-- undoes: V1 | loses: mediafiles_mediafile | lock: ACCESS EXCLUSIVE on mediafiles_mediafile

DROP TABLE public.mediafiles_mediafile;
