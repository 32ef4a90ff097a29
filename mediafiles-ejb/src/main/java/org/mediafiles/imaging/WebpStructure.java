package org.mediafiles.imaging;

import java.io.IOException;
import java.nio.ByteOrder;

/** A WebP's chunks. The decoder is given the picture's chunks alone. */
final class WebpStructure {
    private static final int MAX_METADATA_BYTES = 4 << 20;

    int width;
    int height;
    boolean animated;
    boolean lossless;
    boolean alpha;
    byte[] profile;
    ExifTags exif = ExifTags.NONE;
    /** The alpha plane of a lossy picture, header included. */
    JpegStructure.Piece alphaChunk;
    JpegStructure.Piece picture;
    /** First byte past the container. */
    long end;
    private boolean positionInXmp;

    private WebpStructure() {}

    static WebpStructure read(ByteCursor cursor) throws IOException {
        WebpStructure webp = new WebpStructure();
        cursor.order(ByteOrder.LITTLE_ENDIAN).seek(0);
        String riff = cursor.ascii(4);
        webp.end = 8 + cursor.u32();
        if (!riff.equals("RIFF") || !cursor.ascii(4).equals("WEBP")) {
            throw new DamagedPictureException("no WebP");
        }
        if (webp.end > cursor.size()) {
            throw new TruncatedPictureException();
        }
        while (webp.end - cursor.position() >= 8) {
            long at = cursor.position();
            String type = cursor.ascii(4);
            long length = cursor.u32();
            if (at + 8 + length > webp.end) {
                throw new TruncatedPictureException();
            }
            webp.chunk(cursor, at, type, length);
            cursor.order(ByteOrder.LITTLE_ENDIAN).seek(Math.min(webp.end, at + 8 + length + (length & 1)));
        }
        if (webp.picture == null && !webp.animated) {
            throw new TruncatedPictureException();
        }
        webp.exif = webp.positionInXmp ? webp.exif.withPosition() : webp.exif;
        return webp;
    }

    private void chunk(ByteCursor cursor, long at, String type, long length) throws IOException {
        boolean small = length <= MAX_METADATA_BYTES;
        switch (type) {
            case "VP8X" -> extended(cursor);
            case "ALPH" -> {
                alphaChunk = new JpegStructure.Piece(at, 8 + length + (length & 1));
                alpha = true;
            }
            case "VP8 " -> lossy(cursor, at, length);
            case "VP8L" -> lossless(cursor, at, length);
            case "ICCP" -> profile = small ? cursor.bytes((int) length) : null;
            case "EXIF" -> exif = small ? exif(cursor.bytes((int) length)) : exif;
            case "XMP " -> positionInXmp = positionInXmp || small && XmpPosition.isIn(cursor.bytes((int) length));
            default -> {
                // nothing that we look at
            }
        }
    }

    private void extended(ByteCursor cursor) throws IOException {
        int flags = cursor.u8();
        cursor.skip(3);
        animated = (flags & 2) != 0;
        width = 1 + (cursor.u16() | cursor.u8() << 16);
        height = 1 + (cursor.u16() | cursor.u8() << 16);
    }

    private void lossy(ByteCursor cursor, long at, long length) throws IOException {
        cursor.skip(6);
        size(cursor.u16() & 0x3FFF, cursor.u16() & 0x3FFF);
        picture = new JpegStructure.Piece(at, 8 + length + (length & 1));
    }

    private void lossless(ByteCursor cursor, long at, long length) throws IOException {
        if (cursor.u8() != 0x2F) {
            throw new DamagedPictureException("no lossless WebP");
        }
        long bits = cursor.u32();
        size(1 + (int) (bits & 0x3FFF), 1 + (int) (bits >> 14 & 0x3FFF));
        alpha = (bits >> 28 & 1) == 1;
        lossless = true;
        picture = new JpegStructure.Piece(at, 8 + length + (length & 1));
    }

    private void size(int columns, int rows) throws IOException {
        if (columns == 0 || rows == 0 || width != 0 && (width != columns || height != rows)) {
            throw new DamagedPictureException("a WebP whose picture does not fill it");
        }
        width = columns;
        height = rows;
    }

    private static ExifTags exif(byte[] chunk) throws IOException {
        boolean marked = chunk.length > 6 && chunk[0] == 'E' && chunk[1] == 'x';
        return ExifTags.read(ByteCursor.of(chunk), marked ? 6 : 0);
    }
}
