package org.mediafiles.imaging;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * JPEG by the JDK's own reader (libjpeg), row by row. Profiles are kept away from it: colours are converted on the small
 * result.
 */
final class JpegDecoder {
    /** The JDK's reader hands CMYK out as a whole: what is larger is subsampled, to at least twice the largest target. */
    static final long MAX_WHOLE_BYTES = 64L << 20;
    /** Each pass is put out whole, so many passes are long work; encoders make about ten. */
    private static final int MOST_SCANS = 100;

    private final JpegStructure jpeg;
    private final ByteCursor cursor;
    private final TimeLimit limit;
    private boolean endedEarly;

    JpegDecoder(JpegStructure jpeg, ByteCursor cursor, TimeLimit limit) {
        this.jpeg = jpeg;
        this.cursor = cursor;
        this.limit = limit;
    }

    void decode(RowSink sink) throws IOException {
        if (!jpeg.decodable) {
            throw new DamagedPictureException("this coding of JPEG (lossless, arithmetic or 12 bit) can't be read");
        }
        ImageReader reader = newReader();
        DecoderInput input = input();
        try {
            reader.addIIOReadWarningListener((source, warning) -> endedEarly |= warning.toLowerCase(Locale.ROOT)
                    .contains("premature end"));
            reader.setInput(input, true, true);
            ImageReadParam param = reader.getDefaultReadParam();
            if (jpeg.components == 4) {
                readInks(reader, param, sink);
            } else {
                readRows(reader, param, sink);
            }
        } catch (IOException | RuntimeException e) {
            throw input.verdict(e);
        } finally {
            reader.dispose();
        }
        input.rethrow();
        if (endedEarly) {
            throw new TruncatedPictureException();
        }
    }

    private void readRows(ImageReader reader, ImageReadParam param, RowSink sink) throws IOException {
        int passes = jpeg.progressive ? jpeg.countScans(cursor) : 1;
        if (passes > MOST_SCANS) {
            throw new DamagedPictureException("a JPEG of " + passes + " scans");
        }
        RowRaster raster = RowRaster.of(jpeg, reader, new RowRaster.LastPass(sink, passes), limit);
        BufferedImage destination = raster.asImage();
        sink.begin(jpeg.width, jpeg.height, jpeg.components);
        param.setDestination(destination);
        reader.read(0, param);
        raster.rethrow();
        // The JDK puts out one pass for each scan, the last being the whole picture.
        if (raster.rows() < (long) passes * jpeg.height) {
            throw new TruncatedPictureException();
        }
    }

    private void readInks(ImageReader reader, ImageReadParam param, RowSink sink) throws IOException {
        int step = step();
        param.setSourceSubsampling(step, step, 0, 0);
        Raster raster = reader.readRaster(0, param);
        byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
        int rowBytes = raster.getWidth() * 4;
        sink.begin(raster.getWidth(), raster.getHeight(), 4);
        for (int y = 0; y < raster.getHeight(); y++) {
            limit.check();
            toInks(samples, y * rowBytes, rowBytes);
            sink.row(samples, y * rowBytes);
        }
    }

    /** @return how many columns and rows one is taken of */
    private int step() {
        int step = 1;
        while (inkBytes(jpeg, step) > MAX_WHOLE_BYTES) {
            step++;
        }
        return step;
    }

    static long inkBytes(JpegStructure jpeg, int step) {
        return 4L * ((jpeg.width + step - 1) / step) * ((jpeg.height + step - 1) / step);
    }

    private void toInks(byte[] samples, int from, int count) {
        boolean fromYcc = jpeg.colour() == JpegStructure.Colour.YCCK;
        boolean invert = jpeg.inverted();
        for (int i = from; i < from + count; i += 4) {
            if (fromYcc) {
                int luma = samples[i] & 0xFF;
                int blue = (samples[i + 1] & 0xFF) - 128;
                int red = (samples[i + 2] & 0xFF) - 128;
                // YCCK codes the complement of CMY, by the same matrix as RGB (Adobe TN 5116).
                samples[i] = clamp(255 - luma - 1.402 * red);
                samples[i + 1] = clamp(255 - luma + 0.344136 * blue + 0.714136 * red);
                samples[i + 2] = clamp(255 - luma - 1.772 * blue);
            }
            if (invert) {
                for (int c = i; c < i + 4; c++) {
                    samples[c] = (byte) ~samples[c];
                }
            }
        }
    }

    private static byte clamp(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }

    /** Only what is needed, in front a mark that settles how three components are meant, behind a mark that ends. */
    private DecoderInput input() {
        DecoderInput input = new DecoderInput(cursor, limit).bytes(0xFF, 0xD8);
        switch (jpeg.colour()) {
            case GREY, YCBCR -> input.bytes(0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);
            case RGB, CMYK -> input.bytes(adobe(0));
            case YCCK -> input.bytes(adobe(2));
        }
        jpeg.tables.forEach(piece -> input.piece(piece.start(), piece.length()));
        return input.piece(jpeg.firstScan, cursor.size() - jpeg.firstScan).bytes(0xFF, 0xD9);
    }

    private static int[] adobe(int transform) {
        return new int[]{0xFF, 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, transform};
    }

    /** @return the JDK's reader, whatever else is registered: it is twice as fast as what wraps it */
    private static ImageReader newReader() throws IOException {
        for (Iterator<ImageReader> all = ImageIO.getImageReadersByFormatName("jpeg"); all.hasNext();) {
            ImageReader reader = all.next();
            if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
                return reader;
            }
        }
        throw new IOException("this Java has no JPEG reader");
    }
}
