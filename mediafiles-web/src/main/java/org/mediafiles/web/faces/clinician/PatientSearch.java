package org.mediafiles.web.faces.clinician;

import org.mediafiles.catalog.Page;
import org.mediafiles.catalog.PageRequest;
import org.mediafiles.catalog.PatientQuery;
import org.mediafiles.catalog.PatientRecord;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.security.Caller;

/** One field for both ways to look for a patient: words of the name, or a record number. */
final class PatientSearch {
    private final PatientService patients;
    private final Caller caller;

    PatientSearch(PatientService patients, Caller caller) {
        this.patients = patients;
        this.caller = caller;
    }

    /** @return who has this number; where nobody has and there are letters in it, whose name has these words */
    Page<PatientRecord> find(String typed, PageRequest page) {
        String words = typed.strip();
        if (words.chars().noneMatch(Character::isDigit)) {
            return patients.search(caller, new PatientQuery(words, null, page));
        }
        Page<PatientRecord> byNumber = patients.search(caller, new PatientQuery(null, words, page));
        if (!byNumber.items().isEmpty() || words.chars().noneMatch(Character::isLetter)) {
            return byNumber;
        }
        return patients.search(caller, new PatientQuery(words, null, page));
    }
}
