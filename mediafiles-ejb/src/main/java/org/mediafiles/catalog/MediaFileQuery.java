package org.mediafiles.catalog;

import java.time.Instant;

/**
 * The admin's filters over all media files; {@code null} for any.
 *
 * @param fileType {@code image} or {@code video}
 * @param mimeType exact
 * @param filename part of the original name, accents and case ignored
 * @param username who sent it
 * @param from     received at or after
 * @param to       received before
 */
public record MediaFileQuery(String fileType, String mimeType, String filename, String username, Instant from,
        Instant to, PageRequest page) {}
