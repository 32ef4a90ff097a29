package org.mediafiles.imaging;

import java.io.IOException;

/** A PNG's samples of any depth into bytes: palette looked up, 16 bits rounded to 8, what is transparent laid on white. */
final class PngSamples {
    private final PngStructure png;
    private final int channels;
    private final int components;
    private final int[] clear;

    private PngSamples(PngStructure png) {
        this.png = png;
        this.channels = png.channels();
        this.components = png.colourType == 0 || png.colourType == 4 ? 1 : 3;
        this.clear = clear(png);
    }

    static PngSamples of(PngStructure png) {
        return new PngSamples(png);
    }

    /** @return 1 grey or 3 RGB */
    int components() {
        return components;
    }

    private static int[] clear(PngStructure png) {
        int wanted = png.colourType == 0 ? 1 : png.colourType == 2 ? 3 : 0;
        if (png.transparency == null || wanted == 0 || png.transparency.length < 2 * wanted) {
            return null;
        }
        int[] clear = new int[wanted];
        for (int i = 0; i < wanted; i++) {
            clear[i] = (png.transparency[2 * i] & 0xFF) << 8 | png.transparency[2 * i + 1] & 0xFF;
        }
        return clear;
    }

    /** @param row unfiltered bytes; @param out {@code columns × components} bytes */
    void convert(byte[] row, int columns, byte[] out) throws IOException {
        if (png.depth == 8 && clear == null && (png.colourType == 2 || png.colourType == 0)) {
            System.arraycopy(row, 0, out, 0, columns * components);
        } else if (png.colourType == 3) {
            indexed(row, columns, out);
        } else if (channels == components) {
            opaque(row, columns, out);
        } else {
            onWhite(row, columns, out);
        }
    }

    private void indexed(byte[] row, int columns, byte[] out) throws IOException {
        for (int x = 0; x < columns; x++) {
            int index = sample(row, x);
            if (index * 3 + 2 >= png.palette.length) {
                throw new DamagedPictureException("a colour that the palette does not have");
            }
            int alpha = png.transparency != null && index < png.transparency.length
                    ? png.transparency[index] & 0xFF
                    : 255;
            for (int c = 0; c < 3; c++) {
                out[x * 3 + c] = white(png.palette[index * 3 + c] & 0xFF, alpha);
            }
        }
    }

    private void opaque(byte[] row, int columns, byte[] out) {
        for (int x = 0; x < columns; x++) {
            boolean transparent = clear != null;
            for (int c = 0; c < components; c++) {
                int value = sample(row, x * channels + c);
                transparent = transparent && value == clear[c];
                out[x * components + c] = (byte) eightBits(value);
            }
            for (int c = 0; transparent && c < components; c++) {
                out[x * components + c] = (byte) 255;
            }
        }
    }

    private void onWhite(byte[] row, int columns, byte[] out) {
        for (int x = 0; x < columns; x++) {
            int alpha = eightBits(sample(row, x * channels + components));
            for (int c = 0; c < components; c++) {
                out[x * components + c] = white(eightBits(sample(row, x * channels + c)), alpha);
            }
        }
    }

    static byte white(int value, int alpha) {
        return (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
    }

    private int eightBits(int value) {
        return switch (png.depth) {
            case 16 -> (value * 255 + 32_767) / 65_535;
            case 8 -> value;
            default -> value * 255 / ((1 << png.depth) - 1);
        };
    }

    private int sample(byte[] row, int at) {
        return switch (png.depth) {
            case 8 -> row[at] & 0xFF;
            case 16 -> (row[at * 2] & 0xFF) << 8 | row[at * 2 + 1] & 0xFF;
            default -> {
                int bit = at * png.depth;
                yield (row[bit >> 3] & 0xFF) >> 8 - png.depth - (bit & 7) & (1 << png.depth) - 1;
            }
        };
    }
}
