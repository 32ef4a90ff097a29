package org.mediafiles.imaging;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Small picture files made byte by byte, so that tests can say exactly what is in them. */
public final class TestFiles {
    private TestFiles() {}

    /** @param components 1, 3 or 4; four are written as they are, without a mark of how they are meant */
    public static byte[] jpeg(byte[] samples, int width, int height, int components) {
        return jpeg(samples, width, height, components, false);
    }

    static byte[] jpeg(byte[] samples, int width, int height, int components, boolean progressive) {
        PixelRows pixels = new PixelRows(width, height, components, samples);
        Raster raster = SrgbConversion.raster(pixels);
        IIOImage image = components == 3
                ? new IIOImage(PhotoLike.image(samples, width, height), null, null)
                : components == 1
                        ? new IIOImage(grey(samples, width, height), null, null)
                        : new IIOImage(raster, null, null);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(0.95f);
            if (progressive) {
                param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            writer.setOutput(stream);
            writer.write(null, image, param);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static BufferedImage grey(byte[] samples, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, width, height, samples);
        return image;
    }

    /** @return the JPEG with one more segment right behind its first two bytes */
    public static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
        return IccProfiles.write(out -> {
            out.write(jpeg, 0, 2);
            out.writeShort(0xFF00 | marker);
            out.writeShort(content.length + 2);
            out.write(content);
            out.write(jpeg, 2, jpeg.length - 2);
        });
    }

    static byte[] withProfile(byte[] jpeg, byte[] profile) {
        int part = 60_000;
        int count = (profile.length + part - 1) / part;
        byte[] whole = jpeg;
        for (int i = count; i >= 1; i--) {
            int number = i;
            byte[] content = Arrays.copyOfRange(profile, (i - 1) * part, Math.min(profile.length, i * part));
            whole = withSegment(whole, 0xE2, IccProfiles.write(out -> {
                out.writeBytes("ICC_PROFILE\0");
                out.writeByte(number);
                out.writeByte(count);
                out.write(content);
            }));
        }
        return whole;
    }

    static byte[] withExif(byte[] jpeg, byte[] exif) {
        return withSegment(jpeg, 0xE1, concat(IccProfiles.latin("Exif\0\0"), exif));
    }

    /** @return an EXIF block that holds an orientation alone */
    public static byte[] exifOrientation(int orientation) {
        return IccProfiles.write(out -> {
            out.writeBytes("MM\0*");
            out.writeInt(8);
            out.writeShort(1);
            entry(out, 0x0112, 3, 1, orientation << 16);
            out.writeInt(0);
        });
    }

    private static void entry(java.io.DataOutputStream out, int tag, int type, int count, int value)
            throws IOException {
        out.writeShort(tag);
        out.writeShort(type);
        out.writeInt(count);
        out.writeInt(value);
    }

    /** @param rows each one's samples as the file has them, without filter bytes; not for interlaced pictures */
    static byte[] png(int width, int height, int depth, int colourType, byte[] rows, byte[]... chunks) {
        return png(width, height, depth, colourType, 0, filtered(rows, height), chunks);
    }

    private static byte[] filtered(byte[] rows, int height) {
        int rowBytes = rows.length / height;
        byte[] out = new byte[rows.length + height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(rows, y * rowBytes, out, y * (rowBytes + 1) + 1, rowBytes);
        }
        return out;
    }

    static byte[] png(int width, int height, int depth, int colourType, int interlace, byte[] data, byte[]... chunks) {
        byte[] header = IccProfiles.write(out -> {
            out.writeInt(width);
            out.writeInt(height);
            out.write(new byte[]{(byte) depth, (byte) colourType, 0, 0, (byte) interlace});
        });
        return IccProfiles.write(out -> {
            out.writeLong(0x89504E470D0A1A0AL);
            out.write(chunk("IHDR", header));
            for (byte[] chunk : chunks) {
                out.write(chunk);
            }
            out.write(chunk("IDAT", deflate(data)));
            out.write(chunk("IEND", new byte[0]));
        });
    }

    /** An interlaced RGB picture of 8 bits. */
    static byte[] interlacedPng(byte[] rgb, int width, int height) {
        int[][] passes = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2},
                {0, 1, 1, 2}};
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (int[] pass : passes) {
            for (int y = pass[1]; y < height; y += pass[3]) {
                data.write(0);
                for (int x = pass[0]; x < width; x += pass[2]) {
                    data.write(rgb, (y * width + x) * 3, 3);
                }
            }
        }
        return png(width, height, 8, 2, 1, data.toByteArray());
    }

    public static byte[] chunk(String type, byte[] content) {
        byte[] named = concat(IccProfiles.latin(type), content);
        CRC32 crc = new CRC32();
        crc.update(named);
        return IccProfiles.write(out -> {
            out.writeInt(content.length);
            out.write(named);
            out.writeInt((int) crc.getValue());
        });
    }

    public static byte[] deflate(byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out, new Deflater(6))) {
            deflater.write(data);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    /** An uncompressed TIFF of strips of 16 rows. */
    static byte[] tiff(byte[] samples, int width, int height, int components, int photometric, int orientation,
            byte[] profile) {
        int strips = (height + 15) / 16;
        int profileAt = 8;
        int pixelsAt = profileAt + profile.length + (profile.length & 1);
        int listsAt = pixelsAt + samples.length + (samples.length & 1);
        int directoryAt = listsAt + 8 * strips + 8;
        ByteBuffer out = ByteBuffer.allocate(directoryAt + 2 + 12 * 12 + 4).order(ByteOrder.LITTLE_ENDIAN);
        out.put(IccProfiles.latin("II*\0")).putInt(directoryAt).put(profile);
        out.position(pixelsAt);
        out.put(samples).position(listsAt);
        for (int strip = 0; strip < strips; strip++) {
            out.putInt(pixelsAt + strip * 16 * width * components);
        }
        for (int strip = 0; strip < strips; strip++) {
            out.putInt(Math.min(16, height - strip * 16) * width * components);
        }
        for (int i = 0; i < 4; i++) {
            out.putShort((short) 8);
        }
        out.putShort((short) 12);
        tag(out, 256, 4, 1, width);
        tag(out, 257, 4, 1, height);
        tag(out, 258, 3, components, components > 2 ? directoryAt - 8 : 8);
        tag(out, 259, 3, 1, 1);
        tag(out, 262, 3, 1, photometric);
        tag(out, 273, 4, strips, strips == 1 ? pixelsAt : listsAt);
        tag(out, 274, 3, 1, orientation);
        tag(out, 277, 3, 1, components);
        tag(out, 278, 4, 1, 16);
        tag(out, 279, 4, strips, strips == 1 ? samples.length : listsAt + 4 * strips);
        tag(out, 284, 3, 1, 1);
        tag(out, profile.length == 0 ? 65_000 : 34_675, 7, Math.max(1, profile.length),
                profile.length == 0 ? 0 : profileAt);
        return out.array();
    }

    private static void tag(ByteBuffer out, int tag, int type, int count, int value) {
        out.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }

    static byte[] concat(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }
}
