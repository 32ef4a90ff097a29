package org.mediafiles.imaging;

/** The horizontal pass over one row. */
abstract class RowFilter {
    /** Weights are fractions of 2,048: three lanes of 21 bits then hold 255 × 2,048 × 1.3 with their sign. */
    static final int WEIGHT_BITS = 11;
    /** Bits below the point that go on to the vertical pass. */
    static final int FRACTION_BITS = 7;

    final LanczosWeights weights;

    RowFilter(LanczosWeights weights) {
        this.weights = weights;
    }

    /** @param out as many values as the row has after the pass, with {@link #FRACTION_BITS} below the point */
    abstract void filter(byte[] samples, int offset, int[] out);

    static RowFilter of(int components, int columns, LanczosWeights weights) {
        return components == 3 ? new Rgb(columns, weights) : new Plain(components, weights);
    }

    /** Any number of components, one after the other. */
    private static final class Plain extends RowFilter {
        private final int components;

        Plain(int components, LanczosWeights weights) {
            super(weights);
            this.components = components;
        }

        @Override
        void filter(byte[] samples, int offset, int[] out) {
            for (int o = 0; o < weights.outputs(); o++) {
                int start = weights.start(o);
                int count = weights.end(o) - start;
                for (int c = 0; c < components; c++) {
                    int sum = 0;
                    int at = offset + start * components + c;
                    for (int tap = 0; tap < count; tap++) {
                        sum += weights.weight(o, tap) * (samples[at] & 0xFF);
                        at += components;
                    }
                    out[o * components + c] = sum >> WEIGHT_BITS - FRACTION_BITS;
                }
            }
        }
    }

    /** Three components in the lanes of one long: a third of the multiplications. */
    private static final class Rgb extends RowFilter {
        private static final int LANE = 21;
        private static final long MASK = (1L << LANE) - 1;
        /** Keeps every lane from borrowing from the next one: half a lane. */
        private static final long BIAS = 1L << LANE - 1;
        private static final long BIASES = BIAS | BIAS << LANE | BIAS << 2 * LANE;

        private final long[] lanes;

        Rgb(int columns, LanczosWeights weights) {
            super(weights);
            this.lanes = new long[columns];
        }

        @Override
        void filter(byte[] samples, int offset, int[] out) {
            pack(samples, offset, lanes);
            int[] all = weights.weights();
            int taps = weights.taps();
            for (int o = 0; o < weights.outputs(); o++) {
                long sum = sum(lanes, weights.start(o), weights.end(o) - weights.start(o), all, o * taps);
                out[o * 3] = (int) ((sum & MASK) - BIAS) >> WEIGHT_BITS - FRACTION_BITS;
                out[o * 3 + 1] = (int) ((sum >>> LANE & MASK) - BIAS) >> WEIGHT_BITS - FRACTION_BITS;
                out[o * 3 + 2] = (int) ((sum >>> 2 * LANE & MASK) - BIAS) >> WEIGHT_BITS - FRACTION_BITS;
            }
        }

        private static void pack(byte[] samples, int offset, long[] lanes) {
            int at = offset;
            for (int x = 0; x < lanes.length; x++) {
                lanes[x] = samples[at] & 0xFFL | (samples[at + 1] & 0xFFL) << LANE
                        | (samples[at + 2] & 0xFFL) << 2 * LANE;
                at += 3;
            }
        }

        private static long sum(long[] lanes, int start, int count, int[] weights, int first) {
            long sum = BIASES;
            for (int tap = 0; tap < count; tap++) {
                sum += lanes[start + tap] * weights[first + tap];
            }
            return sum;
        }
    }
}
