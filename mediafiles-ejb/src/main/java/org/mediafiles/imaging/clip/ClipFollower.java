package org.mediafiles.imaging.clip;

/** Who follows the making of something out of a clip. */
public interface ClipFollower {
    /**
     * Asked about once a second while a program runs.
     *
     * @param percent of this making, 0 to 99
     * @return {@code false} to have the program ended
     */
    boolean goesOn(int percent);

    /** Told after each program. @param words the end of what it said, without paths; empty where it said nothing */
    void said(String words);
}
