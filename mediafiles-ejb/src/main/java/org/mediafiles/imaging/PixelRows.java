package org.mediafiles.imaging;

/**
 * A small picture in memory.
 *
 * @param samples    {@code width × height × components} bytes, interleaved, top to bottom
 * @param components 1 grey, 3 RGB, 4 inks
 */
record PixelRows(int width, int height, int components, byte[] samples) {
    /** @return as it is shown: EXIF orientation 1 to 8 applied */
    PixelRows oriented(int orientation) {
        if (orientation <= 1 || orientation > 8) {
            return this;
        }
        boolean sideways = orientation >= 5;
        int outWidth = sideways ? height : width;
        int outHeight = sideways ? width : height;
        byte[] out = new byte[samples.length];
        int at = 0;
        for (int y = 0; y < outHeight; y++) {
            for (int x = 0; x < outWidth; x++) {
                int column = switch (orientation) {
                    case 2, 3 -> width - 1 - x;
                    case 4 -> x;
                    case 5, 6 -> y;
                    default -> width - 1 - y;
                };
                int row = switch (orientation) {
                    case 2 -> y;
                    case 3, 4 -> height - 1 - y;
                    case 5, 8 -> x;
                    default -> height - 1 - x;
                };
                int from = (row * width + column) * components;
                for (int c = 0; c < components; c++) {
                    out[at++] = samples[from + c];
                }
            }
        }
        return new PixelRows(outWidth, outHeight, components, out);
    }
}
