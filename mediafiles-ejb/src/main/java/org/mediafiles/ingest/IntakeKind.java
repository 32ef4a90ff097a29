package org.mediafiles.ingest;

import java.util.Locale;

/** What a way in takes. */
public enum IntakeKind {
    /** Pictures: a photo or a picture of a series. */
    PHOTO,
    /** Clips. */
    VIDEO,
    /** Either; the limit follows the type in the first bytes ({@code POST /uploads}). */
    ANY;

    boolean takesPictures() {
        return this != VIDEO;
    }

    boolean takesVideos() {
        return this != PHOTO;
    }

    /** @return as the upload's row spells it */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
