package org.mediafiles.model;

/**
 * Text from clients and from metadata as we keep it: NFC, without NUL, control characters, bidi overrides and lone
 * surrogates. Lengths are code points, as PostgreSQL counts.
 */
public final class CleanText {
    private CleanText() {}

    /** One line: line breaks and tabs become a space; stripped. {@code null} becomes empty. */
    public static String line(String text) {
        throw new IllegalStateException("to be written");
    }

    /** Several lines: line breaks stay as {@code \n}; stripped. {@code null} becomes empty. */
    public static String paragraph(String text) {
        throw new IllegalStateException("to be written");
    }

    /** A file name for display: one line, without folders, at most 255 code points with its extension kept; empty becomes {@code unnamed}. */
    public static String filename(String text) {
        throw new IllegalStateException("to be written");
    }

    /** Folds for searching: NFKD without marks, lower case by the root locale, spaces collapsed. */
    public static String fold(String text) {
        throw new IllegalStateException("to be written");
    }
}
