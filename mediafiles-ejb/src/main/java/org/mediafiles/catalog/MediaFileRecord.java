package org.mediafiles.catalog;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A media file, read out of the database.
 *
 * @param originalFilename display text only
 * @param fileType         {@code image} or {@code video}
 * @param fileSize         bytes of the original
 * @param fileHash         lower-case hexadecimal SHA-256 of the original; {@code null} for adopted rows not hashed yet
 * @param width            pixels as displayed; {@code null} where unknown
 * @param height           pixels as displayed; {@code null} where unknown
 * @param duration         seconds with three decimals; {@code null} for images
 * @param hasPosition      the original holds a geographic position; {@code null} where nobody has looked yet
 * @param playback         {@code null} for images only
 * @param metadata         the whitelist: camera, lens, captureTime, orientation; never {@code null}
 * @param derivable        smaller pictures can be had, as far as is known; {@code false} for clips
 * @param unusable         an adopted record whose file is missing or cannot be taken in: there are no bytes
 */
public record MediaFileRecord(UUID id, String originalFilename, String mimeType, String fileType, long fileSize,
        String fileHash, Integer width, Integer height, BigDecimal duration, Boolean hasPosition,
        PlaybackRecord playback, Map<String, Object> metadata, Instant createdAt, boolean derivable,
        boolean unusable) {
    /** @return whether a poster and a playback are there, or may come to be: so for clips that the bytes show to be one */
    public boolean playable() {
        return playback != null && !unusable && !Derivable.NO_CLIP.equals(playback.reason());
    }
}
