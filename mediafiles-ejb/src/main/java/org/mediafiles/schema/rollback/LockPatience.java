package org.mediafiles.schema.rollback;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.Sql;

/**
 * Tries again what was refused for a lock: each try asks for it for a moment only, since whoever comes after a waiting
 * request waits behind it. Between two tries it steps aside, longer each time and never in step with another.
 */
final class LockPatience {
    /** {@code 500 ms}: how long a ward's write may wait behind one try. */
    static final String LOCK_TIMEOUT = "500ms";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** lock_not_available, deadlock_detected, serialization_failure. */
    private static final Set<String> BUSY = Set.of("55P03", "40P01", "40001");

    /** One try; leaves nothing behind when it fails. */
    interface Try {
        void go() throws SQLException, Stopped;
    }

    private final Duration longest;
    private final Progress progress;

    /** @param longest for how long to go on trying */
    LockPatience(Duration longest, Progress progress) {
        this.longest = longest;
        this.progress = progress;
    }

    /**
     * @param what for people, for example {@code V6 indexes}
     * @return how many tries it took
     * @throws SQLException what the last try failed with, busy or not
     */
    int persist(String what, Try attempt) throws SQLException, Stopped {
        Instant end = Instant.now().plus(longest);
        Duration pause = FIRST_PAUSE;
        for (int tries = 1;; tries++) {
            try {
                attempt.go();
                return tries;
            } catch (SQLException refused) {
                if (!isBusy(refused) || !Instant.now().plus(pause).isBefore(end) || progress.isStopAsked()) {
                    throw refused;
                }
            }
            progress.says(what + ": its tables are in use, tried " + tries + " times; trying again");
            sleep(pause);
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        }
    }

    static boolean isBusy(SQLException failure) {
        return BUSY.contains(Sql.state(failure));
    }

    /** Half to one and a half of it. */
    private static void sleep(Duration pause) throws Stopped {
        try {
            Thread.sleep(pause.toMillis() / 2 + ThreadLocalRandom.current().nextLong(pause.toMillis()));
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw Stopped.onTheWay("It was asked to stop; run it again to go on.");
        }
    }
}
