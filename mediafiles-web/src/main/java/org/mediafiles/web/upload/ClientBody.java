package org.mediafiles.web.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A request's bytes on their way to whoever spools them. A failure to read them is the client's or the server's wall, and
 * is thrown as that refusal at once: so it is told from a storage that failed, and the upload's row bears the code that the
 * client is answered with.
 */
final class ClientBody extends FilterInputStream {
    ClientBody(InputStream bytes) {
        super(bytes);
    }

    @Override
    public int read() {
        try {
            return super.read();
        } catch (IOException e) {
            throw BodyFailure.refusal(e);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        try {
            return super.read(buffer, offset, length);
        } catch (IOException e) {
            throw BodyFailure.refusal(e);
        }
    }

    /** Leaves the request open: closing a part would read its rest, which past a limit nobody wants. */
    @Override
    public void close() {}
}
