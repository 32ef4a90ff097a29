package org.mediafiles.imaging.clip;

import java.math.BigDecimal;
import java.time.OffsetDateTime;

/**
 * What a container says beside its pictures and sound.
 *
 * @param rotation    degrees clockwise: 0, 90, 180 or 270
 * @param declared    the length that the header announces, seconds, three decimals; {@code null} where it announces none
 * @param binding     more than a summary: so much has to come out, or the clip is cut off
 * @param pictures    how many pictures its tables list and must come out; 0 where they don't tell
 * @param hasPosition a geographic position stands in it
 * @param captureTime {@code null} where there is none
 * @param cameraMaker {@code null} where there is none
 * @param cameraModel {@code null} where there is none
 * @param layout      where pictures and sound lie
 */
record ContainerFacts(int rotation, BigDecimal declared, boolean binding, long pictures, boolean hasPosition,
        OffsetDateTime captureTime, String cameraMaker, String cameraModel, ClipLayout layout) {}
