package org.mediafiles.web.rest;

import org.mediafiles.catalog.Page;
import org.mediafiles.catalog.PageRequest;
import org.mediafiles.problem.MediaFilesException;

/** {@code ?limit=} and {@code ?cursor=}. */
final class Paging {
    private Paging() {}

    static PageRequest of(String limit, String cursor) {
        String opaque = cursor == null || cursor.isEmpty() ? null : cursor;
        if (limit == null || limit.isEmpty()) {
            return new PageRequest(PageRequest.DEFAULT_LIMIT, opaque);
        }
        if (!limit.matches("[0-9]{1,4}")) {
            throw MediaFilesException.invalid("limit", "limit is 1 to 200.");
        }
        return new PageRequest(Integer.parseInt(limit), opaque);
    }

    /** @return the page with each item in the form of the contract */
    static <T, V> Page<V> map(Page<T> page, java.util.function.Function<T, V> view) {
        return new Page<>(page.items().stream().map(view).toList(), page.nextCursor());
    }
}
