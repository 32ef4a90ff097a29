/**
 * Roles, the current caller, the one access policy, users and their passwords. May import {@code audit} and
 * {@code config}. First class to read: {@link org.mediafiles.security.Caller}.
 */
package org.mediafiles.security;
