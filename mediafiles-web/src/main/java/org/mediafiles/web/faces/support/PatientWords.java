package org.mediafiles.web.faces.support;

/** What the pages know of a patient's numbers. */
public final class PatientWords {
    /** The identifier system of the hospital's own record number, as the API spells it. */
    public static final String RECORD_NUMBER = "prontuario";

    private PatientWords() {}
}
