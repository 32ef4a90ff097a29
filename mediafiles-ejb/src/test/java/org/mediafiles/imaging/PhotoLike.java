package org.mediafiles.imaging;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Hashtable;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture with what a photo has: soft shades, edges, fine structure, and the noise of a sensor. Always the same. */
public final class PhotoLike {
    private PhotoLike() {}

    /** @return samples R, G, B, row after row */
    static byte[] samples(int width, int height) {
        byte[] samples = new byte[width * height * 3];
        Random random = new Random(20_261_123);
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double shade = 0.5 + 0.3 * Math.sin(x / 410.0) * Math.cos(y / 530.0);
                double structure = 0.10 * Math.sin(x * 0.21 + y * 0.13) * Math.sin(y * 0.017);
                double edge = (x / 300 + y / 300) % 2 == 0 ? 0.06 : -0.06;
                // The sum of two is noise enough like a sensor's, and quick.
                double noise = (random.nextInt(256) + random.nextInt(256) - 255) / 255.0 * 0.055;
                double light = shade + structure + edge + noise;
                samples[at++] = level(light * 1.05);
                samples[at++] = level(light * 0.85 + 0.05 * Math.sin(x / 97.0));
                samples[at++] = level(light * 0.75 + 0.08 * Math.cos(y / 113.0));
            }
        }
        return samples;
    }

    private static byte level(double light) {
        return (byte) Math.max(0, Math.min(255, Math.round(light * 255)));
    }

    /** @param quality in per cent */
    public static void writeJpeg(int width, int height, int quality, boolean progressive, OutputStream out)
            throws IOException {
        BufferedImage image = image(samples(width, height), width, height);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality / 100f);
        if (progressive) {
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        }
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
    }

    static BufferedImage image(byte[] rgb, int width, int height) {
        return new BufferedImage(
                new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE,
                        DataBuffer.TYPE_BYTE),
                Raster.createInterleavedRaster(new java.awt.image.DataBufferByte(rgb, rgb.length), width, height,
                        width * 3, 3, new int[]{0, 1, 2}, null),
                false, new Hashtable<>());
    }
}
