package org.mediafiles.catalog;

import java.util.UUID;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StorageKey;
import org.mediafiles.model.Variant;

/**
 * A derivative that stands in the store.
 *
 * @param width  pixels; {@code null} where unknown
 * @param height pixels; {@code null} where unknown
 */
public record DerivativeRecord(UUID storedObjectId, Variant variant, StorageKey key, long byteCount, Sha256 sha256,
        String mimeType, Integer width, Integer height) {}
