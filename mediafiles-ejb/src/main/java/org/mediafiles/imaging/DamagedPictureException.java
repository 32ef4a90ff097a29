package org.mediafiles.imaging;

import java.io.IOException;

/**
 * A verdict on the picture: these bytes can't be decoded, now or later. Any other {@link IOException} speaks of the
 * machine (a disk, a limit of the system, a time that was too short) and says nothing about the picture.
 */
public class DamagedPictureException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message for the log, unless {@link #isTold} */
    public DamagedPictureException(String message) {
        super(message);
    }

    DamagedPictureException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @return whether the message is in words for the sender */
    public boolean isTold() {
        return false;
    }
}
