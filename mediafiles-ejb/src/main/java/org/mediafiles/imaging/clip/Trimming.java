package org.mediafiles.imaging.clip;

/**
 * What an edit list cuts off a clip: it is not shown, and yet lies in the file, where anybody finds it who looks. Whoever
 * trimmed a clip meant it to be gone.
 */
public enum Trimming {
    /** Nothing that was recorded. */
    NONE,
    /** Sound alone. */
    SOUND,
    /** Pictures, and perhaps sound. */
    PICTURES
}
