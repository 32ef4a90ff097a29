package org.mediafiles.catalog;

import java.time.Instant;
import java.util.UUID;
import org.mediafiles.model.EventType;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StorageKey;

/**
 * Where a media file's bytes stand, and on whose timeline.
 *
 * @param orderIndex     1-based place in a series; 1 where it is no series
 * @param video          a clip
 * @param mimeType       of the original
 * @param storedObjectId {@code null} where the bytes of an adopted record were not taken in yet; then {@code key} and
 *                       {@code sha256} are {@code null} too
 * @param byteCount      of the original
 */
public record MediaBytesRecord(UUID mediaFileId, UUID eventId, UUID patientId, EventType type, Instant eventDatetime,
        int orderIndex, boolean video, String mimeType, UUID storedObjectId, StorageKey key, Sha256 sha256,
        long byteCount) {}
