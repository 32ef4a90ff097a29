package org.mediafiles.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.EventService;
import org.mediafiles.catalog.PlannedUpload;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.catalog.StandingEvent;
import org.mediafiles.catalog.StandingEventService;
import org.mediafiles.catalog.UploadService;
import org.mediafiles.model.EventType;
import org.mediafiles.security.Attempt;
import org.mediafiles.security.Caller;

/**
 * Publishes onto an event that stands: a photo that was found for an event which another system made without one. The bytes
 * come in as all others do, by {@link MediaIngest}.
 */
@ApplicationScoped
public class StandingEventIngest {
    private MediaIngest ingest;
    private UploadService uploads;
    private StandingEventService standing;
    private EventService events;

    protected StandingEventIngest() {}

    @Inject
    StandingEventIngest(MediaIngest ingest, UploadService uploads, StandingEventService standing,
            EventService events) {
        this.ingest = ingest;
        this.uploads = uploads;
        this.standing = standing;
        this.events = events;
    }

    /** As {@link StandingEventService#find}. */
    public StandingEvent find(Caller caller, UUID eventId) {
        return standing.find(caller, eventId);
    }

    /**
     * Judges an upload for an event without publishing it.
     *
     * @throws org.mediafiles.problem.MediaFilesException {@code UNKNOWN_UPLOAD}, {@code UNSUPPORTED_MEDIA_TYPE},
     *                                                    {@code DUPLICATE_MEDIA}
     */
    @Attempt(AuditAct.EVENT_CHANGE)
    public void check(Caller caller, StandingEvent event, UUID uploadId) {
        plan(caller, event, uploadId);
    }

    /** Gives the event its photo; errors as {@link #check} and {@link StandingEventService#attach}. */
    @Attempt(AuditAct.EVENT_CHANGE)
    public EventRecord publish(Caller caller, StandingEvent event, UUID uploadId) {
        List<PlannedUpload> planned = plan(caller, event, uploadId);
        standing.attach(caller, event.id(), ingest.place(planned).get(0));
        return events.standing(caller, EventType.PHOTO, event.id());
    }

    /** @return the photo that an event has already; this is a look */
    public EventRecord open(Caller caller, StandingEvent event) {
        return events.get(caller, EventType.PHOTO, event.id());
    }

    private List<PlannedUpload> plan(Caller caller, StandingEvent event, UUID uploadId) {
        return uploads.plan(caller, new PublishCommand(EventType.PHOTO, event.patientId(), List.of(uploadId), List.of(),
                null, null, null, false));
    }
}
