package org.mediafiles.catalog;

import java.util.UUID;

/**
 * A picture of a series.
 *
 * @param orderIndex 1-based, without gaps
 * @param caption    never {@code null}
 */
public record SeriesFileRecord(UUID id, int orderIndex, String caption, MediaFileRecord mediaFile) {}
