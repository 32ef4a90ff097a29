package org.mediafiles.catalog;

import java.util.UUID;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StorageKey;

/**
 * A received upload that somebody is about to publish.
 *
 * @param key    where its bytes belong: the upload's own key, or that of the object that has the same bytes
 * @param stands a stored object with these bytes is known, so they may be there already
 */
public record PlannedUpload(UUID uploadId, StorageKey key, boolean stands, Sha256 sha256, long byteCount) {}
