package org.mediafiles.retention;

import java.util.UUID;
import org.mediafiles.model.StorageKey;

/**
 * An upload that is over, with bytes perhaps left.
 *
 * @param orphanKey where bytes may stand that no stored object names; {@code null} where there can be none
 */
record LeftoverUpload(UUID uploadId, StorageKey orphanKey) {}
