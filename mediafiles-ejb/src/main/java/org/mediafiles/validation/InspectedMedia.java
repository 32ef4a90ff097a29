package org.mediafiles.validation;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * What an upload turned out to be.
 *
 * @param mimeType      detected from the bytes
 * @param extension     that goes with it, without the dot
 * @param video         {@code true} for a clip, {@code false} for a picture
 * @param width         pixels as displayed
 * @param height        pixels as displayed
 * @param duration      seconds, three decimals; {@code null} for pictures
 * @param hasPosition   the file holds a geographic position
 * @param captureTime   wall-clock time the camera wrote; {@code null} where it wrote none
 * @param captureOffset the offset the camera wrote with it; {@code null} where it wrote none (the hospital's zone applies)
 * @param metadata      the whitelist: camera, lens, orientation; values are cleaned text or numbers
 */
public record InspectedMedia(String mimeType, String extension, boolean video, int width, int height,
        BigDecimal duration, boolean hasPosition, LocalDateTime captureTime, ZoneOffset captureOffset,
        Map<String, Object> metadata) {}
