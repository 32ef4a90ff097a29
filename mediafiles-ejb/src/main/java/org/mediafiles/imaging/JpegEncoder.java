package org.mediafiles.imaging;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Hashtable;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** sRGB pixels into a JPEG that has a JFIF header and nothing else that is not picture. */
final class JpegEncoder {
    private JpegEncoder() {}

    /** @param quality in per cent */
    static DerivedPicture encode(PixelRows rgb, int quality) throws IOException {
        BufferedImage image = new BufferedImage(
                new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE,
                        DataBuffer.TYPE_BYTE),
                SrgbConversion.raster(rgb), false, new Hashtable<>());
        ImageWriter writer = newWriter();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream(rgb.samples().length / 8 + 1024);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(jpeg)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality / 100f);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return new DerivedPicture(jpeg.toByteArray(), rgb.width(), rgb.height());
    }

    private static ImageWriter newWriter() throws IOException {
        for (Iterator<ImageWriter> all = ImageIO.getImageWritersByFormatName("jpeg"); all.hasNext();) {
            ImageWriter writer = all.next();
            if (writer.getClass().getName().startsWith("com.sun.imageio.")) {
                return writer;
            }
        }
        throw new IOException("this Java has no JPEG writer");
    }
}
