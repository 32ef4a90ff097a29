package org.mediafiles.catalog;

import java.util.Map;

/**
 * What was found of a clip and has no field of its own; all of it is absent for adopted clips that nobody has probed.
 *
 * @param videoCodec   for example {@code h264}; {@code null} where unknown
 * @param audioCodec   for example {@code aac}; {@code null} for a silent one and where unknown
 * @param frameRate    pictures a second; {@code null} where unknown
 * @param dynamicRange {@code HLG} or {@code PQ}; {@code null} for ordinary brightness and where unknown
 */
public record ClipRecord(String videoCodec, String audioCodec, Double frameRate, String dynamicRange) {
    private static final double FASTEST = 1_000;

    static ClipRecord of(Map<String, Object> metadata) {
        return new ClipRecord(text(metadata.get("videoCodec")), text(metadata.get("audioCodec")),
                metadata.get("frameRate") instanceof Number rate && rate.doubleValue() > 0
                        && rate.doubleValue() <= FASTEST ? rate.doubleValue() : null,
                text(metadata.get("dynamicRange")));
    }

    private static String text(Object value) {
        return value instanceof String text && text.matches("[A-Za-z0-9_.-]{1,20}") ? text : null;
    }
}
