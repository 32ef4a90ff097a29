package org.mediafiles.imaging;

/** Averages square blocks of pixels as rows come in; blocks at the right and lower edge may be smaller. */
final class BlockAverage {
    private final int width;
    private final int height;
    private final int components;
    private final int block;
    private final int[] sums;
    private final byte[] averages;
    private int rowsIn;
    private int rowsInBlock;

    BlockAverage(int width, int height, int components, int block) {
        this.width = width;
        this.height = height;
        this.components = components;
        this.block = block;
        this.sums = new int[(width + block - 1) / block * components];
        this.averages = new byte[sums.length];
    }

    /** @return whether a row of blocks is complete, for {@link #take()} */
    boolean add(byte[] samples, int offset) {
        int at = offset;
        int out = 0;
        for (int x = 0; x < width; x += block) {
            int columns = Math.min(block, width - x);
            if (components == 3) {
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int i = 0; i < columns; i++) {
                    red += samples[at] & 0xFF;
                    green += samples[at + 1] & 0xFF;
                    blue += samples[at + 2] & 0xFF;
                    at += 3;
                }
                sums[out] += red;
                sums[out + 1] += green;
                sums[out + 2] += blue;
            } else {
                for (int i = 0; i < columns * components; i++) {
                    sums[out + i % components] += samples[at++] & 0xFF;
                }
            }
            out += components;
        }
        rowsIn++;
        rowsInBlock++;
        return isComplete();
    }

    boolean isComplete() {
        return rowsInBlock == block || rowsInBlock > 0 && rowsIn == height;
    }

    /** @return the averages, valid until the next call of {@link #add} */
    byte[] take() {
        for (int i = 0; i < sums.length; i++) {
            int columns = Math.min(block, width - i / components * block);
            int pixels = columns * rowsInBlock;
            averages[i] = (byte) ((sums[i] + pixels / 2) / pixels);
            sums[i] = 0;
        }
        rowsInBlock = 0;
        return averages;
    }
}
