package org.mediafiles.imaging;

/** The coded data end before the last row, whether the decoder failed or only warned. */
final class TruncatedPictureException extends DamagedPictureException {
    private static final long serialVersionUID = 1L;

    TruncatedPictureException() {
        super("its coded data end before the last row");
    }

    @Override
    public boolean isTold() {
        return true;
    }
}
