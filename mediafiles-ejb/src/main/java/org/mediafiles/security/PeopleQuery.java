package org.mediafiles.security;

/**
 * Which people.
 *
 * @param words  of the user name or the name, in any order, accents and case ignored; {@code null} or blank for all
 * @param role   {@code null} for all
 * @param active {@code null} for both
 * @param limit  at least 1
 * @param cursor of the page before; {@code null} for the first
 */
public record PeopleQuery(String words, Role role, Boolean active, int limit, String cursor) {}
