package org.mediafiles.catalog;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * Command: what a received upload turned out to be.
 *
 * @param extension   of the detected type, without the dot
 * @param width       pixels as displayed
 * @param height      pixels as displayed
 * @param duration    seconds, three decimals; {@code null} for pictures
 * @param captureTime what the camera wrote; {@code null} where it wrote none
 * @param metadata    the whitelist, see {@link MediaFileRecord#metadata()}
 */
public record UploadFindings(String mimeType, String extension, boolean video, int width, int height,
        BigDecimal duration, boolean hasPosition, Instant captureTime, Map<String, Object> metadata) {}
