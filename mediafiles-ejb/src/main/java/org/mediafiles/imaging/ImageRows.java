package org.mediafiles.imaging;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;

/** Rows out of an image that a reader made: samples as they stand in the file, alpha laid on white. */
final class ImageRows {
    private ImageRows() {}

    static void push(BufferedImage image, RowSink sink, TimeLimit limit) throws IOException {
        sink.begin(image.getWidth(), image.getHeight(), components(image));
        pushRows(image, sink, limit);
    }

    /** @return 1, 3 or 4; what is none of these is shown as the reader would show it, in RGB */
    static int components(BufferedImage image) {
        ColorModel model = image.getColorModel();
        int colours = model.getNumColorComponents();
        return isPlain(model) && (colours == 1 || colours == 4) ? colours : 3;
    }

    /** Without {@link RowSink#begin}: for a picture that comes in several images. */
    static void pushRows(BufferedImage image, RowSink sink, TimeLimit limit) throws IOException {
        int width = image.getWidth();
        byte[] out = new byte[width * components(image)];
        ColorModel model = image.getColorModel();
        int[] samples = new int[width * Math.max(3, model.getNumComponents())];
        for (int y = 0; y < image.getHeight(); y++) {
            limit.check();
            if (isPlain(model)) {
                plainRow(image.getRaster(), model, y, samples, out);
            } else {
                shownRow(image, y, samples, out);
            }
            sink.row(out, 0);
        }
    }

    private static boolean isPlain(ColorModel model) {
        int type = model.getTransferType();
        int colours = model.getNumColorComponents();
        return model instanceof ComponentColorModel && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT)
                && (colours == 1 || colours == 3 || colours == 4);
    }

    private static void plainRow(Raster raster, ColorModel model, int y, int[] samples, byte[] out) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        int colours = model.getNumColorComponents();
        boolean alpha = model.hasAlpha() && bands > colours;
        raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, samples);
        for (int x = 0; x < width; x++) {
            int opacity = alpha ? eight(samples[x * bands + colours], model.getComponentSize(colours)) : 255;
            for (int c = 0; c < colours; c++) {
                int value = eight(samples[x * bands + c], model.getComponentSize(c));
                // Ink comes undone where white shows through; light grows.
                out[x * colours + c] = opacity == 255
                        ? (byte) value
                        : colours == 4
                                ? (byte) (value * opacity / 255)
                                : model.isAlphaPremultiplied()
                                        ? (byte) Math.min(255, value + 255 - opacity)
                                        : PngSamples.white(value, opacity);
            }
        }
    }

    private static int eight(int value, int bits) {
        return bits == 8 ? value : (int) (value * 255L / ((1L << bits) - 1));
    }

    private static void shownRow(BufferedImage image, int y, int[] argb, byte[] out) {
        int width = image.getWidth();
        image.getRGB(0, y, width, 1, argb, 0, width);
        for (int x = 0; x < width; x++) {
            int alpha = argb[x] >>> 24;
            out[x * 3] = PngSamples.white(argb[x] >> 16 & 0xFF, alpha);
            out[x * 3 + 1] = PngSamples.white(argb[x] >> 8 & 0xFF, alpha);
            out[x * 3 + 2] = PngSamples.white(argb[x] & 0xFF, alpha);
        }
    }
}
