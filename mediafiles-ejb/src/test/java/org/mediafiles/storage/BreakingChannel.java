package org.mediafiles.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A disk that fails at the second read. */
record BreakingChannel(SeekableByteChannel whole) implements SeekableByteChannel {
    @Override
    public int read(ByteBuffer target) throws IOException {
        if (whole.position() > 0) {
            throw new IOException("Input/output error");
        }
        return whole.read(target.limit(target.position() + 1));
    }

    @Override
    public int write(ByteBuffer source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() throws IOException {
        return whole.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        whole.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return whole.size();
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
}
