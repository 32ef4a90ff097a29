/**
 * The only exit of bytes: ranges, entity tags, conditional requests. In front of JAX-RS, so that a file goes from the disk
 * to the socket without passing through the heap. May import {@code delivery}. First class to read:
 * {@link org.mediafiles.web.content.ContentFilter}.
 */
package org.mediafiles.web.content;
