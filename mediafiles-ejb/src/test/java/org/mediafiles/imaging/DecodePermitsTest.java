package org.mediafiles.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

class DecodePermitsTest {
    private final DecodePermits permits = new DecodePermits(Duration.ofMillis(50), 10 << 20, 10 << 20);

    @Test
    void whatDoesNotFitBesideOthersIsToldToComeAgain() {
        DecodePermits.Permit held = permits.take(new DecodeCost(6 << 20, 0));
        MediaFilesException problem = assertThrows(MediaFilesException.class,
                () -> permits.take(new DecodeCost(6 << 20, 0)));
        assertEquals(ProblemCode.NOT_READY, problem.code());
        assertTrue(problem.retryAfter().isPresent());
        held.close();
        permits.take(new DecodeCost(6 << 20, 0)).close();
    }

    @Test
    void whatWouldNeverFitIsTooLarge() {
        MediaFilesException problem = assertThrows(MediaFilesException.class,
                () -> permits.take(new DecodeCost(11 << 20, 0)));
        assertEquals(ProblemCode.TOO_MANY_PIXELS, problem.code());
    }

    @Test
    void whatNeedsMoreThanAllOutsideTheHeapRunsAlone() {
        DecodePermits.Permit alone = permits.take(new DecodeCost(0, 50L << 20));
        assertThrows(MediaFilesException.class, () -> permits.take(new DecodeCost(0, 1 << 20)));
        alone.close();
    }

    @Test
    void aRefusedHeapPermitGivesTheOtherBack() {
        DecodePermits.Permit held = permits.take(new DecodeCost(10 << 20, 0));
        assertThrows(MediaFilesException.class, () -> permits.take(new DecodeCost(1 << 20, 10 << 20)));
        held.close();
        permits.take(new DecodeCost(1 << 20, 10 << 20)).close();
    }
}
