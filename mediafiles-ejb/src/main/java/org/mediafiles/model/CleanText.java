package org.mediafiles.model;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text from clients and from metadata as we keep it: NFC, without NUL, control characters, bidi overrides and lone
 * surrogates. Lengths are code points, as PostgreSQL counts.
 */
public final class CleanText {
    /** The column's width: {@code original_filename varchar(255)}. */
    private static final int MAX_FILENAME = 255;
    /** Longer "extensions" are part of a sentence with a full stop in it. */
    private static final int MAX_EXTENSION = 20;
    private static final String UNNAMED = "unnamed";
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BLANKS_AT_LINE_END = Pattern.compile("[ \\u00A0]+\\n");

    private CleanText() {}

    /** One line: line breaks and tabs become a space; stripped. {@code null} becomes empty. */
    public static String line(String text) {
        return clean(text, false).strip();
    }

    /** Several lines: line breaks stay as {@code \n}; stripped. {@code null} becomes empty. */
    public static String paragraph(String text) {
        return BLANKS_AT_LINE_END.matcher(clean(text, true)).replaceAll("\n").strip();
    }

    /** A file name for display: one line, without folders, at most 255 code points with its extension kept; empty becomes {@code unnamed}. */
    public static String filename(String text) {
        String line = line(text);
        String name = line.substring(Math.max(line.lastIndexOf('/'), line.lastIndexOf('\\')) + 1).strip();
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            return UNNAMED;
        }
        int length = name.codePointCount(0, name.length());
        if (length <= MAX_FILENAME) {
            return name;
        }
        String extension = extensionOf(name);
        int kept = MAX_FILENAME - extension.codePointCount(0, extension.length());
        return name.substring(0, name.offsetByCodePoints(0, kept)).strip() + extension;
    }

    /** Folds for searching: NFKD without marks, lower case by the root locale, spaces collapsed. */
    public static String fold(String text) {
        String bare = MARKS.matcher(Normalizer.normalize(line(text), Normalizer.Form.NFKD)).replaceAll("");
        // Lower case last: some capitals decompose only then ("İ" becomes "i" and a dot, which is a mark).
        String lower = MARKS.matcher(Normalizer.normalize(bare.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD))
                .replaceAll("");
        return SPACES.matcher(lower).replaceAll(" ").strip();
    }

    /**
     * Cuts to a length in code points, never through a pair of surrogates.
     *
     * @param text          cleaned text; never {@code null}
     * @param maxCodePoints at least 0
     */
    public static String cut(String text, int maxCodePoints) {
        return text.codePointCount(0, text.length()) <= maxCodePoints
                ? text
                : text.substring(0, text.offsetByCodePoints(0, maxCodePoints)).strip();
    }

    private static String extensionOf(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 || name.length() - dot > MAX_EXTENSION ? "" : name.substring(dot);
    }

    private static String clean(String text, boolean keepLineBreaks) {
        if (text == null) {
            return "";
        }
        StringBuilder kept = new StringBuilder(text.length());
        for (int at = 0; at < text.length();) {
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            if (codePoint == '\r' && at < text.length() && text.charAt(at) == '\n') {
                continue;
            }
            if (isLineBreak(codePoint)) {
                kept.append(keepLineBreaks ? '\n' : ' ');
            } else if (codePoint == '\t') {
                kept.append(' ');
            } else if (!isRemoved(codePoint)) {
                kept.appendCodePoint(codePoint);
            }
        }
        // After the removal: what stood between two characters no longer keeps them from composing.
        return Normalizer.normalize(kept, Normalizer.Form.NFC);
    }

    private static boolean isLineBreak(int codePoint) {
        return switch (codePoint) {
            case '\n', '\r', 0x0B, 0x0C, 0x85, 0x2028, 0x2029 -> true;
            default -> false;
        };
    }

    private static boolean isRemoved(int codePoint) {
        return Character.isISOControl(codePoint) || isBidiControl(codePoint) || isTag(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE
                || (codePoint & 0xFFFE) == 0xFFFE || codePoint == 0xFEFF;
    }

    /** Marks, embeddings, overrides and isolates: they show a name in another order than it is written. */
    private static boolean isBidiControl(int codePoint) {
        return codePoint == 0x061C || codePoint == 0x200E || codePoint == 0x200F
                || codePoint >= 0x202A && codePoint <= 0x202E || codePoint >= 0x2066 && codePoint <= 0x206F;
    }

    /** Deprecated language tags, which no one sees; U+E0020–E007F stay, since flags such as Scotland's need them. */
    private static boolean isTag(int codePoint) {
        return codePoint == 0xE0001;
    }
}
