package org.mediafiles.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds wherever failures are counted. */
abstract class FailureCountsContract {
    private static final SignInAttempt ANA = new SignInAttempt("ana", "10.0.0.7", "one");

    abstract FailureCounts counts();

    /** Lets time go by. */
    abstract void pass(Duration time);

    private Optional<Duration> fail(int times) {
        Optional<Duration> lock = Optional.empty();
        for (int i = 0; i < times; i++) {
            lock = counts().failed(ANA);
        }
        return lock;
    }

    private void assertLockedFor(long minutes) {
        long seconds = counts().lockedFor(ANA).orElse(Duration.ZERO).toSeconds();
        assertTrue(seconds > minutes * 60 - 10 && seconds <= minutes * 60, seconds + " s are not " + minutes + " min");
    }

    @Test
    void theFifthFailureLocksForAQuarterOfAnHour() {
        assertEquals(Optional.empty(), fail(4));
        assertEquals(Optional.empty(), counts().lockedFor(ANA));
        assertEquals(Optional.of(Duration.ofMinutes(15)), fail(1));
        assertLockedFor(15);
        pass(Duration.ofMinutes(15));
        assertEquals(Optional.empty(), counts().lockedFor(ANA));
    }

    @Test
    void anotherNameOrAddressIsNotLocked() {
        fail(5);
        assertEquals(Optional.empty(), counts().lockedFor(new SignInAttempt("Ana", "10.0.0.7", null)));
        assertEquals(Optional.empty(), counts().lockedFor(new SignInAttempt("ana", "10.0.0.8", null)));
        assertTrue(counts().lockedFor(new SignInAttempt("ana", "10.0.0.7", "another request")).isPresent());
    }

    @Test
    void eachFurtherLockTakesTwiceAsLongUpToADay() {
        for (long minutes : new long[]{15, 30, 60, 120, 240, 480, 960, 1440, 1440}) {
            assertEquals(Optional.of(Duration.ofMinutes(minutes)), fail(5));
            assertLockedFor(minutes);
            pass(Duration.ofMinutes(minutes));
        }
    }

    @Test
    void failuresThatArriveLateDoNotProlongTheLock() {
        fail(5);
        pass(Duration.ofMinutes(10));
        assertEquals(Optional.empty(), fail(6));
        assertLockedFor(5);
        pass(Duration.ofMinutes(5));
        assertEquals(Optional.empty(), fail(4), "counted from the beginning");
        assertEquals(Optional.of(Duration.ofMinutes(30)), fail(1));
    }

    @Test
    void theRightPasswordForgetsThemAll() {
        fail(4);
        counts().succeeded(ANA);
        assertEquals(Optional.empty(), fail(4));
        assertEquals(Optional.of(Duration.ofMinutes(15)), fail(1));
    }

    @Test
    void anyNameCanBeCounted() {
        for (String name : new String[]{"", "a\u0000b", "ç".repeat(500), "' or 1=1 --", "\ud800"}) {
            SignInAttempt attempt = new SignInAttempt(name, "2001:db8::7%eth0-" + "x".repeat(80), null);
            for (int i = 0; i < 5; i++) {
                counts().failed(attempt);
            }
            assertTrue(counts().lockedFor(attempt).isPresent());
        }
    }
}
