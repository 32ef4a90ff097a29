package org.mediafiles.web.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A request's bytes on their way to whoever spools them. Remembers why reading failed, so that a broken form and a client
 * that went away can be told from a storage that failed.
 */
final class TrackedBody extends FilterInputStream {
    private IOException failure;

    TrackedBody(InputStream bytes) {
        super(bytes);
    }

    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return super.read(buffer, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Leaves the request open: closing a part would read its rest, which past a limit nobody wants. */
    @Override
    public void close() {}
}
