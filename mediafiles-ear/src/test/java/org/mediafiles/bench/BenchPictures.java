package org.mediafiles.bench;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Pictures of the sizes that the benchmark speaks of. */
final class BenchPictures {
    private BenchPictures() {}

    /** @return a JPEG of 4,000 × 3,000 px and about 4 MB: soft shapes with a camera's noise */
    static byte[] photo() throws IOException {
        return jpeg(soft(4000, 3000, 26), 0.9f);
    }

    /** @return a JPEG of 10,000 × 10,000 px and about 15 MB: 100 MP, the limit, as rich as the engine's bench has it */
    static byte[] hundredMegapixels() throws IOException {
        return jpeg(soft(10_000, 10_000, 22), 0.8f);
    }

    /** @return a PNG of noise of about that many bytes: noise does not shrink */
    static byte[] noise(int bytes) throws IOException {
        int side = (int) Math.sqrt(bytes / 3d);
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
        new Random().nextBytes(((DataBufferByte) image.getRaster().getDataBuffer()).getData());
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes + 1_000_000);
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static BufferedImage soft(int width, int height, int noise) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        Random random = new Random(3);
        for (int at = 0, y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int grain = random.nextInt(noise);
                pixels[at++] = (byte) (128 + 90 * x / width + grain);
                pixels[at++] = (byte) (60 + 120 * y / height + grain);
                pixels[at++] = (byte) (200 - 100 * x / width + grain);
            }
        }
        return image;
    }

    private static byte[] jpeg(BufferedImage image, float quality) throws IOException {
        ImageIO.setUseCache(false);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var target = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(target);
            writer.write(null, new IIOImage(image, null, null), param);
        }
        writer.dispose();
        return out.toByteArray();
    }

    /** @return the same picture with a comment of its own behind the first marker, so that no two have the same bytes */
    static byte[] different(byte[] jpeg) {
        byte[] mark = new byte[20];
        ThreadLocalRandom.current().nextBytes(mark);
        byte[] result = new byte[jpeg.length + mark.length];
        System.arraycopy(jpeg, 0, result, 0, 2);
        mark[0] = (byte) 0xFF;
        mark[1] = (byte) 0xFE;
        mark[2] = 0;
        mark[3] = (byte) (mark.length - 2);
        System.arraycopy(mark, 0, result, 2, mark.length);
        System.arraycopy(jpeg, 2, result, 2 + mark.length, jpeg.length - 2);
        return result;
    }
}
