package org.mediafiles.imaging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.mediafiles.model.ByteSource;

/** A file on a disk that fails: up to a byte it can be read, from there on it can't. Counts what was read. */
public final class BrokenSource implements ByteSource {
    private final byte[] bytes;
    private final int from;
    private final IOException failure;
    private long read;

    /** @param from the first byte that can't be read */
    public BrokenSource(byte[] bytes, int from, IOException failure) {
        this.bytes = bytes;
        this.from = from;
        this.failure = failure;
    }

    /** @return a disk that does not fail */
    public static BrokenSource whole(byte[] bytes) {
        return new BrokenSource(bytes, Integer.MAX_VALUE, null);
    }

    /** @return bytes handed out by all channels together */
    public long read() {
        return read;
    }

    @Override
    public long byteCount() {
        return bytes.length;
    }

    @Override
    public SeekableByteChannel open() throws IOException {
        SeekableByteChannel whole = Pictures.of(bytes).open();
        return new SeekableByteChannel() {
            @Override
            public int read(ByteBuffer into) throws IOException {
                long room = from - whole.position();
                if (room <= 0) {
                    throw failure;
                }
                ByteBuffer some = into.slice().limit((int) Math.min(into.remaining(), room));
                int count = whole.read(some);
                into.position(into.position() + Math.max(0, count));
                read += Math.max(0, count);
                return count;
            }

            @Override
            public int write(ByteBuffer bytes) {
                throw new UnsupportedOperationException();
            }

            @Override
            public long position() throws IOException {
                return whole.position();
            }

            @Override
            public SeekableByteChannel position(long to) throws IOException {
                whole.position(to);
                return this;
            }

            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public SeekableByteChannel truncate(long size) {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean isOpen() {
                return whole.isOpen();
            }

            @Override
            public void close() throws IOException {
                whole.close();
            }
        };
    }

    @Override
    public LocalFile asLocalFile() throws IOException {
        throw failure;
    }
}
