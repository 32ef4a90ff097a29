package org.mediafiles.catalog;

import jakarta.ejb.Stateless;
import java.util.List;
import java.util.UUID;
import org.mediafiles.security.Caller;

/** Patients: find, add, change. Every look and change leaves an audit row in the same transaction. */
@Stateless
public class PatientService {
    /**
     * Opens a patient; this is a look.
     *
     * @throws org.mediafiles.problem.MediaFilesException {@code NOT_FOUND}
     */
    public PatientRecord get(Caller caller, UUID id) {
        throw new IllegalStateException("to be written");
    }

    /** Searches; one search is one look. Ordered by folded name, then id. */
    public Page<PatientRecord> search(Caller caller, PatientQuery query) {
        throw new IllegalStateException("to be written");
    }

    /** @return the patients whom this caller opened last, newest first, each once; not a look */
    public List<PatientRecord> recentlyOpened(Caller caller, int limit) {
        throw new IllegalStateException("to be written");
    }

    /** @return whether patients can be added and changed here ({@code false} in a shared database with unknown columns) */
    public boolean isManagedHere() {
        throw new IllegalStateException("to be written");
    }

    /**
     * @throws org.mediafiles.problem.MediaFilesException {@code INVALID_REQUEST}, {@code POSSIBLE_DUPLICATE_PATIENT},
     *                                                    {@code PATIENTS_ARE_MANAGED_ELSEWHERE}, {@code FORBIDDEN}
     */
    public PatientRecord create(Caller caller, NewPatient command) {
        throw new IllegalStateException("to be written");
    }

    /** Errors as {@link #create}, and {@code NOT_FOUND}. */
    public PatientRecord change(Caller caller, UUID id, PatientPatch patch) {
        throw new IllegalStateException("to be written");
    }
}
