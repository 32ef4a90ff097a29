package org.mediafiles.catalog;

/**
 * Which part of a list: keyset paging.
 *
 * @param limit  how many items at most, 1 to 200
 * @param cursor {@code nextCursor} of the page before, opaque; {@code null} for the first page
 */
public record PageRequest(int limit, String cursor) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw org.mediafiles.problem.MediaFilesException.invalid("limit", "limit is 1 to 200.");
        }
    }

    public static PageRequest first() {
        return new PageRequest(DEFAULT_LIMIT, null);
    }
}
