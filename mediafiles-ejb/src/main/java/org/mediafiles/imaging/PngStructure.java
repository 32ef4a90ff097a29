package org.mediafiles.imaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A PNG's chunks. Compressed text is left alone, but for the places where programs put EXIF and XMP; the bytes that are
 * inflated, and the texts that are looked at, are bounded for the file as a whole.
 */
final class PngStructure {
    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int MAX_CHUNK = 4 << 20;
    private static final int MAX_INFLATED = 8 << 20;
    private static final int MAX_TEXTS = 1_000;

    int width;
    int height;
    int depth;
    int colourType;
    boolean interlaced;
    boolean animated;
    long firstData = -1;
    byte[] palette = {};
    byte[] transparency;
    byte[] profile;
    ExifTags exif = ExifTags.NONE;
    private boolean positionInXmp;
    private boolean ownExif;
    private int inflatable = MAX_INFLATED;
    private int texts = MAX_TEXTS;

    private PngStructure() {}

    static PngStructure read(ByteCursor cursor) throws IOException {
        PngStructure png = new PngStructure();
        if (cursor.order(ByteOrder.BIG_ENDIAN).seek(0).u64() != SIGNATURE) {
            throw new DamagedPictureException("no PNG");
        }
        boolean last = false;
        while (!last && cursor.size() - cursor.position() >= 12) {
            long at = cursor.position();
            int length = length(cursor);
            String type = cursor.ascii(4);
            if (png.width == 0 && !type.equals("IHDR")) {
                throw new DamagedPictureException("a PNG without a header");
            }
            if (length <= cursor.size() - cursor.position()) {
                png.chunk(cursor, at, type, length);
            }
            last = type.equals("IEND") || cursor.size() - at - 12 < length;
            cursor.order(ByteOrder.BIG_ENDIAN).seek(Math.min(cursor.size(), at + 12 + length));
        }
        if (png.firstData < 0) {
            throw new TruncatedPictureException();
        }
        png.exif = png.positionInXmp ? png.exif.withPosition() : png.exif;
        return png;
    }

    static int length(ByteCursor cursor) throws IOException {
        long length = cursor.u32();
        if (length > Integer.MAX_VALUE) {
            throw new DamagedPictureException("a PNG chunk of " + length + " bytes");
        }
        return (int) length;
    }

    private void chunk(ByteCursor cursor, long at, String type, int length) throws IOException {
        boolean small = length <= MAX_CHUNK;
        switch (type) {
            case "IHDR" -> header(cursor, length);
            case "PLTE" -> palette = small ? cursor.bytes(length) : palette;
            case "tRNS" -> transparency = small ? cursor.bytes(length) : null;
            case "iCCP" -> profile = small && firstData < 0 && profile == null
                    ? inflateAfterName(cursor.bytes(length), 2)
                    : profile;
            case "eXIf" -> {
                exif = small && !ownExif ? ExifTags.read(ByteCursor.of(cursor.bytes(length)), 0) : exif;
                ownExif = true;
            }
            case "iTXt", "tEXt", "zTXt" -> text(cursor, type, length);
            case "acTL" -> animated = true;
            case "IDAT" -> firstData = firstData < 0 ? at : firstData;
            default -> {
                // nothing that we look at
            }
        }
    }

    private void header(ByteCursor cursor, int length) throws IOException {
        if (length != 13 || width != 0) {
            throw new DamagedPictureException("a PNG header of another kind");
        }
        long columns = cursor.u32();
        long rows = cursor.u32();
        depth = cursor.u8();
        colourType = cursor.u8();
        boolean known = cursor.u8() == 0 && cursor.u8() == 0;
        int method = cursor.u8();
        interlaced = method == 1;
        if (columns == 0 || rows == 0 || columns > Integer.MAX_VALUE || rows > Integer.MAX_VALUE || !known || method > 1
                || !fits()) {
            throw new DamagedPictureException("a PNG header of another kind");
        }
        width = (int) columns;
        height = (int) rows;
    }

    private boolean fits() {
        return switch (colourType) {
            case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
            case 3 -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
            case 2, 4, 6 -> depth == 8 || depth == 16;
            default -> false;
        };
    }

    /** @return samples per pixel in the file */
    int channels() {
        return switch (colourType) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
    }

    private void text(ByteCursor cursor, String type, int length) throws IOException {
        long start = cursor.position();
        String name = cursor.ascii(Math.min(length, 40));
        boolean raw = name.startsWith("Raw profile type exif\0") || name.startsWith("Raw profile type APP1\0");
        boolean xmp = name.startsWith("XML:com.adobe.xmp\0");
        boolean wanted = raw && exif == ExifTags.NONE || xmp && !positionInXmp;
        if (!wanted || length > MAX_CHUNK || texts == 0) {
            return;
        }
        texts--;
        byte[] body = cursor.seek(start).bytes(length);
        if (raw) {
            byte[] hex = type.equals("zTXt") ? inflateAfterName(body, 2) : body;
            exif = hex == null ? exif : rawExif(fromHex(new String(hex, StandardCharsets.ISO_8859_1)));
        } else {
            boolean compressed = body.length > 18 && body[18] == 1;
            byte[] packet = compressed ? inflateAfterName(body, 5) : body;
            positionInXmp = packet != null && XmpPosition.isIn(packet);
        }
    }

    private static ExifTags rawExif(byte[] block) throws IOException {
        boolean marked = block.length > 6 && block[0] == 'E' && block[1] == 'x';
        return ExifTags.read(ByteCursor.of(block), marked ? 6 : 0);
    }

    /** ImageMagick's form: a name line, a length line, then hexadecimal digits with line breaks. */
    private static byte[] fromHex(String text) {
        String body = text.substring(text.lastIndexOf('\0') + 1).strip();
        String[] lines = body.split("\\s+", 3);
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        int high = -1;
        for (int i = 0; lines.length == 3 && i < lines[2].length(); i++) {
            char digit = lines[2].charAt(i);
            if (HexFormat.isHexDigit(digit)) {
                int value = HexFormat.fromHexDigit(digit);
                if (high >= 0) {
                    block.write(high << 4 | value);
                }
                high = high < 0 ? value : -1;
            } else if (!Character.isWhitespace(digit)) {
                return new byte[0];
            }
        }
        return high < 0 ? block.toByteArray() : new byte[0];
    }

    /** @param gap bytes from the name's NUL to the compressed data; @return {@code null} where it is damaged or too much */
    private byte[] inflateAfterName(byte[] chunk, int gap) {
        int name = 0;
        while (name < chunk.length && chunk[name] != 0) {
            name++;
        }
        if (inflatable < 0) {
            return null;
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(chunk, Math.min(chunk.length, name + gap), Math.max(0, chunk.length - name - gap));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            for (int count = inflater.inflate(buffer); count > 0; count = inflater.inflate(buffer)) {
                inflatable -= count;
                out.write(buffer, 0, count);
                if (out.size() > MAX_CHUNK || inflatable < 0) {
                    return null;
                }
            }
            return inflater.finished() ? out.toByteArray() : null;
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }
}
