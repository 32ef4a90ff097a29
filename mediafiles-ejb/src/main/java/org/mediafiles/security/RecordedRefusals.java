package org.mediafiles.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which refusals of a locked pair get a row each. They cost whoever tries nothing, so a flood of them would fill the trail:
 * past the tenth within a minute they are counted, and the next row says how many.
 */
final class RecordedRefusals {
    static final int ROWS = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_PAIRS = 10_000;

    private final Clock clock;
    private final Map<SignInAttempt, Window> windows = new LinkedHashMap<>();

    private record Window(Instant since, int rows, int further) {}

    RecordedRefusals(Clock clock) {
        this.clock = clock;
    }

    /** @return how many went by without a row since the last one; empty where this one gets none, either */
    synchronized OptionalInt next(SignInAttempt attempt) {
        Instant now = clock.instant();
        Window window = windows.remove(attempt.pair());
        OptionalInt row = OptionalInt.empty();
        if (window == null || !now.isBefore(window.since.plus(WINDOW))) {
            row = OptionalInt.of(window == null ? 0 : window.further);
            window = new Window(now, 1, 0);
        } else if (window.rows < ROWS) {
            row = OptionalInt.of(0);
            window = new Window(window.since, window.rows + 1, 0);
        } else {
            window = new Window(window.since, window.rows, window.further + 1);
        }
        windows.put(attempt.pair(), window);
        if (windows.size() > MOST_PAIRS) {
            windows.remove(windows.keySet().iterator().next());
        }
        return row;
    }
}
