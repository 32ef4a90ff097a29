package org.mediafiles.catalog;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.mediafiles.audit.Concerned;
import org.mediafiles.model.EventType;

/**
 * An event of ours with its media, read out of the database.
 *
 * @param editableUntil     until when its author may change it: 24 h after {@code createdAt}
 * @param mediaFile         of a photo or a clip; {@code null} for a series, or where the child row is missing
 * @param seriesDescription {@code null} unless a series
 * @param totalImages       {@code null} unless a series
 * @param files             by {@code orderIndex}; {@code null} unless a series
 * @param version           strong version for {@code ETag}, without quotes; changes with every change
 * @param deletedAt         when it went to the trash; {@code null} where it did not
 */
public record EventRecord(UUID id, EventType type, UUID patientId, Instant eventDatetime, String description,
        Instant createdAt, Person createdBy, Instant updatedAt, Person updatedBy, Instant editableUntil,
        MediaFileRecord mediaFile, String seriesDescription, Integer totalImages, List<SeriesFileRecord> files,
        String version, Instant deletedAt) implements Concerned {
    @Override
    public UUID eventId() {
        return id;
    }
}
