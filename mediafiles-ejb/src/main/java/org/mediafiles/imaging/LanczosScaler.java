package org.mediafiles.imaging;

import java.io.IOException;
import java.util.Arrays;

/**
 * Shrinks a picture while its rows come in: separable Lanczos with three lobes, in whole numbers. Of the large picture it
 * holds as many shrunk rows as the filter is high. Past a factor of four, blocks are averaged first so that at least
 * twice the target is left.
 */
final class LanczosScaler implements RowSink {
    /** Weights of the vertical pass are fractions of 4,096; its input has seven bits below the point. */
    private static final int DOWN_BITS = 12;
    private static final int SHIFT = DOWN_BITS + RowFilter.FRACTION_BITS;

    private final int maxSide;
    private int components;
    private int outWidth;
    private int outHeight;
    private int columns;
    private int rows;
    private BlockAverage average;
    private LanczosWeights across;
    private LanczosWeights down;
    private RowFilter filter;
    private int[][] ring;
    private int rowsIn;
    private int rowsOut;
    private int[] sums;
    private byte[] result;

    /** @param maxSide pixels; neither side of the result is longer, and none is enlarged */
    LanczosScaler(int maxSide) {
        this.maxSide = maxSide;
    }

    static PixelRows scale(PixelRows picture, int maxSide) throws IOException {
        if (Math.max(picture.width(), picture.height()) <= maxSide) {
            return picture;
        }
        LanczosScaler scaler = new LanczosScaler(maxSide);
        scaler.begin(picture.width(), picture.height(), picture.components());
        for (int y = 0; y < picture.height(); y++) {
            scaler.row(picture.samples(), y * picture.width() * picture.components());
        }
        return scaler.result();
    }

    @Override
    public void begin(int width, int height, int componentCount) {
        components = componentCount;
        double factor = Math.max(1, (double) Math.max(width, height) / maxSide);
        outWidth = (int) Math.max(1, Math.round(width / factor));
        outHeight = (int) Math.max(1, Math.round(height / factor));
        int block = (int) Math.max(1, factor / 2);
        columns = (width + block - 1) / block;
        rows = (height + block - 1) / block;
        average = block == 1 ? null : new BlockAverage(width, height, components, block);
        across = LanczosWeights.of((double) width / block, columns, outWidth, RowFilter.WEIGHT_BITS);
        down = LanczosWeights.of((double) height / block, rows, outHeight, DOWN_BITS);
        filter = RowFilter.of(components, columns, across);
        ring = new int[down.taps() + 1][outWidth * components];
        result = new byte[outWidth * outHeight * components];
        sums = new int[outWidth * components];
    }

    @Override
    public void row(byte[] samples, int offset) {
        if (average == null) {
            shrunk(samples, offset);
        } else if (average.add(samples, offset)) {
            shrunk(average.take(), 0);
        }
    }

    private void shrunk(byte[] samples, int offset) {
        if (rowsIn >= rows) {
            return;
        }
        filter.filter(samples, offset, ring[rowsIn % ring.length]);
        rowsIn++;
        while (rowsOut < outHeight && down.end(rowsOut) <= rowsIn) {
            put();
        }
    }

    private void put() {
        int width = outWidth * components;
        Arrays.fill(sums, 1 << SHIFT - 1);
        int first = down.start(rowsOut);
        int count = down.end(rowsOut) - first;
        int tap = 0;
        for (; tap + 4 <= count; tap += 4) {
            add4(sums, ringRow(first + tap), down.weight(rowsOut, tap), ringRow(first + tap + 1),
                    down.weight(rowsOut, tap + 1), ringRow(first + tap + 2), down.weight(rowsOut, tap + 2),
                    ringRow(first + tap + 3), down.weight(rowsOut, tap + 3));
        }
        for (; tap < count; tap++) {
            add(sums, ringRow(first + tap), down.weight(rowsOut, tap));
        }
        clamp(sums, result, rowsOut * width);
        rowsOut++;
    }

    private int[] ringRow(int row) {
        return ring[row % ring.length];
    }

    private static void add4(int[] sums, int[] a, int wa, int[] b, int wb, int[] c, int wc, int[] d, int wd) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += wa * a[i] + wb * b[i] + wc * c[i] + wd * d[i];
        }
    }

    private static void add(int[] sums, int[] row, int weight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * row[i];
        }
    }

    private static void clamp(int[] sums, byte[] out, int offset) {
        for (int i = 0; i < sums.length; i++) {
            out[offset + i] = (byte) Math.max(0, Math.min(255, sums[i] >> SHIFT));
        }
    }

    /** @throws TruncatedPictureException where rows are missing */
    PixelRows result() throws IOException {
        if (result == null || rowsOut < outHeight) {
            throw new TruncatedPictureException();
        }
        return new PixelRows(outWidth, outHeight, components, result);
    }

    /** @return bytes that scaling a picture of this width to {@code maxSide} holds at once, roughly */
    static long heapBytes(int width, int maxSide) {
        return 64L * width + 24L * maxSide * maxSide + (4L << 20);
    }
}
