package org.mediafiles.web.faces.clinician;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.EventService;
import org.mediafiles.catalog.PatientRecord;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.catalog.SeriesFileRecord;
import org.mediafiles.ingest.MediaIngest;
import org.mediafiles.model.EventType;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.web.faces.support.Json;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.signin.CurrentCaller;

/** The page on which the pictures of a series are changed: what it has, and whether this person may. */
@Named
@RequestScoped
public class EditSeriesBacking {
    @Inject
    private EventService events;
    @Inject
    private PatientService patients;
    @Inject
    private AccessPolicy policy;
    @Inject
    private MediaIngest ingest;
    @Inject
    private CurrentCaller current;
    @Inject
    private WordsBacking words;
    @Inject
    private HttpServletRequest request;

    private String seriesId;
    private EventRecord series;
    private PatientRecord patient;
    private AccessPolicy.Verdict verdict;
    private String version;

    @PostConstruct
    void begin() {
        seriesId = request.getParameter("series");
    }

    /** Opens the page. */
    public void open() {
        patient = patients.head(current.get(), series().patientId());
        version = series.version();
    }

    EventRecord series() {
        if (series == null) {
            UUID id = PageIds.get(seriesId, "series");
            // A form of this page names what was looked at when the page was opened: judging by it is no look.
            series = FacesContext.getCurrentInstance().isPostback()
                    ? events.standing(current.get(), EventType.PHOTO_SERIES, id)
                    : events.get(current.get(), EventType.PHOTO_SERIES, id);
        }
        return series;
    }

    private AccessPolicy.Verdict verdict() {
        if (verdict == null) {
            Caller caller = current.get();
            boolean own = series().createdBy() != null && caller.username().equals(series().createdBy().username());
            verdict = policy.judge(caller, Act.EDIT_EVENT,
                    new AccessPolicy.Subject(own ? caller.userId() : -1, series().createdAt()), Instant.now());
        }
        return verdict;
    }

    public boolean isEditable() {
        return verdict() == AccessPolicy.Verdict.ALLOWED || isReasonNeeded();
    }

    public boolean isReasonNeeded() {
        return verdict() == AccessPolicy.Verdict.ALLOWED_WITH_REASON;
    }

    /** @return the person's own, but past its 24 hours */
    public boolean isWindowClosed() {
        return verdict() == AccessPolicy.Verdict.EDIT_WINDOW_CLOSED;
    }

    /** @return the pictures in their order, as JSON for the script */
    public String getPicturesJson() {
        return Json.write(series().files().stream().map(this::picture).toList());
    }

    private Map<String, Object> picture(SeriesFileRecord picture) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("fileId", picture.id().toString());
        members.put("media", "image");
        members.put("name", picture.mediaFile().originalFilename());
        members.put("size", picture.mediaFile().fileSize());
        members.put("hash", picture.mediaFile().fileHash());
        members.put("caption", picture.caption());
        members.put("thumbnail",
                picture.mediaFile().derivable() ? words.media(picture.mediaFile(), "thumbnail") : null);
        return members;
    }

    /** @return what was received and not saved yet, as JSON, so that a page that was reloaded finds its files again */
    public String getWaitingJson() {
        return Json.write(ingest.waiting(current.get()).stream().map(WaitingUpload::of).toList());
    }

    /** @return where the series is looked at */
    public String getBack() {
        return words.eventHref(series());
    }

    public EventRecord getSeries() {
        return series();
    }

    /** Read also where a form comes back to a page that is shown again without having been opened. */
    public PatientRecord getPatient() {
        if (patient == null) {
            patient = patients.get(current.get(), series().patientId());
        }
        return patient;
    }

    public String getSeriesId() {
        return seriesId;
    }

    public void setSeriesId(String seriesId) {
        this.seriesId = seriesId;
    }

    /** @return what the page showed */
    public String getVersion() {
        return version;
    }

    public void setVersion(String version) {
        this.version = version;
    }
}
