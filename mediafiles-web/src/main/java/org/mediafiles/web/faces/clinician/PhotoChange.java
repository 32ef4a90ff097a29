package org.mediafiles.web.faces.clinician;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.catalog.ChangeContext;
import org.mediafiles.catalog.EventPatch;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.EventService;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.model.EventType;
import org.mediafiles.web.faces.support.HospitalDates;
import org.mediafiles.web.faces.support.PageMessages;
import org.mediafiles.web.faces.support.Redirect;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.signin.CurrentCaller;

/** Changing and deleting the photo that is on the screen. */
@Named
@RequestScoped
public class PhotoChange {
    @Inject
    private PhotoBacking shown;
    @Inject
    private EventService events;
    @Inject
    private CurrentCaller current;
    @Inject
    private PageMessages messages;
    @Inject
    private WordsBacking words;
    @Inject
    private HospitalConfig hospital;

    private String description;
    private String eventDatetime;
    private String reason;

    /** Fills the form with what the opened photo has. */
    public void open() {
        EventRecord photo = shown.getPhoto();
        description = photo.description();
        eventDatetime = words.dateTime(photo.eventDatetime());
    }

    public void save() throws IOException {
        Optional<Instant> when = HospitalDates.parseDateTime(eventDatetime, hospital.timeZone());
        if (when.isEmpty()) {
            messages.error("eventDatetime", "problem.invalid-request.eventDatetime");
            return;
        }
        EventRecord photo = shown.getPhoto();
        // The field shows minutes: what was not touched keeps its seconds.
        boolean sameTime = words.dateTime(photo.eventDatetime()).equals(eventDatetime.strip());
        events.change(current.get(), EventType.PHOTO, photo.id(),
                new EventPatch(description == null ? "" : description, sameTime ? null : when.get(), null), context());
        messages.done("photo.changed");
        Redirect.to("/clinician/photo.xhtml?photo=" + photo.id());
    }

    public void delete() throws IOException {
        UUID owner = shown.getPhoto().patientId();
        events.delete(current.get(), EventType.PHOTO, shown.getPhoto().id(), context());
        messages.done("photo.deleted");
        Redirect.to("/clinician/timeline.xhtml?patient=" + owner);
    }

    private ChangeContext context() {
        return new ChangeContext(reason, shown.shownVersion());
    }

    public String getDescription() {
        return description;
    }

    public void setDescription(String description) {
        this.description = description;
    }

    public String getEventDatetime() {
        return eventDatetime;
    }

    public void setEventDatetime(String eventDatetime) {
        this.eventDatetime = eventDatetime;
    }

    public String getReason() {
        return reason;
    }

    public void setReason(String reason) {
        this.reason = reason;
    }
}
