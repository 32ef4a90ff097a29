package org.mediafiles.audit.chain;

import java.time.Instant;
import java.util.Optional;

/**
 * A verification that this server runs, or ran last, as of now.
 *
 * @param startedBy a user name
 * @param endedAt   empty while it runs
 * @param checked   seals that were compared so far
 * @param total     seals to be compared; 0 before that is known
 * @param report    empty while it runs, and where it broke off
 */
public record VerificationTask(String startedBy, Instant startedAt, Optional<Instant> endedAt, long checked, long total,
        Optional<VerificationReport> report) {
    public boolean isRunning() {
        return endedAt.isEmpty();
    }
}
