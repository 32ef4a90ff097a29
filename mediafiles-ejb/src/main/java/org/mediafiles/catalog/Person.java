package org.mediafiles.catalog;

/**
 * A person as others see one.
 *
 * @param username    as signed in
 * @param displayName first and last name, or the user name where there are none
 */
public record Person(String username, String displayName) {}
