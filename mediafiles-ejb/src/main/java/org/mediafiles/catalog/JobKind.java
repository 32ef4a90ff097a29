package org.mediafiles.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.mediafiles.model.Variant;

/** What a derivative job makes. */
public enum JobKind {
    /** A picture's three sizes. */
    PICTURE,
    /** A clip's poster, then its playback. */
    CLIP;

    /** @return as the rows spell it */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static JobKind ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    public static Optional<JobKind> findByCode(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
    }

    /** @param mimeType of the original, as it was found by its bytes */
    public static JobKind of(String mimeType) {
        return mimeType.startsWith("video/") ? CLIP : PICTURE;
    }

    /** @return the kind of job that makes this variant */
    public static JobKind of(Variant variant) {
        return variant == Variant.POSTER || variant == Variant.PLAYBACK ? CLIP : PICTURE;
    }
}
