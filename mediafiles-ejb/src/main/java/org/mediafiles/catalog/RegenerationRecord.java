package org.mediafiles.catalog;

import java.time.Instant;

/**
 * How far a regeneration is.
 *
 * @param state       {@code running}, {@code stopped} or {@code done}
 * @param requestedBy {@code null} where that user is gone
 * @param total       how many were to be made anew when it was asked for
 * @param queued      how many of them have had their turn, those under way included
 * @param waiting     of those queued, how many wait for a worker
 * @param running     of those queued, how many are being made
 * @param failed      of those queued, how many could not be made: what was made before is served still
 * @param done        of those queued, how many are made
 */
public record RegenerationRecord(long id, RegenerationScope scope, String state, Person requestedBy, long total,
        long queued, long waiting, long running, long failed, long done, Instant createdAt, Instant updatedAt) {
    public boolean isRunning() {
        return state.equals("running");
    }

    /** @return whether a worker has still something to do for it, also after a stop */
    public boolean isUnderWay() {
        return isRunning() || waiting + running > 0;
    }
}
