package org.mediafiles.validation;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.mediafiles.imaging.ByteCursor;

/**
 * Finds active content in a picture's coat: an archive, a document, a page, a script or a program before or behind the
 * picture or in a comment. Padding and what vendors write (further pictures, a motion photo's clip, trailers) is none of
 * these. A mark counts only together with what has to follow it, so that random bytes don't raise an alarm.
 */
final class HiddenPayload {
    private static final int BLOCK = 64 * 1024;
    /** A program's first header, which says where its second one stands. */
    private static final int MZ_BYTES = 64;
    /** Readers of PDF take its mark anywhere in the first so many bytes. */
    private static final int PDF_REACH = 1024;
    /** An archive's end record with the longest comment. */
    private static final int ZIP_END_REACH = 22 + 65_535;
    private static final int LOWEST_PE_OFFSET = 0x40;
    private static final int HIGHEST_PE_OFFSET = 0x1000;
    /** A mark and all that is looked at behind it lie within so many bytes: nothing is read twice, whatever stands there. */
    private static final int REACH = HIGHEST_PE_OFFSET + 4;

    private final ByteCursor cursor;
    private final byte[] block = new byte[BLOCK + REACH];
    /** How much of the block was read. */
    private int read;

    private HiddenPayload(ByteCursor cursor) {
        this.cursor = cursor;
    }

    /** @return what was found, as a noun with its article */
    static Optional<String> find(ByteCursor cursor, PictureLayout layout) throws IOException {
        HiddenPayload search = new HiddenPayload(cursor);
        String found = search.pdfAtStart();
        found = found == null ? search.zipEnd() : found;
        for (PictureLayout.Range range : layout.around()) {
            found = found == null ? search.in(range) : found;
        }
        return Optional.ofNullable(found == null ? search.scriptAt(layout.end()) : found);
    }

    private String pdfAtStart() throws IOException {
        byte[] head = cursor.seek(0).bytes((int) Math.min(PDF_REACH, cursor.size()));
        return new String(head, StandardCharsets.ISO_8859_1).contains("%PDF-") ? "a PDF document" : null;
    }

    /** Any reader of ZIP finds an archive by its end record, whatever stands in front. */
    private String zipEnd() throws IOException {
        long from = Math.max(0, cursor.size() - ZIP_END_REACH);
        byte[] tail = cursor.seek(from).bytes((int) (cursor.size() - from));
        for (int at = tail.length - 22; at >= 0; at--) {
            if (tail[at] == 'P' && tail[at + 1] == 'K' && tail[at + 2] == 5 && tail[at + 3] == 6
                    && isZipEnd(tail, at, from)) {
                return "a ZIP archive";
            }
        }
        return null;
    }

    private boolean isZipEnd(byte[] tail, int at, long from) throws IOException {
        long directoryBytes = little(tail, at + 12, 4);
        long directory = from + at - directoryBytes;
        boolean entries = directoryBytes >= 46 && directory >= 0
                && cursor.order(ByteOrder.BIG_ENDIAN).seek(directory).u32() == 0x504B0102L;
        boolean closes = at + 22 + little(tail, at + 20, 2) == tail.length;
        return entries || closes && directoryBytes == 0;
    }

    private String in(PictureLayout.Range range) throws IOException {
        for (long start = range.from(); start < range.to(); start += BLOCK) {
            cursor.seek(start);
            // A program's second header may stand behind the range.
            read = (int) Math.min(block.length, cursor.size() - start);
            for (int at = 0; at < read;) {
                at += cursor.read(block, at, read - at);
            }
            int count = (int) Math.min(read, range.to() - start);
            int candidates = Math.min(BLOCK, count);
            for (int at = 0; at < candidates; at++) {
                String found = mayStart(block[at]) ? at(at, count) : null;
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static boolean mayStart(byte first) {
        return switch (first) {
            case '<', '%', 'P', 'R', '7', 'M', 0x7F -> true;
            default -> false;
        };
    }

    private String at(int at, int count) {
        return switch (block[at]) {
            case '<' -> Markup.at(block, at, count);
            case '%' -> starts(block, at, count, "%PDF-") && isDigit(block, at + 5, count) ? "a PDF document" : null;
            case 'P' -> isZipEntry(block, at, count) ? "a ZIP archive" : null;
            case 'R' -> starts(block, at, count, "Rar!\u001a\u0007") ? "a RAR archive" : null;
            case '7' -> starts(block, at, count, "7z\u00bc\u00af'\u001c") ? "a 7z archive" : null;
            case 'M' -> starts(block, at, count, "MZ") && isWindowsProgram(at, count)
                    ? "a program"
                    : null;
            default -> isElf(block, at, count) ? "a program" : null;
        };
    }

    private static boolean isZipEntry(byte[] block, int at, int count) {
        if (!starts(block, at, count, "PK\u0003\u0004") || at + 30 > count) {
            return false;
        }
        long version = little(block, at + 4, 2) & 0xFF;
        long method = little(block, at + 8, 2);
        long name = little(block, at + 26, 2);
        boolean known = method == 0 || method == 8 || method == 9 || method == 12 || method == 14 || method == 93
                || method == 95 || method == 98 || method == 99;
        return version >= 10 && version <= 63 && known && name > 0 && name < 4096;
    }

    private static boolean isElf(byte[] block, int at, int count) {
        return starts(block, at, count, "\u007fELF") && at + 7 <= count && (block[at + 4] == 1 || block[at + 4] == 2)
                && (block[at + 5] == 1 || block[at + 5] == 2) && block[at + 6] == 1;
    }

    private boolean isWindowsProgram(int at, int count) {
        if (at + MZ_BYTES > count) {
            return false;
        }
        long header = little(block, at + 60, 4);
        return header >= LOWEST_PE_OFFSET && header <= HIGHEST_PE_OFFSET
                && starts(block, at + (int) header, read, "PE\0\0");
    }

    /** A script has no mark but its first two characters: they count right behind the picture alone. */
    private String scriptAt(long end) throws IOException {
        cursor.seek(end);
        while (!cursor.atEnd()) {
            int value = cursor.u8();
            if (value != 0 && value != 0xFF && !Character.isWhitespace(value)) {
                return value == '#' && !cursor.atEnd() && cursor.u8() == '!' ? "a script" : null;
            }
        }
        return null;
    }

    static boolean starts(byte[] block, int at, int count, String mark) {
        if (at + mark.length() > count) {
            return false;
        }
        for (int i = 0; i < mark.length(); i++) {
            if ((block[at + i] & 0xFF) != mark.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(byte[] block, int at, int count) {
        return at < count && block[at] >= '0' && block[at] <= '9';
    }

    private static long little(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[at + i] & 0xFFL) << 8 * i;
        }
        return value;
    }
}
