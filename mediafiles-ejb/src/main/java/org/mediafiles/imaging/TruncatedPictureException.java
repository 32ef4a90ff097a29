package org.mediafiles.imaging;

import java.io.IOException;

/** The coded data end before the last row, whether the decoder failed or only warned. */
final class TruncatedPictureException extends IOException {
    private static final long serialVersionUID = 1L;

    TruncatedPictureException() {
        super("its coded data end before the last row");
    }
}
