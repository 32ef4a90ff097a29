package org.mediafiles.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How the audit trail is sealed.
 *
 * @param sealEvery   {@code mediafiles.audit.seal-seconds}, default 1 s, at most an hour: how long a row waits for its seal
 * @param anchorEvery {@code mediafiles.audit.anchor-seconds}, default 300 s, at most a day: how much of the chain's end could
 *                    be cut off without being missed
 * @param anchorFile  {@code mediafiles.audit.anchor-file}, an absolute file, best where who administers the database can't
 *                    write; empty for the one beside the storage root
 */
public record AuditConfig(Duration sealEvery, Duration anchorEvery, Optional<Path> anchorFile) {
    private static final String FILE_NAME = "audit-anchors.jsonl";
    private static final Duration LONGEST_SEAL = Duration.ofHours(1);
    private static final Duration LONGEST_ANCHOR = Duration.ofDays(1);

    public static final AuditConfig DEFAULTS = new AuditConfig(Duration.ofSeconds(1), Duration.ofMinutes(5),
            Optional.empty());

    public AuditConfig {
        Objects.requireNonNull(anchorFile, "anchorFile");
        if (sealEvery.isNegative() || sealEvery.isZero() || sealEvery.compareTo(LONGEST_SEAL) > 0) {
            throw new IllegalArgumentException("mediafiles.audit.seal-seconds: 1 to 3600");
        }
        if (anchorEvery.isNegative() || anchorEvery.isZero() || anchorEvery.compareTo(LONGEST_ANCHOR) > 0) {
            throw new IllegalArgumentException("mediafiles.audit.anchor-seconds: 1 to 86400");
        }
        if (anchorFile.isPresent() && !anchorFile.get().isAbsolute()) {
            throw new IllegalArgumentException("mediafiles.audit.anchor-file: an absolute file");
        }
    }

    /** @return the file that anchors are written to */
    public Path anchorFile(Path storageRoot) {
        return anchorFile.orElseGet(() -> storageRoot.resolveSibling(FILE_NAME));
    }
}
