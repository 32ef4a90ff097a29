package org.mediafiles.security;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailuresInMemoryTest extends FailureCountsContract {
    private final MovedClock clock = new MovedClock();
    private final FailureCounts counts = new FailuresInMemory(clock);

    @Override
    FailureCounts counts() {
        return counts;
    }

    @Override
    void pass(Duration time) {
        clock.pass(time);
    }

    @Test
    void aFloodOfNamesForgetsTheOldest() {
        SignInAttempt first = new SignInAttempt("first", "10.0.0.7", null);
        for (int i = 0; i < 5; i++) {
            counts.failed(first);
        }
        for (int i = 0; i < 1_000; i++) {
            counts.failed(new SignInAttempt("name" + i, "10.0.0.7", null));
        }
        assertTrue(counts.lockedFor(first).isEmpty());
    }
}
