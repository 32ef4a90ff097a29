package org.mediafiles.imaging;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/** TIFF by TwelveMonkeys, in bands of whole strips, so that a large picture is never held at once. */
final class TiffDecoder {
    private static final long BAND_BYTES = 16L << 20;

    private final TiffStructure tiff;
    private final ByteCursor cursor;
    private final TimeLimit limit;
    private String warning;

    TiffDecoder(TiffStructure tiff, ByteCursor cursor, TimeLimit limit) {
        this.tiff = tiff;
        this.cursor = cursor;
        this.limit = limit;
    }

    void decode(RowSink sink) throws IOException {
        ImageReader reader = new TIFFImageReaderSpi().createReaderInstance(null);
        DecoderInput input = DecoderInput.whole(cursor, limit);
        try {
            reader.addIIOReadWarningListener((source, text) -> warning = text);
            reader.setInput(input, false, true);
            int band = bandRows(tiff);
            for (int y = 0; y < tiff.height; y += band) {
                limit.check();
                ImageReadParam param = reader.getDefaultReadParam();
                param.setSourceRegion(new Rectangle(0, y, tiff.width, Math.min(band, tiff.height - y)));
                BufferedImage image = reader.read(0, param);
                if (y == 0) {
                    sink.begin(tiff.width, tiff.height, ImageRows.components(image));
                }
                ImageRows.pushRows(image, sink, limit);
            }
        } catch (IOException | RuntimeException e) {
            throw input.verdict(e);
        } finally {
            reader.dispose();
        }
        input.rethrow();
        if (warning != null && warning.toLowerCase(Locale.ROOT).contains("eof")) {
            throw new TruncatedPictureException();
        }
    }

    private static long rowBytes(TiffStructure tiff) {
        return (long) tiff.width * Math.max(1, Math.min(8, tiff.samples)) * Math.max(1, (tiff.bits + 7) / 8);
    }

    private static int bandRows(TiffStructure tiff) {
        // A picture that is one strip is decoded from its start for every band: twice the memory, half the bands.
        long bytes = tiff.rowsPerStrip >= tiff.height && !tiff.tiled ? 4 * BAND_BYTES : BAND_BYTES;
        long rows = Math.max(1, bytes / rowBytes(tiff));
        int unit = tiff.tiled ? 256 : tiff.rowsPerStrip;
        return (int) Math.min(tiff.height, rows >= unit ? rows / unit * unit : rows);
    }

    /** @return bytes of heap at once: the band, its rows as whole numbers, and one strip as it comes */
    static long heapBytes(TiffStructure tiff) {
        long strip = Math.min(64L << 20, rowBytes(tiff) * (tiff.tiled ? 256 : tiff.rowsPerStrip));
        return 2 * rowBytes(tiff) * bandRows(tiff) + strip + 64L * tiff.width;
    }
}
