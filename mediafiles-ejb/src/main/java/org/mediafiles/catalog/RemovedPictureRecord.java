package org.mediafiles.catalog;

import java.time.Instant;
import java.util.UUID;

/**
 * A picture that was taken out of its series, as an admin sees it who may put it back.
 *
 * @param fileId        its id in the series, which it keeps
 * @param patientId     whose the series is now
 * @param description   the event's
 * @param eventDatetime the event's
 * @param orderIndex    the place it had, 1-based
 * @param caption       never {@code null}
 * @param removedBy     {@code null} where that person's account is gone
 * @param reason        {@code null} where none was given
 * @param seriesDeleted the series itself is in the trash: it is restored first
 * @param mediaFile     {@code null} where its record is gone, so that it can't be put back
 */
public record RemovedPictureRecord(UUID fileId, UUID seriesId, UUID patientId, String description,
        Instant eventDatetime, int orderIndex, String caption, Instant removedAt, Person removedBy, String reason,
        boolean seriesDeleted, MediaFileRecord mediaFile) {}
