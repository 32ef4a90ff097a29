package org.mediafiles.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;

/**
 * What every new event has, whatever its kind. Instants are cut to microseconds, as PostgreSQL keeps them, so that what
 * was written and what is read again are the same.
 *
 * @param patientId     primary key in {@code patients_patient}
 * @param eventDatetime when it happened
 * @param description   cleaned, 1 to 255 code points
 * @param authorId      primary key in {@code accounts_eqmduser}
 * @param createdAt     when it is recorded
 */
public record EventHead(UUID id, UUID patientId, Instant eventDatetime, String description, long authorId,
        Instant createdAt) {
    /** {@code 255}: the seed's column. */
    public static final int MAX_DESCRIPTION = 255;

    public EventHead {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(patientId, "patientId");
        eventDatetime = eventDatetime.truncatedTo(ChronoUnit.MICROS);
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        requireDescription(description);
    }

    static void requireDescription(String description) {
        int length = description.codePointCount(0, description.length());
        if (length < 1 || length > MAX_DESCRIPTION) {
            throw new IllegalArgumentException("a description has 1 to 255 code points");
        }
    }
}
