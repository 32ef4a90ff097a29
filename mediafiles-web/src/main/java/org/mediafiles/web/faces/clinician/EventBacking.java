package org.mediafiles.web.faces.clinician;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.catalog.EventLink;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.EventService;
import org.mediafiles.catalog.MediaFileRecord;
import org.mediafiles.catalog.PatientRecord;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.web.faces.support.EventPage;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.request.RequestPath;
import org.mediafiles.web.signin.CurrentCaller;

/**
 * A photo, a series or a clip on a page of its own: its details, its neighbours, and what this person may do with it. Each
 * form names its event and the version it showed.
 */
@Named
@RequestScoped
public class EventBacking {
    /** Stands for the last picture of a series in an address: who comes from behind begins there. */
    static final String LAST_PICTURE = "last";

    @Inject
    private EventService events;
    @Inject
    private PatientService patients;
    @Inject
    private AccessPolicy policy;
    @Inject
    private CurrentCaller current;
    @Inject
    private WordsBacking words;
    @Inject
    private HttpServletRequest request;

    private EventPage page;
    private String eventId;
    private EventRecord event;
    private PatientRecord patient;
    private Map<String, EventLink> neighbours = Map.of();
    private String version;

    @PostConstruct
    void begin() {
        page = EventPage.findByPath(RequestPath.of(request)).orElseThrow(() -> MediaFilesException.notFound("page"));
        eventId = request.getParameter(page.parameter());
    }

    /** Opens the page. */
    public void open() {
        event();
        patient = patients.head(current.get(), event.patientId());
        neighbours = events.neighbours(current.get(), event.id());
        version = event.version();
    }

    private EventRecord event() {
        if (event == null) {
            UUID id = PageIds.get(eventId, "event");
            // A form of this page names what was looked at when the page was opened: judging by it is no look.
            event = FacesContext.getCurrentInstance().isPostback()
                    ? events.standing(current.get(), page.type(), id)
                    : events.get(current.get(), page.type(), id);
        }
        return event;
    }

    private AccessPolicy.Verdict verdict(Act act) {
        Caller caller = current.get();
        boolean own = event().createdBy() != null && caller.username().equals(event().createdBy().username());
        return policy.judge(caller, act,
                new AccessPolicy.Subject(own ? caller.userId() : -1, event().createdAt()), Instant.now());
    }

    private boolean may(Act act) {
        AccessPolicy.Verdict verdict = verdict(act);
        return verdict == AccessPolicy.Verdict.ALLOWED || verdict == AccessPolicy.Verdict.ALLOWED_WITH_REASON;
    }

    public boolean isEditable() {
        return may(Act.EDIT_EVENT);
    }

    public boolean isDeletable() {
        return may(Act.DELETE_EVENT);
    }

    public boolean isMovable() {
        return may(Act.MOVE_EVENT);
    }

    /** @return whether changing and deleting need a reason */
    public boolean isReasonNeeded() {
        return verdict(Act.EDIT_EVENT) == AccessPolicy.Verdict.ALLOWED_WITH_REASON;
    }

    /** @return the person's own, but past its 24 hours: the page says who can still change it */
    public boolean isWindowClosed() {
        return verdict(Act.EDIT_EVENT) == AccessPolicy.Verdict.EDIT_WINDOW_CLOSED;
    }

    /** @return whether this person may have originals */
    public boolean isOriginalOffered() {
        return may(Act.READ_ORIGINAL);
    }

    /** @return whether there is one original that this person may have */
    public boolean isOriginalThere() {
        return isOriginalOffered() && getFile() != null && !getFile().unusable();
    }

    public EventRecord getEvent() {
        return event();
    }

    /** @return a photo's or a clip's; {@code null} for a series, and where it is missing */
    public MediaFileRecord getFile() {
        return event().mediaFile();
    }

    /** Read also where a form comes back to a page that is shown again without having been opened. */
    public PatientRecord getPatient() {
        if (patient == null) {
            patient = patients.get(current.get(), event().patientId());
        }
        return patient;
    }

    EventType type() {
        return page.type();
    }

    /** @return the kind as the API spells it: the keys of its words begin so */
    public String getKind() {
        return page.type().apiName();
    }

    public boolean isSeries() {
        return page == EventPage.SERIES;
    }

    /** @return the name of the parameter that names the event */
    public String getParameter() {
        return page.parameter();
    }

    /** @return the timeline that this event stands on, at its day */
    public String getBack() {
        return words.timeline(event().patientId(), null, null, null, null) + "#day-"
                + words.day(event().eventDatetime());
    }

    /** @return the neighbour's address; {@code null} at the end of the timeline */
    public String getNewer() {
        EventLink newer = neighbours.get("newer");
        if (newer == null) {
            return null;
        }
        String address = words.hrefOf(newer.type(), newer.id());
        return newer.type() == EventType.PHOTO_SERIES ? address + "&picture=" + LAST_PICTURE : address;
    }

    /** @return the neighbour's address; {@code null} at the end of the timeline */
    public String getOlder() {
        EventLink older = neighbours.get("older");
        return older == null ? null : words.hrefOf(older.type(), older.id());
    }

    public String getEventId() {
        return eventId;
    }

    public void setEventId(String eventId) {
        this.eventId = eventId;
    }

    /** @return what the form says it showed; {@code null} where it does not say */
    String shownVersion() {
        return version == null || version.isBlank() ? null : version;
    }

    public String getVersion() {
        return version;
    }

    public void setVersion(String version) {
        this.version = version;
    }
}
