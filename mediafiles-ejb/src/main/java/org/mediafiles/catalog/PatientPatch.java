package org.mediafiles.catalog;

import java.time.LocalDate;
import java.util.List;

/**
 * Command: what to change of a patient; {@code null} leaves a member as it is.
 *
 * @param identifiers the whole new list
 */
public record PatientPatch(String name, LocalDate birthday, List<PatientIdentifier> identifiers,
        boolean allowDuplicate) {}
