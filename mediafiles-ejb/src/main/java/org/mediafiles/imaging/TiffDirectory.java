package org.mediafiles.imaging;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** One directory of a TIFF structure: a TIFF file's own or an EXIF block's. Reads only what is asked for. */
final class TiffDirectory {
    private static final int MAX_ENTRIES = 4_096;
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
    private static final TiffDirectory EMPTY = new TiffDirectory(null, 0, ByteOrder.BIG_ENDIAN);

    private record Entry(int type, long count, long at) {
        long bytes() {
            return count * TYPE_BYTES[type];
        }
    }

    private final ByteCursor cursor;
    private final long base;
    private final ByteOrder order;
    private final Map<Integer, Entry> entries = new HashMap<>();
    private long next;
    private long end;

    private TiffDirectory(ByteCursor cursor, long base, ByteOrder order) {
        this.cursor = cursor;
        this.base = base;
        this.order = order;
    }

    /** @param base where the header stands; offsets count from there */
    static TiffDirectory first(ByteCursor cursor, long base) throws IOException {
        String mark = cursor.seek(base).ascii(2);
        ByteOrder order = mark.equals("II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        if (!mark.equals("II") && !mark.equals("MM") || cursor.order(order).u16() != 42) {
            throw new DamagedPictureException("no TIFF header");
        }
        return read(cursor, base, order, cursor.u32());
    }

    private static TiffDirectory read(ByteCursor cursor, long base, ByteOrder order, long offset) throws IOException {
        TiffDirectory directory = new TiffDirectory(cursor, base, order);
        int count = cursor.order(order).seek(base + offset).u16();
        if (count > MAX_ENTRIES) {
            throw new DamagedPictureException("too many entries in a TIFF directory");
        }
        for (int i = 0; i < count; i++) {
            long at = cursor.position();
            int tag = cursor.u16();
            int type = cursor.u16();
            long length = cursor.u32();
            if (type > 0 && type < TYPE_BYTES.length && length > 0) {
                boolean inline = length * TYPE_BYTES[type] <= 4;
                directory.entries.putIfAbsent(tag, new Entry(type, length, inline ? at + 8 : base + cursor.u32()));
            }
            cursor.seek(at + 12);
        }
        directory.next = cursor.size() - cursor.position() >= 4 ? cursor.u32() : 0;
        directory.end = cursor.position();
        return directory;
    }

    /** @return the directory after this one, empty where there is none */
    TiffDirectory following() throws IOException {
        return next == 0 ? EMPTY : read(cursor, base, order, next);
    }

    /** @return the directory that the tag points to, empty where there is none or it is damaged */
    TiffDirectory sub(int tag) throws IOException {
        try {
            return has(tag) ? read(cursor, base, order, number(tag, 0)) : EMPTY;
        } catch (DamagedPictureException e) {
            return EMPTY;
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    boolean has(int tag) {
        return entries.containsKey(tag);
    }

    /** @return how many values the tag has; 0 without the tag */
    long count(int tag) {
        return has(tag) ? entries.get(tag).count : 0;
    }

    /** @return the first byte past this directory's own table */
    long end() {
        return end;
    }

    /** @return start of the tag's value in the file, and its length; {@code null} without the tag */
    long[] range(int tag) {
        Entry entry = entries.get(tag);
        return entry == null ? null : new long[]{entry.at, entry.bytes()};
    }

    /** @return the tag's first value as a whole number, or {@code otherwise} */
    long number(int tag, long otherwise) throws IOException {
        long[] all = numbers(tag, 1);
        return all.length == 0 ? otherwise : all[0];
    }

    /** @return at most {@code max} values of an integer tag; empty without the tag or for another type */
    long[] numbers(int tag, int max) throws IOException {
        Entry entry = entries.get(tag);
        if (entry == null || entry.type != 1 && entry.type != 3 && entry.type != 4 && entry.type != 13) {
            return new long[0];
        }
        long[] values = new long[(int) Math.min(entry.count, max)];
        cursor.order(order).seek(entry.at);
        for (int i = 0; i < values.length; i++) {
            values[i] = entry.type == 1 ? cursor.u8() : entry.type == 3 ? cursor.u16() : cursor.u32();
        }
        return values;
    }

    /** @return an ASCII tag up to its NUL, at most {@code max} bytes; {@code null} without it */
    String text(int tag, int max) throws IOException {
        Entry entry = entries.get(tag);
        if (entry == null || entry.type != 2 && entry.type != 1 && entry.type != 7) {
            return null;
        }
        String text = new String(cursor.seek(entry.at).bytes((int) Math.min(entry.count, max)), StandardCharsets.UTF_8);
        int nul = text.indexOf('\0');
        String bare = (nul < 0 ? text : text.substring(0, nul)).strip();
        return bare.isEmpty() ? null : bare;
    }

    /** @return the bytes of a tag, {@code null} without it or where it is longer than {@code max} */
    byte[] bytes(int tag, int max) throws IOException {
        Entry entry = entries.get(tag);
        return entry == null || entry.bytes() > max ? null : cursor.seek(entry.at).bytes((int) entry.bytes());
    }
}
