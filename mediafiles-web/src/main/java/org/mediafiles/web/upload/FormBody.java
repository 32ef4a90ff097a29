package org.mediafiles.web.upload;

import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletRequestContext;

/**
 * A form's body for the parser, which takes a body that stops within a boundary for one that is at its end: what was to
 * come after it would be missed by nobody.
 */
final class FormBody extends JakartaServletRequestContext {
    private IOException stopped;

    FormBody(HttpServletRequest request) {
        super(request);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                try {
                    int count = super.read(buffer, offset, length);
                    if (count < 0) {
                        stopped = new FileUploadException("The body has no last boundary");
                    }
                    return count;
                } catch (IOException e) {
                    stopped = e;
                    throw e;
                }
            }
        };
    }

    /**
     * To be called where the parser finds no more parts. It reads nothing behind the last boundary.
     *
     * @throws IOException where the body stopped before that
     */
    void requireLastBoundary() throws IOException {
        if (stopped != null) {
            throw stopped;
        }
    }
}
