package org.mediafiles.delivery;

import java.util.UUID;
import org.mediafiles.audit.Concerned;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StorageKey;
import org.mediafiles.model.Variant;

/**
 * A variant that can be had.
 *
 * @param mimeType     of these bytes
 * @param byteCount    length of the whole
 * @param sha256       of these bytes; the strong {@code ETag}
 * @param attachment   never shown in place: the bytes are not what the record says
 * @param downloadName under which a browser saves it; names nobody, for example {@code 2026-11-23_1405_foto_01.jpg}
 */
public record Deliverable(UUID mediaFileId, UUID patientId, UUID eventId, Variant variant, StorageKey key,
        String mimeType, long byteCount, Sha256 sha256, boolean attachment, String downloadName)
        implements
            Concerned {}
