package org.mediafiles.web.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private long now = Long.MAX_VALUE - 5;
    private final Patience patience = new Patience(Duration.ofSeconds(30), () -> now);

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void silenceEndsIt() {
        assertTrue(patience.came(0));
        pass(29);
        assertTrue(patience.came(0));
        assertEquals(TimeUnit.SECONDS.toNanos(1), patience.left());
        pass(2);
        assertFalse(patience.came(0));
    }

    @Test
    void aByteNowAndThenDoesNotKeepItUp() {
        int seconds = 0;
        while (patience.came(0)) {
            pass(5);
            seconds += 5;
            if (!patience.came(1)) {
                break;
            }
        }
        assertTrue(seconds >= 30 && seconds <= 35, seconds + " s");
    }

    @Test
    void aSlowClientThatSendsGoesOnForEver() {
        for (int i = 0; i < 10_000; i++) {
            assertTrue(patience.came(0));
            pass(10);
            assertTrue(patience.came(20_000));
        }
    }

    @Test
    void whatWasSentBuysNoMoreThanTheWhole() {
        assertTrue(patience.came(Long.MAX_VALUE));
        assertTrue(patience.came(0));
        pass(31);
        assertFalse(patience.came(0));
    }

    @Test
    void timeInWhichNobodyReadsDoesNotCount() {
        assertTrue(patience.came(100));
        pass(3600);
        assertTrue(patience.came(100));
        pass(3600);
        assertTrue(patience.came(0));
    }
}
