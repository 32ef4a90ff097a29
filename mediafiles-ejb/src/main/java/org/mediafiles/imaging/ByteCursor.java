package org.mediafiles.imaging;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import org.mediafiles.model.ByteSource;

/** Reads bytes at any place through one small buffer, so that a header costs no more memory than itself. */
public final class ByteCursor implements Closeable {
    private static final int BUFFER_BYTES = 32 * 1024;

    private final SeekableByteChannel channel;
    private final ByteBuffer buffer;
    private final long size;
    private final TimeLimit limit;
    private long bufferStart;

    private ByteCursor(SeekableByteChannel channel, ByteBuffer buffer, long size, TimeLimit limit) {
        this.limit = limit;
        this.channel = channel;
        this.buffer = buffer;
        this.size = size;
    }

    /**
     * @param limit asked at every move and every block
     * @return a cursor at position 0, big-endian
     */
    public static ByteCursor of(ByteSource source, TimeLimit limit) throws IOException {
        long size = source.byteCount();
        return new ByteCursor(source.open(), ByteBuffer.allocate(BUFFER_BYTES).limit(0), size, limit);
    }

    /** @return a cursor over bytes in memory */
    public static ByteCursor of(byte[] bytes) {
        return new ByteCursor(null, ByteBuffer.wrap(bytes), bytes.length, null);
    }

    public ByteCursor order(ByteOrder order) {
        buffer.order(order);
        return this;
    }

    /** @return length in bytes */
    public long size() {
        return size;
    }

    public long position() {
        return bufferStart + buffer.position();
    }

    /** @throws DamagedPictureException before the start or past the end */
    public ByteCursor seek(long position) throws IOException {
        if (position < 0 || position > size) {
            throw new DamagedPictureException("no byte " + position);
        }
        if (limit != null) {
            limit.check();
        }
        long within = position - bufferStart;
        if (within >= 0 && within <= buffer.limit()) {
            buffer.position((int) within);
        } else {
            bufferStart = position;
            buffer.position(0).limit(0);
        }
        return this;
    }

    public ByteCursor skip(long bytes) throws IOException {
        return seek(position() + bytes);
    }

    public boolean atEnd() {
        return position() >= size;
    }

    /** @return an unsigned byte */
    public int u8() throws IOException {
        need(1);
        return buffer.get() & 0xFF;
    }

    public int u16() throws IOException {
        need(2);
        return buffer.getShort() & 0xFFFF;
    }

    public long u32() throws IOException {
        need(4);
        return buffer.getInt() & 0xFFFFFFFFL;
    }

    public long u64() throws IOException {
        need(8);
        return buffer.getLong();
    }

    /** @return exactly so many characters of ISO 8859-1 */
    public String ascii(int length) throws IOException {
        return new String(bytes(length), StandardCharsets.ISO_8859_1);
    }

    /** @return exactly so many bytes; the caller bounds {@code length} */
    public byte[] bytes(int length) throws IOException {
        if (length < 0 || length > size - position()) {
            throw new DamagedPictureException("the file ends early");
        }
        byte[] bytes = new byte[length];
        for (int at = 0; at < length;) {
            at += read(bytes, at, length - at);
        }
        return bytes;
    }

    /** @return how many bytes were read, at least one unless {@code length} is 0; -1 at the end */
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!buffer.hasRemaining() && !fill()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(into, offset, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    private void need(int bytes) throws IOException {
        while (buffer.remaining() < bytes) {
            if (!fill()) {
                throw new DamagedPictureException("the file ends early");
            }
        }
    }

    private boolean fill() throws IOException {
        if (channel == null) {
            return false;
        }
        limit.check();
        bufferStart += buffer.position();
        buffer.compact();
        channel.position(bufferStart + buffer.position());
        int count = channel.read(buffer);
        buffer.flip();
        return count > 0;
    }
}
