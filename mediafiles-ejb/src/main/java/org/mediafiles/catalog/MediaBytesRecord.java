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
 * @param mimeType       of the original; what an adopted record says where its bytes were not taken in yet
 * @param storedObjectId {@code null} where the bytes of an adopted record were not taken in yet; then {@code key} and
 *                       {@code sha256} are {@code null} too
 * @param byteCount      of the original
 * @param attachmentOnly the original's bytes are not what its adopted record says: never shown in place
 * @param derivable      smaller pictures, or a clip's poster and playback, can be had, as far as is known
 * @param unusable       an adopted record whose file is missing or cannot be taken in, until an admin has seen to it
 */
public record MediaBytesRecord(UUID mediaFileId, UUID eventId, UUID patientId, EventType type, Instant eventDatetime,
        int orderIndex, boolean video, String mimeType, UUID storedObjectId, StorageKey key, Sha256 sha256,
        long byteCount, boolean attachmentOnly, boolean derivable, boolean unusable) {}
