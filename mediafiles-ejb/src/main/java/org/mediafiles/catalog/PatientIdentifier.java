package org.mediafiles.catalog;

/**
 * A number by which a hospital knows a patient.
 *
 * @param system who gave it, for example {@code prontuario}; 1 to 100 characters
 * @param value  the number itself; 1 to 100 characters
 */
public record PatientIdentifier(String system, String value) {}
