package org.mediafiles.web.upload;

import java.io.InputStream;

/** Takes a form's parts as they arrive. */
interface PartTaker {
    /**
     * Takes the bytes of a part {@code file}.
     *
     * @param filename as the client wrote it; may be {@code null}
     * @return whether to read on: {@code false} past a limit
     */
    boolean takeFile(InputStream bytes, String filename);

    /**
     * Hears of a text part; the form keeps it too.
     *
     * @return whether to read on: {@code false} past a limit
     */
    default boolean takeText(String name, String value) {
        return true;
    }
}
