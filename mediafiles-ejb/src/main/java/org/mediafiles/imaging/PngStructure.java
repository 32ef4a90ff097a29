package org.mediafiles.imaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A PNG's chunks. Compressed text is left alone, but for the one place where older programs put EXIF, and there bounded. */
final class PngStructure {
    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int MAX_INFLATED = 4 << 20;

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

    private PngStructure() {}

    static PngStructure read(ByteCursor cursor) throws IOException {
        PngStructure png = new PngStructure();
        if (cursor.order(ByteOrder.BIG_ENDIAN).seek(0).u64() != SIGNATURE) {
            throw new IOException("no PNG");
        }
        boolean last = false;
        while (!last && cursor.size() - cursor.position() >= 12) {
            long at = cursor.position();
            int length = length(cursor);
            String type = cursor.ascii(4);
            if (png.width == 0 && !type.equals("IHDR")) {
                throw new IOException("a PNG without a header");
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
            throw new IOException("a PNG chunk of " + length + " bytes");
        }
        return (int) length;
    }

    private void chunk(ByteCursor cursor, long at, String type, int length) throws IOException {
        boolean small = length <= MAX_INFLATED;
        switch (type) {
            case "IHDR" -> header(cursor, length);
            case "PLTE" -> palette = small ? cursor.bytes(length) : palette;
            case "tRNS" -> transparency = small ? cursor.bytes(length) : null;
            case "iCCP" -> profile = small && firstData < 0 ? inflateAfterName(cursor.bytes(length), 2) : profile;
            case "eXIf" -> exif = small ? ExifTags.read(ByteCursor.of(cursor.bytes(length)), 0) : exif;
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
            throw new IOException("a PNG header of another kind");
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
            throw new IOException("a PNG header of another kind");
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
        byte[] body = length <= MAX_INFLATED ? cursor.seek(start).bytes(length) : new byte[0];
        if (name.startsWith("Raw profile type exif\0") || name.startsWith("Raw profile type APP1\0")) {
            byte[] hex = type.equals("zTXt") ? inflateAfterName(body, 2) : body;
            byte[] block = hex == null ? new byte[0] : fromHex(new String(hex, StandardCharsets.ISO_8859_1));
            exif = exif == ExifTags.NONE ? rawExif(block) : exif;
        } else if (name.startsWith("XML:com.adobe.xmp\0")) {
            boolean compressed = body.length > 18 && body[18] == 1;
            byte[] packet = compressed ? inflateAfterName(body, 5) : body;
            positionInXmp |= packet != null && XmpPosition.isIn(packet);
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
        String digits = lines.length < 3 ? "" : lines[2].replaceAll("\\s", "");
        return digits.matches("(?:[0-9a-fA-F]{2})*") ? HexFormat.of().parseHex(digits) : new byte[0];
    }

    /** @param gap bytes from the name's NUL to the compressed data; @return {@code null} where it is damaged or a bomb */
    private static byte[] inflateAfterName(byte[] chunk, int gap) {
        int name = 0;
        while (name < chunk.length && chunk[name] != 0) {
            name++;
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(chunk, Math.min(chunk.length, name + gap), Math.max(0, chunk.length - name - gap));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            for (int count = inflater.inflate(buffer); count > 0; count = inflater.inflate(buffer)) {
                out.write(buffer, 0, count);
                if (out.size() > MAX_INFLATED) {
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
