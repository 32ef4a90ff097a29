package org.mediafiles.imaging.clip;

import java.io.IOException;
import org.mediafiles.imaging.ByteCursor;
import org.mediafiles.imaging.clip.Mp4Boxes.Box;

/** A track's tables: how long each sample is, how many lie in each chunk, where each chunk begins. */
final class Mp4Samples {
    /** A short clip has some ten thousand; the largest that we would keep in memory are a few megabytes. */
    private static final int MAX_ENTRIES = 250_000;

    private final ByteCursor cursor;
    private Box sizes;
    private Box runs;
    private Box chunks;
    private long count;
    private long empty;

    Mp4Samples(ByteCursor cursor) {
        this.cursor = cursor;
    }

    void table(Box box) {
        switch (box.type()) {
            case "stsz", "stz2" -> sizes = box;
            case "stsc" -> runs = box;
            case "stco", "co64" -> chunks = box;
            default -> {
                // not a table of places
            }
        }
    }

    /** @return samples that hold something */
    long count() {
        return count - empty;
    }

    /** @throws DamagedClipException where a sample lies outside the file, wholly or in part */
    void requireInFile() throws IOException {
        if (sizes == null || runs == null || chunks == null) {
            return;
        }
        boolean compact = sizes.type().equals("stz2");
        long same = cursor.seek(sizes.body() + 4).u32();
        int width = compact ? (int) (same & 0xFF) : 32;
        same = compact ? 0 : same;
        count = cursor.u32();
        long[] starts = starts();
        long[][] perChunk = perChunk();
        if (same == 0) {
            entries(count, 1);
        }
        long sample = 0;
        int run = 0;
        for (int chunk = 0; chunk < starts.length && sample < count; chunk++) {
            while (run + 1 < perChunk.length && perChunk[run + 1][0] <= chunk + 1) {
                run++;
            }
            long many = perChunk.length == 0 ? 0 : Math.min(perChunk[run][1], count - sample);
            long bytes = same > 0 ? many * same : sum(sample, many, width);
            if (starts[chunk] < 0 || bytes > cursor.size() - starts[chunk]) {
                throw DamagedClipException.truncated();
            }
            sample += many;
        }
    }

    private long[] starts() throws IOException {
        boolean wide = chunks.type().equals("co64");
        long number = entries(cursor.seek(chunks.body() + 4).u32(), wide ? 8 : 4, chunks);
        long[] starts = new long[(int) number];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = wide ? cursor.u64() : cursor.u32();
        }
        return starts;
    }

    /** @return first chunk and samples in each, of every run */
    private long[][] perChunk() throws IOException {
        long number = entries(cursor.seek(runs.body() + 4).u32(), 12, runs);
        long[][] perChunk = new long[(int) number][];
        for (int i = 0; i < perChunk.length; i++) {
            perChunk[i] = new long[]{cursor.u32(), cursor.u32()};
            cursor.skip(4);
        }
        return perChunk;
    }

    private long sum(long first, long many, int bits) throws IOException {
        long from = sizes.body() + 12;
        long total = 0;
        for (long i = first; i < first + many; i++) {
            long size;
            if (bits == 4) {
                size = cursor.seek(from + i / 2).u8() >> (i % 2 == 0 ? 4 : 0) & 15;
            } else {
                cursor.seek(from + i * bits / 8);
                size = bits == 8 ? cursor.u8() : bits == 16 ? cursor.u16() : cursor.u32();
            }
            empty += size == 0 ? 1 : 0;
            total += size;
        }
        return total;
    }

    private long entries(long number, int each, Box box) throws IOException {
        if (entries(number, each) * each > box.end() - cursor.position()) {
            throw DamagedClipException.truncated();
        }
        return number;
    }

    private static long entries(long number, int each) throws IOException {
        if (number > MAX_ENTRIES) {
            throw new DamagedClipException("it is cut into more pieces than a short clip has");
        }
        return number;
    }
}
