package org.mediafiles.catalog;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * An upload that was received and found good, waiting to be published.
 *
 * @param kind             {@code image} or {@code video}
 * @param originalFilename cleaned display text
 * @param fileSize         bytes
 * @param fileHash         lower-case hexadecimal SHA-256
 * @param width            pixels as displayed
 * @param height           pixels as displayed
 * @param duration         seconds; {@code null} for images
 * @param captureTime      what the camera wrote, as event time to propose; {@code null} where it wrote none
 * @param metadata         the whitelist, see {@link MediaFileRecord#metadata()}
 * @param expiresAt        24 h after receipt
 */
public record UploadRecord(UUID uploadId, String kind, String originalFilename, String mimeType, long fileSize,
        String fileHash, Integer width, Integer height, BigDecimal duration, boolean hasPosition, Instant captureTime,
        Map<String, Object> metadata, Instant expiresAt) {}
