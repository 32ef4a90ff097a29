package org.mediafiles.schema.version;

/** Told what long work does now. Called on the worker's thread; must not block. */
@FunctionalInterface
public interface Progress {
    /** For work that nobody watches. */
    Progress NONE = line -> {};

    /** @param line one short sentence without patient data, for example {@code "V6: building mediafile_mime_idx"} */
    void says(String line);

    /** @return whether the work is asked to stop at the next place where it can be resumed */
    default boolean isStopAsked() {
        return false;
    }
}
