package org.mediafiles.ingest;

/** What a way in takes. */
public enum IntakeKind {
    /** Pictures: a photo or a picture of a series. */
    PHOTO,
    /** Clips. */
    VIDEO,
    /** Either; the limit follows the type in the first bytes ({@code POST /uploads}). */
    ANY
}
