package org.mediafiles.web.faces.clinician;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mediafiles.catalog.PatientRecord;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.catalog.UploadRecord;
import org.mediafiles.ingest.MediaIngest;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.web.faces.support.Json;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.signin.CurrentCaller;

/** The page for new photos of a patient: whose they become, and what was received for them already. */
@Named
@RequestScoped
public class NewPhotoBacking {
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
    private PatientRecord patient;

    @PostConstruct
    void begin() {
        patientId = request.getParameter("patient");
    }

    /** Opens the page. */
    public void open() {
        policy.require(current.get(), Act.CREATE_EVENT);
        patient = patients.get(current.get(), PageIds.get(patientId, "patient"));
    }

    /** @return what was received and not saved yet, as JSON, so that a page that was reloaded finds its files again */
    public String getWaitingJson() {
        return Json.write(ingest.waiting(current.get()).stream().filter(upload -> "image".equals(upload.kind()))
                .map(NewPhotoBacking::summary).toList());
    }

    private static Map<String, Object> summary(UploadRecord upload) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("uploadId", upload.uploadId().toString());
        members.put("originalFilename", upload.originalFilename());
        members.put("fileSize", upload.fileSize());
        members.put("captureTime", upload.captureTime() == null ? null : upload.captureTime().toString());
        return members;
    }

    /** @return the main button's words, which name the patient */
    public String getSaveLabel() {
        return patient == null ? words.words().say("newPhoto.saveShort") : words.say("newPhoto.save", patient.name());
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
