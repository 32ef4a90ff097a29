package org.mediafiles.delivery;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;

/**
 * What a ZIP holds beside its files (PKWARE's APPNOTE 6.3.10), for files that are stored as they are, with their sums before
 * them: so the length of the whole is known at the start, and every reader takes it, also one that can't seek. Past 4 GiB
 * it is ZIP64.
 */
public final class ZipFormat {
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int CENTRAL_HEADER = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    /** A field that is too small for its value holds this; the value stands in a ZIP64 field then. */
    private static final long IN_ZIP64 = 0xFFFF_FFFFL;
    /** 1.0: stored files. */
    private static final int VERSION = 10;
    private static final int VERSION_64 = 45;
    private static final int EARLIEST_YEAR = 1980;
    private static final int LATEST_YEAR = 2107;
    private static final int END_64_LENGTH = 56;

    private final int time;
    private final int date;
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private long at;
    private int count;

    /** @param when of every file; a ZIP knows the years 1980 to 2107 and even seconds */
    ZipFormat(LocalDateTime when) {
        int year = Math.max(EARLIEST_YEAR, Math.min(LATEST_YEAR, when.getYear()));
        this.date = year - EARLIEST_YEAR << 9 | when.getMonthValue() << 5 | when.getDayOfMonth();
        this.time = when.getHour() << 11 | when.getMinute() << 5 | when.getSecond() / 2;
    }

    /**
     * @param name      ASCII, without folders
     * @param byteCount less than 4 GiB
     */
    public record Entry(String name, long byteCount) {
        public Entry {
            if (byteCount >= IN_ZIP64 || !StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
                throw new IllegalArgumentException("no entry of this archive: " + byteCount + " bytes");
            }
        }
    }

    /** @return length of an archive of these files, bytes */
    long byteCount(List<Entry> entries) {
        ZipFormat trial = new ZipFormat(LocalDateTime.of(EARLIEST_YEAR, 1, 1, 0, 0));
        entries.forEach(entry -> trial.before(entry, 0));
        return trial.at + trial.end().length;
    }

    /** @return what stands before the next file */
    byte[] before(Entry entry, long crc32) {
        byte[] name = entry.name().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer header = buffer(30 + name.length).putInt(LOCAL_HEADER);
        describe(header.putShort((short) VERSION), entry, crc32, name.length).putShort((short) 0).put(name);
        list(entry, name, crc32);
        at += header.capacity() + entry.byteCount();
        count++;
        return header.array();
    }

    private void list(Entry entry, byte[] name, long crc32) {
        boolean far = at >= IN_ZIP64;
        ByteBuffer header = buffer(46 + name.length + (far ? 12 : 0)).putInt(CENTRAL_HEADER);
        short version = (short) (far ? VERSION_64 : VERSION);
        describe(header.putShort(version).putShort(version), entry, crc32, name.length)
                .putShort((short) (far ? 12 : 0)).putShort((short) 0).putShort((short) 0).putShort((short) 0)
                .putInt(0).putInt((int) (far ? IN_ZIP64 : at)).put(name);
        if (far) {
            header.putShort((short) 1).putShort((short) 8).putLong(at);
        }
        directory.writeBytes(header.array());
    }

    /** Flags and method are 0: ASCII names, the sum known, stored. */
    private ByteBuffer describe(ByteBuffer header, Entry entry, long crc32, int nameLength) {
        return header.putShort((short) 0).putShort((short) 0).putShort((short) time).putShort((short) date)
                .putInt((int) crc32).putInt((int) entry.byteCount()).putInt((int) entry.byteCount())
                .putShort((short) nameLength);
    }

    /** @return what stands behind the last file */
    byte[] end() {
        ByteArrayOutputStream end = new ByteArrayOutputStream();
        end.writeBytes(directory.toByteArray());
        boolean far = at >= IN_ZIP64;
        if (far) {
            end.writeBytes(buffer(END_64_LENGTH).putInt(END_64).putLong(END_64_LENGTH - 12).putShort((short) VERSION_64)
                    .putShort((short) VERSION_64).putInt(0).putInt(0).putLong(count).putLong(count)
                    .putLong(directory.size()).putLong(at).array());
            end.writeBytes(buffer(20).putInt(LOCATOR_64).putInt(0).putLong(at + directory.size()).putInt(1).array());
        }
        end.writeBytes(buffer(22).putInt(END).putShort((short) 0).putShort((short) 0).putShort((short) count)
                .putShort((short) count).putInt(directory.size()).putInt((int) (far ? IN_ZIP64 : at))
                .putShort((short) 0).array());
        return end.toByteArray();
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
