package org.mediafiles.schema.rollback;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** Reads no faster than so many bytes a second on average, so that a ward's own reads are not starved. */
final class Throttle extends FilterInputStream {
    private static final long NANOS = 1_000_000_000L;

    private final long bytesPerSecond;
    private final long began = System.nanoTime();
    private long read;

    Throttle(InputStream in, long bytesPerSecond) {
        super(in);
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        account(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        account(Math.max(count, 0));
        return count;
    }

    private void account(int bytes) throws IOException {
        read += bytes;
        long due = read / bytesPerSecond * NANOS + read % bytesPerSecond * NANOS / bytesPerSecond;
        long early = due - (System.nanoTime() - began);
        if (early > 0) {
            try {
                Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
            } catch (InterruptedException asked) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("asked to stop");
            }
        }
    }
}
