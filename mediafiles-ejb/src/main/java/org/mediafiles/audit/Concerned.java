package org.mediafiles.audit;

import java.util.UUID;
import org.mediafiles.model.Variant;

/** An argument that tells by itself whom and what a call is about, for what stands on record of it. */
public interface Concerned {
    /** @return {@code null} where it names none */
    default UUID patientId() {
        return null;
    }

    /** @return {@code null} where it names none */
    default UUID eventId() {
        return null;
    }

    /** @return {@code null} where it names none */
    default UUID mediaFileId() {
        return null;
    }

    /** @return in which form of the media file; {@code null} where it names none */
    default Variant variant() {
        return null;
    }
}
