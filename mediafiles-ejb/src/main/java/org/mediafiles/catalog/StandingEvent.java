package org.mediafiles.catalog;

import java.util.UUID;
import org.mediafiles.audit.Concerned;
import org.mediafiles.model.Sha256;

/**
 * A photo event that stood before us, as somebody who has a file for it finds it.
 *
 * @param hasPhoto    whether it has its photo already
 * @param photoSha256 of that photo's bytes; {@code null} where it has none, or nobody has hashed it yet
 */
public record StandingEvent(UUID id, UUID patientId, boolean hasPhoto, Sha256 photoSha256)
        implements
            Concerned {
    @Override
    public UUID eventId() {
        return id;
    }
}
