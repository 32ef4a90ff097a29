package org.mediafiles.delivery;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/** Opened bytes of a variant. Closed by whom it was handed to. */
public interface DeliveredBytes extends Closeable {
    /** @return length of the whole, bytes */
    long byteCount();

    /**
     * Writes a range.
     *
     * @param position first byte, 0-based
     * @param count    how many bytes
     */
    void transferTo(long position, long count, WritableByteChannel target) throws IOException;

    /** @return the file itself where the store has one, so that the kernel can send it; {@code null} otherwise */
    FileChannel fileChannel();
}
