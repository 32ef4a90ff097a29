package org.mediafiles.imaging;

import java.awt.image.BufferedImage;

/** A chart of even patches whose sRGB colours are known, and how far a picture of it is off, by CIEDE2000. */
final class ColourChart {
    static final int COLUMNS = 6;
    static final int ROWS = 4;
    static final int PATCH = 48;
    static final int WIDTH = COLUMNS * PATCH;
    static final int HEIGHT = ROWS * PATCH;

    /** Skin, sky, foliage, primaries and greys: the colours of the usual 24-patch chart in sRGB. */
    private static final int[] PATCHES = {0x735244, 0xC29682, 0x627A9D, 0x576C43, 0x8580B1, 0x67BDAA, 0xD67E2C,
            0x505BA6,
            0xC15A63, 0x5E3C6C, 0x9DBC40, 0xE0A32E, 0x383D96, 0x469449, 0xAF363C, 0xE7C71F, 0xBB5695, 0x2085A1,
            0xF3F3F2,
            0xC8C8C8, 0xA0A0A0, 0x7A7A79, 0x555555, 0x343434};

    /** Turns an sRGB colour (0 to 1) into a file's own samples. */
    interface Coding {
        int[] samples(double[] srgb);
    }

    private ColourChart() {}

    static byte[] rgb() {
        return samples(3, srgb -> new int[]{level(srgb[0]), level(srgb[1]), level(srgb[2])});
    }

    static byte[] samples(int components, Coding coding) {
        byte[] samples = new byte[WIDTH * HEIGHT * components];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int[] own = coding.samples(patch(x / PATCH, y / PATCH));
                for (int c = 0; c < components; c++) {
                    samples[(y * WIDTH + x) * components + c] = (byte) own[c];
                }
            }
        }
        return samples;
    }

    static int level(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value * 255)));
    }

    private static double[] patch(int column, int row) {
        int rgb = PATCHES[row * COLUMNS + column];
        return new double[]{(rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0};
    }

    /** @return the mean over all patches, measured in the middle of each */
    static double meanDifference(BufferedImage picture) {
        double sum = 0;
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                sum += deltaE2000(lab(patch(column, row)), lab(middle(picture, column, row)));
            }
        }
        return sum / (ROWS * COLUMNS);
    }

    private static double[] middle(BufferedImage picture, int column, int row) {
        double[] sum = new double[3];
        int half = 6;
        int left = (column * PATCH + PATCH / 2) * picture.getWidth() / WIDTH - half;
        int top = (row * PATCH + PATCH / 2) * picture.getHeight() / HEIGHT - half;
        for (int i = 0; i < 4 * half * half; i++) {
            int rgb = picture.getRGB(left + i % (2 * half), top + i / (2 * half));
            for (int c = 0; c < 3; c++) {
                sum[c] += (rgb >> 16 - 8 * c & 255) / 255.0 / (4 * half * half);
            }
        }
        return sum;
    }

    static double linear(double value) {
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    static double encoded(double linear) {
        return linear <= 0.0031308 ? linear * 12.92 : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
    }

    /** @return XYZ for D50, as profiles have it */
    static double[] xyz(double[] srgb) {
        return times(IccProfiles.SRGB_TO_XYZ, new double[]{linear(srgb[0]), linear(srgb[1]), linear(srgb[2])});
    }

    static double[] times(double[][] matrix, double[] vector) {
        double[] out = new double[3];
        for (int i = 0; i < 3; i++) {
            out[i] = matrix[i][0] * vector[0] + matrix[i][1] * vector[1] + matrix[i][2] * vector[2];
        }
        return out;
    }

    static double[] lab(double[] srgb) {
        double[] xyz = xyz(srgb);
        double x = f(xyz[0] / 0.9642);
        double y = f(xyz[1]);
        double z = f(xyz[2] / 0.8249);
        return new double[]{116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double f(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    static double deltaE2000(double[] one, double[] two) {
        double meanC = (Math.hypot(one[1], one[2]) + Math.hypot(two[1], two[2])) / 2;
        double g = 0.5 * (1 - Math.sqrt(Math.pow(meanC, 7) / (Math.pow(meanC, 7) + Math.pow(25, 7))));
        double a1 = one[1] * (1 + g);
        double a2 = two[1] * (1 + g);
        double c1 = Math.hypot(a1, one[2]);
        double c2 = Math.hypot(a2, two[2]);
        double h1 = hue(a1, one[2]);
        double h2 = hue(a2, two[2]);
        double dL = two[0] - one[0];
        double dC = c2 - c1;
        double dh = c1 * c2 == 0 ? 0 : Math.IEEEremainder(h2 - h1, 360);
        double dH = 2 * Math.sqrt(c1 * c2) * Math.sin(Math.toRadians(dh / 2));
        double meanL = (one[0] + two[0]) / 2;
        double c = (c1 + c2) / 2;
        double h = c1 * c2 == 0 ? h1 + h2 : h1 + dh / 2;
        double t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.20 * cos(4 * h - 63);
        double fromFifty = (meanL - 50) * (meanL - 50);
        double sl = 1 + 0.015 * fromFifty / Math.sqrt(20 + fromFifty);
        double sc = 1 + 0.045 * c;
        double sh = 1 + 0.015 * c * t;
        double turn = 30 * Math.exp(-Math.pow((h - 275) / 25, 2));
        double rc = 2 * Math.sqrt(Math.pow(c, 7) / (Math.pow(c, 7) + Math.pow(25, 7)));
        double rt = -Math.sin(Math.toRadians(2 * turn)) * rc;
        return Math.sqrt(Math.pow(dL / sl, 2) + Math.pow(dC / sc, 2) + Math.pow(dH / sh, 2)
                + rt * (dC / sc) * (dH / sh));
    }

    private static double hue(double a, double b) {
        double degrees = Math.toDegrees(Math.atan2(b, a));
        return degrees < 0 ? degrees + 360 : degrees;
    }

    private static double cos(double degrees) {
        return Math.cos(Math.toRadians(degrees));
    }
}
