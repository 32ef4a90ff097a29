package org.mediafiles.web.faces.clinician;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.catalog.ChangeContext;
import org.mediafiles.catalog.EventPatch;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.EventService;
import org.mediafiles.catalog.MediaFileRecord;
import org.mediafiles.catalog.PageRequest;
import org.mediafiles.catalog.PatientRecord;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.model.EventType;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;
import org.mediafiles.web.faces.support.HospitalDates;
import org.mediafiles.web.faces.support.PageMessages;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.signin.CurrentCaller;

/** A photo, large, with its details; changing, deleting and moving it. Each form names its photo and the version it showed. */
@Named
@RequestScoped
public class PhotoBacking {
    private static final int CANDIDATES = 10;

    @Inject
    private EventService events;
    @Inject
    private PatientService patients;
    @Inject
    private AccessPolicy policy;
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

    private String photoId;
    private EventRecord photo;
    private PatientRecord patient;
    private Map<String, UUID> neighbours = Map.of();
    private String description;
    private String eventDatetime;
    private String version;
    private String reason;
    private String targetQuery;
    private List<PatientRecord> targets;

    @PostConstruct
    void begin() {
        photoId = request.getParameter("photo");
    }

    /** Opens the page. */
    public void open() {
        photo();
        patient = patients.get(current.get(), photo.patientId());
        neighbours = events.neighbours(current.get(), photo.id());
        description = photo.description();
        eventDatetime = words.dateTime(photo.eventDatetime());
        version = photo.version();
    }

    private EventRecord photo() {
        if (photo == null) {
            photo = events.get(current.get(), EventType.PHOTO, PageIds.get(photoId, "photo"));
        }
        return photo;
    }

    public void save() throws IOException {
        Optional<Instant> when = HospitalDates.parseDateTime(eventDatetime, hospital.timeZone());
        if (when.isEmpty()) {
            messages.error("eventDatetime", "problem.invalid-request.eventDatetime");
            return;
        }
        // The field shows minutes: what was not touched keeps its seconds.
        boolean sameTime = words.dateTime(photo().eventDatetime()).equals(eventDatetime.strip());
        events.change(current.get(), EventType.PHOTO, photo().id(),
                new EventPatch(description == null ? "" : description, sameTime ? null : when.get(), null), context());
        messages.done("photo.changed");
        go("/clinician/photo.xhtml?photo=" + photoId);
    }

    public void delete() throws IOException {
        UUID owner = photo().patientId();
        events.delete(current.get(), EventType.PHOTO, photo().id(), context());
        messages.done("photo.deleted");
        go("/clinician/timeline.xhtml?patient=" + owner);
    }

    public void searchTarget() {
        targets = targetQuery == null || targetQuery.isBlank()
                ? List.of()
                : new PatientSearch(patients, current.get()).find(targetQuery, new PageRequest(CANDIDATES, null))
                        .items().stream().filter(candidate -> !candidate.id().equals(photo().patientId())).toList();
    }

    public void move() throws IOException {
        String target = request.getParameter("target");
        if (target == null) {
            messages.error("targetQuery", "photo.move.noTarget");
            return;
        }
        events.move(current.get(), EventType.PHOTO, photo().id(), PageIds.get(target, "patient"), context());
        messages.done("photo.moved");
        go("/clinician/photo.xhtml?photo=" + photoId);
    }

    private ChangeContext context() {
        return new ChangeContext(reason, version == null || version.isBlank() ? null : version);
    }

    private void go(String path) throws IOException {
        FacesContext.getCurrentInstance().getExternalContext().redirect(request.getContextPath() + path);
    }

    private AccessPolicy.Verdict verdict(Act act) {
        Caller caller = current.get();
        boolean own = photo().createdBy() != null && caller.username().equals(photo().createdBy().username());
        return policy.judge(caller, act,
                new AccessPolicy.Subject(own ? caller.userId() : -1, photo().createdAt()), Instant.now());
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

    public boolean isOriginalOffered() {
        return current.get().role() != Role.VIEWER;
    }

    public EventRecord getPhoto() {
        return photo();
    }

    /** @return {@code null} where the picture is missing */
    public MediaFileRecord getFile() {
        return photo().mediaFile();
    }

    public PatientRecord getPatient() {
        return patient;
    }

    /** @return the timeline that this photo stands on */
    public String getBack() {
        return words.timeline(photo().patientId(), null, null, null, null);
    }

    public UUID getNewer() {
        return neighbours.get("newer");
    }

    public UUID getOlder() {
        return neighbours.get("older");
    }

    /** @return {@code null} before a search */
    public List<PatientRecord> getTargets() {
        return targets;
    }

    public String getPhotoId() {
        return photoId;
    }

    public void setPhotoId(String photoId) {
        this.photoId = photoId;
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

    public String getVersion() {
        return version;
    }

    public void setVersion(String version) {
        this.version = version;
    }

    public String getReason() {
        return reason;
    }

    public void setReason(String reason) {
        this.reason = reason;
    }

    public String getTargetQuery() {
        return targetQuery;
    }

    public void setTargetQuery(String targetQuery) {
        this.targetQuery = targetQuery;
    }
}
