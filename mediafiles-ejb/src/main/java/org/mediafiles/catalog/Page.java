package org.mediafiles.catalog;

import java.util.List;

/**
 * One page of a list.
 *
 * @param items      never {@code null}
 * @param nextCursor opaque; {@code null} on the last page
 */
public record Page<T>(List<T> items, String nextCursor) {}
