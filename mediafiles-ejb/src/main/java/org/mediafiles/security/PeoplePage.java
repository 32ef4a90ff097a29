package org.mediafiles.security;

import java.util.List;

/**
 * One page of people, by user name.
 *
 * @param nextCursor opaque; {@code null} on the last page
 */
public record PeoplePage(List<PersonRecord> items, String nextCursor) {}
