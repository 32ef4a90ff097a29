package org.mediafiles.storage;

import java.time.Instant;
import java.util.UUID;

/**
 * Something in the incoming folder.
 *
 * @param name       the store's own name for it
 * @param uploadId   whose bytes it holds; {@code null} for what is not an upload's spool
 * @param modifiedAt when it last grew
 */
public record IncomingFile(String name, UUID uploadId, Instant modifiedAt) {}
