package org.mediafiles.imaging;

/** For every output pixel of one axis: where its filter starts in the input, and the weights in fixed point. */
final class LanczosWeights {
    private static final int LOBES = 3;

    private final int taps;
    private final int[] starts;
    private final int[] ends;
    private final int[] weights;

    private LanczosWeights(int taps, int count) {
        this.taps = taps;
        this.starts = new int[count];
        this.ends = new int[count];
        this.weights = new int[count * taps];
    }

    /**
     * @param extent length of the input in input pixels; its last pixel may be a part of one
     * @param in     input pixels
     * @param out    output pixels
     * @param bits   the weights of each output pixel add up to 2 to the power of this
     */
    static LanczosWeights of(double extent, int in, int out, int bits) {
        double scale = extent / out;
        double stretch = Math.max(1, scale);
        double support = LOBES * stretch;
        LanczosWeights all = new LanczosWeights((int) Math.ceil(support) * 2 + 1, out);
        double[] exact = new double[all.taps];
        for (int o = 0; o < out; o++) {
            double centre = (o + 0.5) * scale;
            int start = Math.max(0, (int) Math.round(centre - support));
            int end = Math.min(in, Math.max(start + 1, (int) Math.round(centre + support)));
            start = Math.min(start, end - 1);
            double sum = 0;
            for (int i = start; i < end; i++) {
                exact[i - start] = lanczos((i + 0.5 - centre) / stretch);
                sum += exact[i - start];
            }
            all.starts[o] = start;
            all.ends[o] = end;
            all.round(o, exact, end - start, sum, 1 << bits);
        }
        return all;
    }

    /** Rounds so that the weights add up exactly: an even surface stays as it is. */
    private void round(int out, double[] exact, int count, double sum, int one) {
        int left = one;
        int largest = 0;
        for (int i = 0; i < count; i++) {
            int weight = (int) Math.round(exact[i] / sum * one);
            weights[out * taps + i] = weight;
            left -= weight;
            largest = exact[i] > exact[largest] ? i : largest;
        }
        weights[out * taps + largest] += left;
    }

    private static double lanczos(double x) {
        if (Math.abs(x) >= LOBES) {
            return 0;
        }
        double pix = Math.PI * x;
        return x == 0 ? 1 : LOBES * Math.sin(pix) * Math.sin(pix / LOBES) / (pix * pix);
    }

    /** @return the most weights that an output pixel has */
    int taps() {
        return taps;
    }

    int outputs() {
        return starts.length;
    }

    int start(int out) {
        return starts[out];
    }

    /** @return the first input pixel that is not needed any more */
    int end(int out) {
        return ends[out];
    }

    int weight(int out, int tap) {
        return weights[out * taps + tap];
    }

    /** @return all weights, {@link #taps()} for each output pixel, unused ones 0 */
    int[] weights() {
        return weights;
    }
}
