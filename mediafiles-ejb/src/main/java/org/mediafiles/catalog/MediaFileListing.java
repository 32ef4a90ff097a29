package org.mediafiles.catalog;

import java.util.UUID;
import org.mediafiles.model.EventType;

/**
 * A media file as the admin's list shows it: with where it hangs.
 *
 * @param eventId     {@code null} where no event has it
 * @param type        {@code null} where no event has it
 * @param patientName {@code null} where no event has it
 * @param sentBy      {@code null} where no event has it
 * @param deleted     the event is in the trash, or the picture was taken out of its series
 */
public record MediaFileListing(MediaFileRecord mediaFile, UUID eventId, EventType type, UUID patientId,
        String patientName, Person sentBy, boolean deleted) {}
