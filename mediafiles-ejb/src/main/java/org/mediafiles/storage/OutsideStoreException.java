package org.mediafiles.storage;

import java.io.IOException;
import java.io.Serial;
import org.mediafiles.problem.MediaFilesException;

/** A key leads out of the store's root, by its name or over a link on the way: it is never followed. */
public final class OutsideStoreException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    OutsideStoreException(String message) {
        super(message);
    }

    /** @return whether the store refused to follow a key, rather than failed */
    public static boolean isCauseOf(MediaFilesException failure) {
        return failure.getCause() instanceof OutsideStoreException;
    }
}
