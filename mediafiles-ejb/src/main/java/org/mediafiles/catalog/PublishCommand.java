package org.mediafiles.catalog;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.mediafiles.model.EventType;

/**
 * Command: received uploads become an event on a patient's timeline.
 *
 * @param uploadIds         in order; one for a photo or a clip
 * @param captions          of a series, as many as uploads or fewer; never {@code null}
 * @param description       {@code null} or blank becomes the kind's name in the hospital's language
 * @param seriesDescription of a series; {@code null} becomes empty
 * @param eventDatetime     {@code null} becomes now
 * @param allowDuplicate    {@code true} to take bytes that this patient has already
 */
public record PublishCommand(EventType type, UUID patientId, List<UUID> uploadIds, List<String> captions,
        String description, String seriesDescription, Instant eventDatetime, boolean allowDuplicate) {}
