package org.mediafiles.imaging;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A TIFF's first page and where its pixels lie. */
final class TiffStructure {
    private static final int MAX_PARTS = 1_000_000;
    private static final int MAX_PROFILE_BYTES = 4 << 20;
    private static final int MAX_XMP_BYTES = 1 << 20;
    private static final int NEW_SUBFILE_TYPE = 254;
    private static final int DNG_VERSION = 50_706;

    int width;
    int height;
    int samples;
    int bits;
    int rowsPerStrip;
    /** Compressed in one piece, or in tiles: a band can't be read without what stands before it. */
    boolean tiled;
    boolean raw;
    boolean inkOrAlpha;
    byte[] profile;
    ExifTags exif;
    /** Strips or tiles of the first page. */
    final List<JpegStructure.Piece> pixels = new ArrayList<>();

    private TiffStructure() {}

    static TiffStructure read(ByteCursor cursor) throws IOException {
        TiffStructure tiff = new TiffStructure();
        TiffDirectory page = TiffDirectory.first(cursor, 0);
        tiff.exif = ExifTags.read(cursor, 0);
        tiff.width = size(page.number(256, 0));
        tiff.height = size(page.number(257, 0));
        tiff.samples = (int) page.number(277, 1);
        tiff.bits = (int) page.number(258, 1);
        tiff.rowsPerStrip = (int) Math.min(tiff.height, Math.max(1, page.number(278, tiff.height)));
        tiff.tiled = page.has(322);
        tiff.raw = page.has(DNG_VERSION) || (page.number(NEW_SUBFILE_TYPE, 0) & 1) == 1;
        tiff.profile = page.bytes(34_675, MAX_PROFILE_BYTES);
        byte[] xmp = page.bytes(700, MAX_XMP_BYTES);
        if (xmp != null && XmpPosition.isIn(xmp)) {
            tiff.exif = tiff.exif.withPosition();
        }
        tiff.findPixels(page, cursor.size());
        if (page.number(259, 1) == 1 && page.number(284, 1) == 1) {
            tiff.checkUncompressed();
        }
        return tiff;
    }

    private static int size(long value) throws IOException {
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw new DamagedPictureException("a TIFF without a size");
        }
        return (int) value;
    }

    private void findPixels(TiffDirectory page, long fileBytes) throws IOException {
        long[] starts = page.numbers(tiled ? 324 : 273, MAX_PARTS);
        long[] counts = page.numbers(tiled ? 325 : 279, MAX_PARTS);
        if (starts.length == 0) {
            throw new DamagedPictureException("a TIFF without pixels");
        }
        for (int i = 0; i < starts.length; i++) {
            // Some writers leave the count out where there is one strip: it then goes to the end.
            long count = i < counts.length ? counts[i] : fileBytes - starts[i];
            if (starts[i] + count > fileBytes || count <= 0) {
                throw new TruncatedPictureException();
            }
            pixels.add(new JpegStructure.Piece(starts[i], count));
        }
    }

    private void checkUncompressed() throws IOException {
        long rowBytes = ((long) width * samples * bits + 7) / 8;
        long there = pixels.stream().mapToLong(JpegStructure.Piece::length).sum();
        if (!tiled && there < rowBytes * height) {
            throw new TruncatedPictureException();
        }
    }
}
