package org.mediafiles.imaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A JPEG's segments up to the first scan, and what follows from them by libjpeg's rules. The decoder is given only the
 * segments it needs, so a broken profile or comment can't make it fail.
 */
final class JpegStructure {
    /** How the components are meant. */
    enum Colour {
        GREY, YCBCR, RGB, CMYK, YCCK
    }

    /** From byte {@code start}, {@code length} bytes of the file. */
    record Piece(long start, long length) {}

    private static final int MAX_PROFILE_BYTES = 4 << 20;
    private static final int MAX_TABLES = 1_000;
    private static final String EXIF = "Exif\0\0";
    private static final String ICC = "ICC_PROFILE\0";
    private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";

    int width;
    int height;
    int components;
    boolean progressive;
    boolean decodable = true;
    ExifTags exif = ExifTags.NONE;
    long firstScan = -1;
    final List<Piece> tables = new ArrayList<>();
    private boolean jfif;
    private int adobeTransform = -1;
    private int[] ids = {};
    private final int[] sampling = new int[4];
    private boolean positionInXmp;
    private final TreeMap<Integer, byte[]> profileParts = new TreeMap<>();
    private int profileBytes;

    private JpegStructure() {}

    /** @throws IOException where it is no JPEG, or has no frame before its first scan */
    static JpegStructure read(ByteCursor cursor) throws IOException {
        JpegStructure found = new JpegStructure();
        cursor.order(ByteOrder.BIG_ENDIAN).seek(0);
        if (cursor.u16() != 0xFFD8) {
            throw new DamagedPictureException("no JPEG");
        }
        while (found.firstScan < 0) {
            found.segment(cursor);
        }
        if (found.components == 0) {
            throw new DamagedPictureException("a JPEG without a frame");
        }
        if (found.positionInXmp) {
            found.exif = found.exif.withPosition();
        }
        return found;
    }

    private void segment(ByteCursor cursor) throws IOException {
        while (cursor.u8() != 0xFF) {
            // libjpeg skips what stands between segments, too
        }
        int marker = cursor.u8();
        while (marker == 0xFF) {
            marker = cursor.u8();
        }
        if (marker == 0xD9) {
            throw new TruncatedPictureException();
        }
        if (marker == 0 || marker == 0x01 || marker >= 0xD0 && marker <= 0xD8) {
            return;
        }
        long start = cursor.position() - 2;
        int length = cursor.u16();
        long end = start + 2 + length;
        switch (marker) {
            case 0xDB, 0xC4, 0xDD, 0xCC -> table(start, length);
            case 0xDA -> firstScan = start;
            case 0xE0 -> jfif |= length >= 7 && cursor.ascii(5).equals("JFIF\0");
            case 0xE1 -> app1(cursor, length - 2);
            case 0xE2 -> profilePart(cursor, length - 2);
            case 0xEE -> adobe(cursor, length - 2);
            default -> {
                if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC8) {
                    frame(cursor, marker);
                    table(start, length);
                }
            }
        }
        cursor.order(ByteOrder.BIG_ENDIAN).seek(end);
    }

    private void table(long start, int length) throws IOException {
        if (tables.size() == MAX_TABLES) {
            throw new DamagedPictureException("more tables than a JPEG has");
        }
        tables.add(new Piece(start, length + 2L));
    }

    private void frame(ByteCursor cursor, int marker) throws IOException {
        if (components != 0) {
            throw new DamagedPictureException("a JPEG with two frames");
        }
        progressive = marker == 0xC2;
        int precision = cursor.u8();
        decodable = marker <= 0xC2 && precision == 8;
        height = cursor.u16();
        width = cursor.u16();
        components = cursor.u8();
        if (width == 0 || height == 0 || components != 1 && components != 3 && components != 4) {
            throw new DamagedPictureException(
                    "a JPEG frame of " + width + " by " + height + " with " + components + " components");
        }
        ids = new int[components];
        for (int i = 0; i < components; i++) {
            ids[i] = cursor.u8();
            sampling[i] = cursor.u8();
            cursor.u8();
        }
    }

    private void app1(ByteCursor cursor, int length) throws IOException {
        long start = cursor.position();
        String mark = cursor.ascii(Math.min(length, XMP.length()));
        if (mark.startsWith(EXIF) && exif == ExifTags.NONE) {
            cursor.seek(start + EXIF.length());
            byte[] block = cursor.bytes(length - EXIF.length());
            exif = ExifTags.read(ByteCursor.of(block), 0);
        } else if (mark.equals(XMP) && !positionInXmp) {
            positionInXmp = XmpPosition.isIn(cursor.bytes(length - XMP.length()));
        }
    }

    private void profilePart(ByteCursor cursor, int length) throws IOException {
        if (length > ICC.length() + 2 && cursor.ascii(ICC.length()).equals(ICC)) {
            int number = cursor.u8();
            cursor.u8();
            byte[] part = cursor.bytes(length - ICC.length() - 2);
            profileBytes += part.length;
            if (profileBytes <= MAX_PROFILE_BYTES) {
                profileParts.put(number, part);
            }
        }
    }

    private void adobe(ByteCursor cursor, int length) throws IOException {
        if (length >= 12 && cursor.ascii(5).equals("Adobe")) {
            adobeTransform = cursor.skip(6).u8();
        }
    }

    /** @return the embedded ICC profile, {@code null} without one */
    byte[] profile() {
        if (profileParts.isEmpty()) {
            return null;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        profileParts.values().forEach(whole::writeBytes);
        return whole.toByteArray();
    }

    Colour colour() {
        if (components == 1) {
            return Colour.GREY;
        }
        if (components == 4) {
            return adobeTransform == 2 ? Colour.YCCK : Colour.CMYK;
        }
        if (jfif) {
            return Colour.YCBCR;
        }
        if (adobeTransform >= 0) {
            return adobeTransform == 0 ? Colour.RGB : Colour.YCBCR;
        }
        return ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B' ? Colour.RGB : Colour.YCBCR;
    }

    /** @return Adobe writes full ink as 0 */
    boolean inverted() {
        return components == 4 && adobeTransform >= 0;
    }

    /**
     * Reads on to the end of the picture.
     *
     * @return how many scans it has; at least 1
     */
    int countScans(ByteCursor cursor) throws IOException {
        byte[] block = new byte[16 * 1024];
        int scans = 0;
        boolean prefix = false;
        cursor.seek(firstScan);
        for (int count = cursor.read(block, 0, block.length); count > 0; count = cursor.read(block, 0, block.length)) {
            for (int i = 0; i < count; i++) {
                if (prefix && block[i] == (byte) 0xD9) {
                    return scans;
                }
                // Tables between scans can hold an FF; none of their codes can follow it and look like a scan's start.
                scans += prefix && block[i] == (byte) 0xDA ? 1 : 0;
                prefix = block[i] == (byte) 0xFF;
            }
        }
        return Math.max(1, scans);
    }

    /** @return native bytes that libjpeg keeps for all coefficients of a progressive picture: two per sample */
    long coefficientBytes() {
        int most = 1;
        int sum = 0;
        for (int i = 0; i < components; i++) {
            int blocks = (sampling[i] >> 4) * (sampling[i] & 15);
            most = Math.max(most, blocks);
            sum += blocks;
        }
        return progressive ? 2L * width * height * Math.max(sum, most) / most : 0;
    }
}
