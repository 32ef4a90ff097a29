package org.mediafiles.web.faces.clinician;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.EventService;
import org.mediafiles.catalog.MediaFileRecord;
import org.mediafiles.catalog.PatientRecord;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.model.EventType;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.signin.CurrentCaller;

/** A photo, large, with its details, and what this person may do with it. Each form names its photo and the version it showed. */
@Named
@RequestScoped
public class PhotoBacking {
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

    private String photoId;
    private EventRecord photo;
    private PatientRecord patient;
    private Map<String, UUID> neighbours = Map.of();
    private String version;

    @PostConstruct
    void begin() {
        photoId = request.getParameter("photo");
    }

    /** Opens the page. */
    public void open() {
        photo();
        patient = patients.get(current.get(), photo.patientId());
        neighbours = events.neighbours(current.get(), photo.id());
        version = photo.version();
    }

    private EventRecord photo() {
        if (photo == null) {
            photo = events.get(current.get(), EventType.PHOTO, PageIds.get(photoId, "photo"));
        }
        return photo;
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

    public String getPhotoId() {
        return photoId;
    }

    public void setPhotoId(String photoId) {
        this.photoId = photoId;
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
