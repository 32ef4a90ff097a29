package org.mediafiles.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/** An opened object. It stays readable until closed, also where the object is removed meanwhile. */
public interface StoredBytes extends Closeable {
    /** @return length of the whole, bytes */
    long byteCount();

    /**
     * Writes a range.
     *
     * @param position first byte, 0-based
     * @param count    how many bytes; fewer are written only where the object ends
     */
    void transferTo(long position, long count, WritableByteChannel target) throws IOException;

    /** @return the file itself where the store has one, so that the kernel can send it; {@code null} otherwise */
    FileChannel fileChannel();
}
