package org.mediafiles.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/** An opened file. */
final class FileStoredBytes implements StoredBytes {
    private final FileChannel channel;
    private final long byteCount;

    FileStoredBytes(FileChannel channel) throws IOException {
        this.channel = channel;
        this.byteCount = channel.size();
    }

    @Override
    public long byteCount() {
        return byteCount;
    }

    @Override
    public void transferTo(long position, long count, WritableByteChannel target) throws IOException {
        long end = Math.min(byteCount, position + count);
        long at = position;
        while (at < end) {
            long sent = channel.transferTo(at, end - at, target);
            if (sent <= 0) {
                throw new IOException("the object ended before its length");
            }
            at += sent;
        }
    }

    @Override
    public FileChannel fileChannel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
