package org.mediafiles.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be had of a media file: the original, byte for byte, and what was derived from it. */
public enum Variant {
    /** The original as it was received. */
    CONTENT,
    /** Fits 1200 × 1200 px, JPEG quality 85. */
    LARGE,
    /** Fits 800 × 800 px, JPEG quality 80. */
    MEDIUM,
    /** Fits 200 × 200 px, JPEG quality 75. */
    THUMBNAIL,
    /** A clip as it plays everywhere: H.264/AAC in MP4, without metadata. */
    PLAYBACK,
    /** A clip's still picture. */
    POSTER;

    /** @return the last part of the variant's address, for example {@code thumbnail} */
    public String apiName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Variant> findByApiName(String name) {
        return Arrays.stream(values()).filter(variant -> variant.apiName().equals(name)).findFirst();
    }
}
