package org.mediafiles.schema.migrate;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long is waited between two tries. */
final class Pauses {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    /** Twice as long each time, until the longest is reached. */
    private static final int DOUBLINGS = 6;

    private Pauses() {}

    /**
     * @param attempt 1 for the first that failed
     * @return longer each time, half as long to one and a half times as long at random, so that two that hinder each other
     *         part
     */
    static Duration after(int attempt) {
        Duration grown = FIRST.multipliedBy(1L << Math.min(attempt - 1, DOUBLINGS));
        Duration base = grown.compareTo(LONGEST) > 0 ? LONGEST : grown;
        return Duration.ofMillis((long) (base.toMillis() * ThreadLocalRandom.current().nextDouble(0.5, 1.5)));
    }

    static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new MigrateStopped(Stop.STOP_ASKED, ended);
        }
    }
}
