package org.mediafiles.schema.version;

import java.time.Duration;
import java.time.Instant;

/**
 * A row of Flyway's history that names a version.
 *
 * @param rank     the order in which it came
 * @param script   the file's name; Flyway's own words for a baseline
 * @param baseline whether the version was found standing, not applied; its checksum is then {@code null}
 * @param checksum {@code null} for a baseline
 * @param took     as Flyway measured; zero for a baseline
 */
public record AppliedVersion(int rank, int version, String script, boolean baseline, Integer checksum,
        Instant appliedAt, String appliedBy, Duration took, boolean success) {}
