package org.mediafiles.web.faces.clinician;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.mediafiles.catalog.PatientRecord;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.ingest.MediaIngest;
import org.mediafiles.model.EventType;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.web.faces.support.Json;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.signin.CurrentCaller;

/** The page for new photos, series and clips of a patient: whose they become, of what kind, and what was received already. */
@Named
@RequestScoped
public class NewMediaBacking {
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

    private String patientId;
    private EventType kind;
    private PatientRecord patient;

    @PostConstruct
    void begin() {
        patientId = request.getParameter("patient");
        kind = kindOf(request);
    }

    /** @return what the address or the form says; a photo where it says nothing that is known */
    static EventType kindOf(HttpServletRequest request) {
        String name = request.getParameter("kind");
        return EventType.findByApiName(name == null ? "" : name).orElse(EventType.PHOTO);
    }

    /** Opens the page. */
    public void open() {
        policy.require(current.get(), Act.CREATE_EVENT);
        patient = patients.get(current.get(), PageIds.get(patientId, "patient"));
    }

    /** @return what was received and not saved yet, as JSON, so that a page that was reloaded finds its files again */
    public String getWaitingJson() {
        return Json.write(ingest.waiting(current.get()).stream().map(WaitingUpload::of).toList());
    }

    /** @return the kinds between which the page switches, as the API spells them */
    public List<String> getKinds() {
        return words.getKinds();
    }

    /** @return as the API spells it */
    public String getKind() {
        return kind.apiName();
    }

    public String getTitle() {
        return words.words().say("newMedia.title." + kind.apiName());
    }

    /** @return the address of this page for a kind */
    public String href(String kindName) {
        return request.getContextPath() + "/clinician/new-photo.xhtml?patient=" + patientId + "&kind=" + kindName;
    }

    /** @return the main button's words, which name the patient */
    public String getSaveLabel() {
        return patient == null ? words.words().say("newMedia.saveShort") : words.say("newMedia.save", patient.name());
    }

    /** @return birthday and number beside the button, so that namesakes are told apart */
    public String getSaveWhom() {
        return patient == null ? "" : words.birthday(patient) + " · " + words.recordNumberWords(patient);
    }

    public PatientRecord getPatient() {
        return patient;
    }

    public String getPatientId() {
        return patientId;
    }

    public void setPatientId(String patientId) {
        this.patientId = patientId;
    }
}
