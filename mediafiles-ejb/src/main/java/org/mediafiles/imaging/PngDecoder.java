package org.mediafiles.imaging;

import java.io.IOException;

/**
 * PNG, row by row: every colour type and depth, alpha on white. Of an interlaced picture that is too large to be held,
 * every second, fourth or eighth row and column is kept, all passes being read none the less.
 */
final class PngDecoder {
    private static final int[][] PASSES = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
            {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
    /** What an interlaced picture may hold; more is subsampled, to at least twice the largest target. */
    static final long MAX_WHOLE_BYTES = 64L << 20;

    private final PngStructure png;
    private final ByteCursor cursor;
    private final TimeLimit limit;
    private final PngSamples samples;
    private final int bitsPerPixel;

    PngDecoder(PngStructure png, ByteCursor cursor, TimeLimit limit) {
        this.png = png;
        this.cursor = cursor;
        this.limit = limit;
        this.samples = PngSamples.of(png);
        this.bitsPerPixel = png.channels() * png.depth;
    }

    void decode(RowSink sink) throws IOException {
        try (PngData data = new PngData(cursor, png.firstData, limit)) {
            if (png.interlaced) {
                interlaced(data, sink);
            } else {
                int components = samples.components();
                byte[] out = new byte[png.width * components];
                sink.begin(png.width, png.height, components);
                pass(data, png.width, png.height, (y, row) -> {
                    samples.convert(row, png.width, out);
                    sink.row(out, 0);
                });
            }
            data.finish();
        }
    }

    /** @return how many columns and rows an interlaced picture keeps one of */
    static int step(PngStructure png) {
        int step = 1;
        while (step < 8 && wholeBytes(png, step) > MAX_WHOLE_BYTES) {
            step *= 2;
        }
        return step;
    }

    static long wholeBytes(PngStructure png, int step) {
        return (long) PngSamples.of(png).components() * ((png.width + step - 1) / step)
                * ((png.height + step - 1) / step);
    }

    private void interlaced(PngData data, RowSink sink) throws IOException {
        int components = samples.components();
        int step = step(png);
        int width = (png.width + step - 1) / step;
        int height = (png.height + step - 1) / step;
        byte[] whole = new byte[width * height * components];
        byte[] out = new byte[png.width * components];
        for (int[] pass : PASSES) {
            int columns = (png.width - pass[0] + pass[2] - 1) / pass[2];
            int rows = (png.height - pass[1] + pass[3] - 1) / pass[3];
            if (columns <= 0 || rows <= 0) {
                continue;
            }
            pass(data, columns, rows, (y, row) -> {
                int line = pass[1] + y * pass[3];
                if (line % step != 0) {
                    return;
                }
                samples.convert(row, columns, out);
                for (int x = 0; x < columns; x++) {
                    int column = pass[0] + x * pass[2];
                    if (column % step == 0) {
                        int to = (line / step * width + column / step) * components;
                        System.arraycopy(out, x * components, whole, to, components);
                    }
                }
            });
        }
        sink.begin(width, height, components);
        for (int y = 0; y < height; y++) {
            sink.row(whole, y * width * components);
        }
    }

    private interface Line {
        /** @param row unfiltered bytes of the row, from index 0 */
        void take(int y, byte[] row) throws IOException;
    }

    private void pass(PngData data, int columns, int rows, Line line) throws IOException {
        int rowBytes = (int) (((long) columns * bitsPerPixel + 7) / 8);
        int pixelBytes = Math.max(1, bitsPerPixel / 8);
        byte[] above = new byte[rowBytes];
        byte[] row = new byte[rowBytes];
        byte[] filter = new byte[1];
        for (int y = 0; y < rows; y++) {
            limit.check();
            data.read(filter, 1);
            data.read(row, rowBytes);
            unfilter(filter[0], row, above, pixelBytes);
            line.take(y, row);
            byte[] swap = above;
            above = row;
            row = swap;
        }
    }

    private static void unfilter(int filter, byte[] row, byte[] above, int pixelBytes) throws IOException {
        switch (filter) {
            case 0 -> {
                // stands as it is
            }
            case 1 -> {
                for (int i = pixelBytes; i < row.length; i++) {
                    row[i] += row[i - pixelBytes];
                }
            }
            case 2 -> {
                for (int i = 0; i < row.length; i++) {
                    row[i] += above[i];
                }
            }
            case 3 -> {
                for (int i = 0; i < row.length; i++) {
                    int left = i < pixelBytes ? 0 : row[i - pixelBytes] & 0xFF;
                    row[i] += (byte) (left + (above[i] & 0xFF) >> 1);
                }
            }
            case 4 -> {
                for (int i = 0; i < row.length; i++) {
                    row[i] += i < pixelBytes
                            ? above[i]
                            : paeth(row[i - pixelBytes] & 0xFF, above[i] & 0xFF, above[i - pixelBytes] & 0xFF);
                }
            }
            default -> throw new DamagedPictureException("an unknown row filter");
        }
    }

    private static byte paeth(int left, int above, int corner) {
        int toLeft = Math.abs(above - corner);
        int toAbove = Math.abs(left - corner);
        int toCorner = Math.abs(left + above - 2 * corner);
        return (byte) (toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner);
    }
}
