package org.mediafiles.model;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/** Bytes that can be read again and again: an upload in the store's incoming folder, or a stored object. */
public interface ByteSource {
    /** @return length in bytes */
    long byteCount() throws IOException;

    /** @return a new channel at position 0, for the caller to close */
    SeekableByteChannel open() throws IOException;

    /**
     * A file of this content for a program outside the JVM, to be read and not kept. Where the store has none of its
     * own it makes one and removes it on {@link LocalFile#close()}.
     */
    LocalFile asLocalFile() throws IOException;

    /** A lease on a local file. */
    interface LocalFile extends AutoCloseable {
        /** @return a lease on a file that stays when it ends */
        static LocalFile standing(Path path) {
            return new LocalFile() {
                @Override
                public Path path() {
                    return path;
                }

                @Override
                public void close() {
                    // Whose file it is keeps it.
                }
            };
        }

        Path path();

        @Override
        void close() throws IOException;
    }
}
