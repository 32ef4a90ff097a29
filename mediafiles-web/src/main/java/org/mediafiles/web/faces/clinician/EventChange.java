package org.mediafiles.web.faces.clinician;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.catalog.ChangeContext;
import org.mediafiles.catalog.EventPatch;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.EventService;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.web.faces.support.EventPage;
import org.mediafiles.web.faces.support.HospitalDates;
import org.mediafiles.web.faces.support.PageMessages;
import org.mediafiles.web.faces.support.Redirect;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.signin.CurrentCaller;

/** Changing and deleting the event that is on the screen. */
@Named
@RequestScoped
public class EventChange {
    @Inject
    private EventBacking shown;
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
    @Inject
    private HttpServletRequest request;

    private String description;
    private String seriesDescription;
    private String eventDatetime;
    private String reason;

    /** Fills the form with what the opened event has. */
    public void open() {
        EventRecord event = shown.getEvent();
        description = event.description();
        seriesDescription = event.seriesDescription();
        eventDatetime = words.dateTime(event.eventDatetime());
    }

    public void save() throws IOException {
        Optional<Instant> when = HospitalDates.parseDateTime(eventDatetime, hospital.timeZone());
        if (when.isEmpty()) {
            messages.error("eventDatetime", "problem.invalid-request.eventDatetime");
            return;
        }
        EventRecord event = shown.getEvent();
        // The field shows minutes: what was not touched keeps its seconds.
        boolean sameTime = words.dateTime(event.eventDatetime()).equals(eventDatetime.strip());
        events.change(current.get(), shown.type(), event.id(), new EventPatch(text(description),
                sameTime ? null : when.get(), shown.isSeries() ? text(seriesDescription) : null), context());
        messages.done("event.changed");
        Redirect.to(EventPage.of(shown.type()).path(event.id()) + shownPicture());
    }

    /** The picture of a series that was on the screen is the one to come back to. */
    private String shownPicture() {
        String picture = request.getParameter("picture");
        return picture == null || picture.isBlank() ? "" : "&picture=" + PageIds.get(picture, "picture");
    }

    private static String text(String typed) {
        return typed == null ? "" : typed;
    }

    public void delete() throws IOException {
        UUID owner = shown.getEvent().patientId();
        events.delete(current.get(), shown.type(), shown.getEvent().id(), context());
        messages.done(shown.getKind() + ".deleted");
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

    public String getSeriesDescription() {
        return seriesDescription;
    }

    public void setSeriesDescription(String seriesDescription) {
        this.seriesDescription = seriesDescription;
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
