package org.mediafiles.catalog;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * A patient, read out of the database.
 *
 * @param identifiers ordered by system, never {@code null}
 */
public record PatientRecord(UUID id, String name, LocalDate birthday, List<PatientIdentifier> identifiers) {}
