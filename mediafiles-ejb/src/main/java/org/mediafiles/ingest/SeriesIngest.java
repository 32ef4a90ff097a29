package org.mediafiles.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.catalog.AddPicturesCommand;
import org.mediafiles.catalog.ChangeContext;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.SeriesService;
import org.mediafiles.catalog.StoredUpload;
import org.mediafiles.catalog.UploadService;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.Attempt;
import org.mediafiles.security.Caller;

/** Adds pictures to a series that stands. The bytes come in as all others do, by {@link MediaIngest}. */
@ApplicationScoped
public class SeriesIngest {
    private MediaIngest ingest;
    private UploadService uploads;
    private SeriesService series;

    protected SeriesIngest() {}

    @Inject
    SeriesIngest(MediaIngest ingest, UploadService uploads, SeriesService series) {
        this.ingest = ingest;
        this.uploads = uploads;
        this.series = series;
    }

    /** As {@link SeriesService#check(Caller, AddPicturesCommand, ChangeContext, int)}. */
    public void check(Caller caller, AddPicturesCommand command, ChangeContext context, int filesToCome) {
        series.check(caller, command, context, filesToCome);
    }

    /**
     * Puts received uploads behind the pictures of a series: store, then one transaction for all else.
     *
     * @throws MediaFilesException as {@link #check}, and {@code UNSUPPORTED_MEDIA_TYPE} for a clip,
     *                             {@code DUPLICATE_IN_SERIES}, {@code DUPLICATE_MEDIA}, {@code STORAGE_FULL},
     *                             {@code NOT_READY}
     */
    @Attempt(AuditAct.EVENT_CHANGE)
    public EventRecord add(Caller caller, AddPicturesCommand command, ChangeContext context) {
        series.check(caller, command, context);
        if (command.uploadIds().isEmpty()) {
            throw MediaFilesException.invalid("uploadId", "Send at least one picture.");
        }
        List<StoredUpload> stored = ingest.place(uploads.plan(caller, command));
        return series.add(caller, command, context, stored);
    }
}
