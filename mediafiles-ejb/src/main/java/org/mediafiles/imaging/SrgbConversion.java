package org.mediafiles.imaging;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/** Small pictures into sRGB, by the profile that the file brings. A broken or unfitting profile counts as none. */
final class SrgbConversion {
    private SrgbConversion() {}

    /** @param profile {@code null} for none: RGB and grey are sRGB then, inks are turned plainly */
    static PixelRows toSrgb(PixelRows picture, byte[] profile) {
        ICC_Profile embedded = fitting(profile, picture.components());
        if (embedded != null) {
            try {
                return convert(picture, embedded);
            } catch (RuntimeException e) {
                // The colour engine refuses some profiles only when it is to use them.
                return plain(picture);
            }
        }
        return plain(picture);
    }

    private static ICC_Profile fitting(byte[] profile, int components) {
        if (profile == null) {
            return null;
        }
        try {
            ICC_Profile read = ICC_Profile.getInstance(profile);
            int wanted = switch (components) {
                case 1 -> ColorSpace.TYPE_GRAY;
                case 3 -> ColorSpace.TYPE_RGB;
                default -> ColorSpace.TYPE_CMYK;
            };
            return read.getColorSpaceType() == wanted ? read : null;
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static PixelRows convert(PixelRows picture, ICC_Profile profile) {
        ICC_Profile[] path = {profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB)};
        byte[] out = new byte[picture.width() * picture.height() * 3];
        new ColorConvertOp(path, null).filter(raster(picture),
                raster(new PixelRows(picture.width(), picture.height(), 3, out)));
        return new PixelRows(picture.width(), picture.height(), 3, out);
    }

    /** @return a raster over the picture's own bytes */
    static WritableRaster raster(PixelRows picture) {
        int components = picture.components();
        int[] offsets = new int[components];
        for (int c = 0; c < components; c++) {
            offsets[c] = c;
        }
        DataBuffer samples = new DataBufferByte(picture.samples(), picture.samples().length);
        return Raster.createInterleavedRaster(samples, picture.width(), picture.height(), picture.width() * components,
                components, offsets, null);
    }

    private static PixelRows plain(PixelRows picture) {
        int components = picture.components();
        if (components == 3) {
            return picture;
        }
        byte[] in = picture.samples();
        byte[] out = new byte[picture.width() * picture.height() * 3];
        for (int from = 0, to = 0; to < out.length; from += components, to += 3) {
            for (int c = 0; c < 3; c++) {
                out[to + c] = components == 1 ? in[from] : ink(in[from + c] & 0xFF, in[from + 3] & 0xFF);
            }
        }
        return new PixelRows(picture.width(), picture.height(), 3, out);
    }

    private static byte ink(int colour, int black) {
        return (byte) (((255 - colour) * (255 - black) + 127) / 255);
    }
}
