package org.mediafiles.imaging.clip;

import org.mediafiles.imaging.DamagedPictureException;

/** A verdict on the clip, in words for its sender: they name no path and nothing of the machine. */
public final class DamagedClipException extends DamagedPictureException {
    private static final long serialVersionUID = 1L;

    /** @param message goes on behind "This is not a valid video clip: " */
    public DamagedClipException(String message) {
        super(message);
    }

    @Override
    public boolean isTold() {
        return true;
    }

    static DamagedClipException truncated() {
        return new DamagedClipException("it ends before all that it announces has come");
    }
}
