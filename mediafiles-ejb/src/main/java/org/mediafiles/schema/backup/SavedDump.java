package org.mediafiles.schema.backup;

import java.nio.file.Path;

/**
 * A dump that was read back.
 *
 * @param file   PostgreSQL's custom format
 * @param bytes  its size
 * @param sha256 lower-case hex
 */
public record SavedDump(Path file, long bytes, String sha256) {}
