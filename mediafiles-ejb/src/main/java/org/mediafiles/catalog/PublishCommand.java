package org.mediafiles.catalog;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.mediafiles.audit.Concerned;
import org.mediafiles.model.EventType;
import org.mediafiles.model.Sha256;

/**
 * Command: received uploads become an event on a patient's timeline.
 *
 * @param uploadIds         in order; one for a photo or a clip
 * @param captions          of a series, as many as uploads or fewer; never {@code null}
 * @param description       {@code null} or blank becomes the kind's name in the hospital's language
 * @param seriesDescription of a series; {@code null} becomes empty
 * @param eventDatetime     {@code null} becomes now
 * @param allowDuplicate    {@code true} to take bytes that this patient has already
 * @param announced         what the client says the SHA-256 of each upload is; {@code null} for nothing said
 */
public record PublishCommand(EventType type, UUID patientId, List<UUID> uploadIds, List<String> captions,
        String description, String seriesDescription, Instant eventDatetime, boolean allowDuplicate,
        Sha256 announced) implements Concerned {
    /** Nothing is said of the bytes. */
    public PublishCommand(EventType type, UUID patientId, List<UUID> uploadIds, List<String> captions,
            String description, String seriesDescription, Instant eventDatetime, boolean allowDuplicate) {
        this(type, patientId, uploadIds, captions, description, seriesDescription, eventDatetime, allowDuplicate, null);
    }
}
