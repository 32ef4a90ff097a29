package org.mediafiles.web.faces.clinician;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.mediafiles.catalog.NewPatient;
import org.mediafiles.catalog.PageRequest;
import org.mediafiles.catalog.PatientIdentifier;
import org.mediafiles.catalog.PatientQuery;
import org.mediafiles.catalog.PatientRecord;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.web.faces.support.HospitalDates;
import org.mediafiles.web.faces.support.PageMessages;
import org.mediafiles.web.faces.support.PatientWords;
import org.mediafiles.web.signin.CurrentCaller;

/** A new patient: name, birthday, record number. A namesake born on the same day is shown before a second one is made. */
@Named
@RequestScoped
public class NewPatientBacking {
    @Inject
    private AccessPolicy policy;
    @Inject
    private PatientService patients;
    @Inject
    private CurrentCaller current;
    @Inject
    private PageMessages messages;

    private String name;
    private String birthday;
    private String recordNumber;
    private boolean possibleDuplicate;
    private List<PatientRecord> namesakes = List.of();

    /** Opens the page. */
    public void open() {
        policy.require(current.get(), Act.WRITE_PATIENT);
    }

    public void save() throws IOException {
        save(false);
    }

    public void saveAnyway() throws IOException {
        save(true);
    }

    private void save(boolean allowDuplicate) throws IOException {
        Optional<LocalDate> born = HospitalDates.parseDate(birthday);
        if (name == null || name.isBlank()) {
            messages.error("name", "problem.invalid-request.name");
        }
        if (born.isEmpty()) {
            messages.error("birthday", "problem.invalid-request.birthday");
        }
        if (FacesContext.getCurrentInstance().isValidationFailed()) {
            return;
        }
        List<PatientIdentifier> identifiers = recordNumber == null || recordNumber.isBlank()
                ? List.of()
                : List.of(new PatientIdentifier(PatientWords.RECORD_NUMBER, recordNumber.strip()));
        try {
            PatientRecord created = patients.create(current.get(),
                    new NewPatient(name, born.get(), identifiers, allowDuplicate));
            messages.done("patient.created");
            open(created);
        } catch (MediaFilesException e) {
            if (e.code() != ProblemCode.POSSIBLE_DUPLICATE_PATIENT) {
                throw e;
            }
            showNamesakes(born.get(), e);
        }
    }

    private void showNamesakes(LocalDate born, MediaFilesException refusal) {
        namesakes = patients.search(current.get(), new PatientQuery(name, null, PageRequest.first())).items().stream()
                .filter(patient -> patient.birthday().equals(born)).toList();
        // An equal number is never overridden, so there is no second button for it.
        boolean sameNumber = refusal.field().filter(field -> field.startsWith("identifier")).isPresent();
        if (sameNumber || namesakes.isEmpty() && recordNumber != null && !recordNumber.isBlank()) {
            namesakes = patients
                    .search(current.get(), new PatientQuery(null, recordNumber.strip(), PageRequest.first())).items();
            messages.error("recordNumber", "patient.numberTaken");
        } else {
            possibleDuplicate = true;
            messages.problem(refusal);
        }
    }

    private static void open(PatientRecord patient) throws IOException {
        ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
        external.redirect(external.getRequestContextPath() + "/clinician/timeline.xhtml?patient=" + patient.id());
    }

    public boolean isPossibleDuplicate() {
        return possibleDuplicate;
    }

    public List<PatientRecord> getNamesakes() {
        return namesakes;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getBirthday() {
        return birthday;
    }

    public void setBirthday(String birthday) {
        this.birthday = birthday;
    }

    public String getRecordNumber() {
        return recordNumber;
    }

    public void setRecordNumber(String recordNumber) {
        this.recordNumber = recordNumber;
    }
}
