package org.mediafiles.imaging;

import java.io.IOException;

/** A picture out of a clip, ready to be shown: it is made as the largest derivative of a photo is. */
public final class StillPicture {
    /** Pixels of its longer side, at most. */
    public static final int LARGEST = DerivativeChain.LARGEST;
    private static final int QUALITY = 85;

    private StillPicture() {}

    /**
     * @param rgb sRGB, three bytes a pixel, top to bottom
     * @throws IllegalArgumentException where the bytes are not those of such a picture, or it is larger than it may be
     */
    public static DerivedPicture encode(byte[] rgb, int width, int height) throws IOException {
        if (rgb.length != width * height * 3 || Math.max(width, height) > LARGEST) {
            throw new IllegalArgumentException("not a picture of " + width + " × " + height);
        }
        return JpegEncoder.encode(new PixelRows(width, height, 3, rgb), QUALITY);
    }
}
