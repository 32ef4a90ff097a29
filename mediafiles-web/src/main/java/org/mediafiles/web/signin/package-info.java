/**
 * Who calls: Basic for the API, a session for the pages, and the door in front of both. May import {@code security},
 * {@code audit} and {@code schema}'s gate. First class to read: {@link org.mediafiles.web.request.RequestIdentifier}.
 */
package org.mediafiles.web.signin;
