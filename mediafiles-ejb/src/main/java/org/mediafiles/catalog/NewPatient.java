package org.mediafiles.catalog;

import java.time.LocalDate;
import java.util.List;

/**
 * Command: a patient to add.
 *
 * @param identifiers    may be empty, never {@code null}
 * @param allowDuplicate {@code true} to add although name and birthday are those of a patient who is there; never
 *                       overrides an equal identifier
 */
public record NewPatient(String name, LocalDate birthday, List<PatientIdentifier> identifiers,
        boolean allowDuplicate) {}
