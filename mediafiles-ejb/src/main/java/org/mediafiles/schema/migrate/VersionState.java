package org.mediafiles.schema.migrate;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * One version as it stands in this database.
 *
 * @param phase     of the seed; 6 is beyond it
 * @param name      the file's; for a version that this program does not know, what the history says
 * @param kind      {@code expand}, {@code migrate} or {@code contract}; empty where unknown
 * @param appliedAt {@code null} where it is not applied
 * @param login     who applied it, as the database knows; {@code null} where it is not applied
 * @param initiator who asked for it, by which door, as the record of runs knows; {@code null} where nothing is recorded
 * @param took      {@code null} where it is not applied or was found standing
 */
public record VersionState(int version, int phase, String name, String kind, State state, Instant appliedAt,
        String login, String initiator, Duration took) {
    /** How it stands. */
    public enum State {
        APPLIED,
        /** Found standing when the database was taken over. */
        BASELINE, PENDING,
        /** Tried, broken off, to be run again. */
        FAILED,
        /** Applied by a newer program. */
        UNKNOWN;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
