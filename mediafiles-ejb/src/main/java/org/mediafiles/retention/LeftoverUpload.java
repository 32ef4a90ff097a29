package org.mediafiles.retention;

import java.util.UUID;
import org.mediafiles.model.StorageKey;

/**
 * An upload that is over, with bytes perhaps left.
 *
 * @param orphanKey where bytes may stand that no stored object names; {@code null} where there can be none
 * @param twin      the stored object that has the same bytes; {@code null} where there is none
 */
record LeftoverUpload(UUID uploadId, StorageKey orphanKey, Twin twin) {
    /**
     * A stored object.
     *
     * @param byteCount how long it should be
     */
    record Twin(StorageKey key, long byteCount) {}
}
