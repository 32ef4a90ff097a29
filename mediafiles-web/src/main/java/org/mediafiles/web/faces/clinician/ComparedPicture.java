package org.mediafiles.web.faces.clinician;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.MediaFileRecord;
import org.mediafiles.catalog.SeriesFileRecord;
import org.mediafiles.model.EventType;

/**
 * A picture that stands beside another one.
 *
 * @param event  the photo, or the series that it is of
 * @param place  1-based place in its series; 0 for a photo
 */
public record ComparedPicture(EventRecord event, MediaFileRecord file, int place) {
    static ComparedPicture of(EventRecord event, UUID mediaFileId) {
        if (event.type() != EventType.PHOTO_SERIES) {
            return new ComparedPicture(event, event.mediaFile(), 0);
        }
        List<MediaFileRecord> files = event.files().stream().map(SeriesFileRecord::mediaFile).toList();
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i).id().equals(mediaFileId)) {
                return new ComparedPicture(event, files.get(i), i + 1);
            }
        }
        throw new IllegalArgumentException("not of this series");
    }

    /** @return how many pictures its series has; 0 for a photo */
    public int total() {
        return place == 0 ? 0 : event.files().size();
    }

    /** @return {@code null} for a photo */
    public SeriesFileRecord member() {
        return place == 0 ? null : event.files().get(place - 1);
    }

    /** @return the media file so many steps on in its series; {@code null} beyond its ends */
    UUID neighbour(int steps) {
        int there = place + steps;
        return place == 0 || there < 1 || there > total() ? null : event.files().get(there - 1).mediaFile().id();
    }

    /** @return when the camera says it was; {@code null} where it does not say, or not where on earth */
    Instant captured() {
        try {
            Object written = file.metadata().get("captureTime");
            return written == null ? null : OffsetDateTime.parse(written.toString()).toInstant();
        } catch (DateTimeException noInstant) {
            return null;
        }
    }

    boolean isOfOneEventWith(ComparedPicture other) {
        return event.id().equals(other.event.id());
    }
}
