package org.mediafiles.web.rest;

import org.mediafiles.problem.MediaFilesException;

/** Ids of rows that are numbered. */
final class RowIds {
    private RowIds() {}

    /** @throws MediaFilesException {@code NOT_FOUND}: what is no number names nothing */
    static long get(String text, String what) {
        if (text == null || !text.matches("[0-9]{1,18}")) {
            throw MediaFilesException.notFound(what);
        }
        return Long.parseLong(text);
    }
}
