package org.mediafiles.web.faces.clinician;

import java.util.UUID;
import org.mediafiles.problem.MediaFilesException;

/** Ids out of a page's address. */
final class PageIds {
    private PageIds() {}

    /**
     * @param what a noun such as {@code "patient"}
     * @throws MediaFilesException {@code NOT_FOUND} for what is no id
     */
    static UUID get(String text, String what) {
        if (text == null || text.length() != 36) {
            throw MediaFilesException.notFound(what);
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw MediaFilesException.notFound(what);
        }
    }
}
