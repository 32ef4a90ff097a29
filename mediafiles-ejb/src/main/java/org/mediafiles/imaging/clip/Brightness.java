package org.mediafiles.imaging.clip;

import java.util.List;

/**
 * How a picture's brightness is spread.
 *
 * @param shares what part of the pixels falls into each of {@value #STEPS} steps from black to white
 * @param mean   0 to 255
 * @param spread standard deviation, 0 to 127
 */
record Brightness(double[] shares, double mean, double spread) {
    private static final int STEPS = 64;
    /** Every so many pixels: a poster has up to 1.4 million. */
    private static final int STRIDE = 7;
    private static final double DARKEST = 20;
    private static final double BRIGHTEST = 240;
    private static final double LEAST_SPREAD = 6;

    /** @param rgb three bytes a pixel */
    static Brightness of(byte[] rgb) {
        double[] shares = new double[STEPS];
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int at = 0; at + 2 < rgb.length; at += 3 * STRIDE) {
            int luma = (2126 * (rgb[at] & 0xff) + 7152 * (rgb[at + 1] & 0xff) + 722 * (rgb[at + 2] & 0xff)) / 10_000;
            shares[luma * STEPS / 256]++;
            sum += luma;
            squares += (double) luma * luma;
            count++;
        }
        for (int step = 0; step < STEPS; step++) {
            shares[step] /= Math.max(1, count);
        }
        double mean = sum / Math.max(1, count);
        return new Brightness(shares, mean, Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean)));
    }

    /** @return whether there is something to be seen: neither black, nor white, nor one plain colour */
    boolean isTelling() {
        return mean >= DARKEST && mean <= BRIGHTEST && spread >= LEAST_SPREAD;
    }

    static Brightness usual(List<Brightness> all) {
        double[] shares = new double[STEPS];
        all.forEach(one -> {
            for (int step = 0; step < STEPS; step++) {
                shares[step] += one.shares[step] / all.size();
            }
        });
        return new Brightness(shares, 0, 0);
    }

    double distance(Brightness other) {
        double distance = 0;
        for (int step = 0; step < STEPS; step++) {
            double difference = shares[step] - other.shares[step];
            distance += difference * difference;
        }
        return distance;
    }
}
