-- undoes: V20 | loses: regeneration removed_picture | lock: ACCESS EXCLUSIVE on mediafiles_photoseries, mediafiles_photoseriesfile and derivative_job for a moment
-- Pictures that were taken out of a series stay as media files without an event; where each stood is exported.

DROP TRIGGER mediafiles_pictures_moved ON public.mediafiles_photoseriesfile;
DROP TRIGGER mediafiles_pictures_went ON public.mediafiles_photoseriesfile;
DROP TRIGGER mediafiles_pictures_came ON public.mediafiles_photoseriesfile;
DROP TRIGGER mediafiles_true_total_images ON public.mediafiles_photoseries;
DROP FUNCTION mediafiles_ops.recount_series();
DROP FUNCTION mediafiles_ops.count_pictures_of_series();

ALTER TABLE mediafiles_ops.derivative_job
    DROP CONSTRAINT derivative_job_progress_check,
    DROP COLUMN regeneration_id,
    DROP COLUMN log,
    DROP COLUMN progress;

DROP TABLE mediafiles_ops.regeneration;
DROP TABLE mediafiles_ops.removed_picture;
