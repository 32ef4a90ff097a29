package org.mediafiles.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mediafiles.audit.Actor;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.config.RateConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

class RateLimitsTest {
    private static final Caller ANA = person(7, "ana");
    private static final Caller RUI = person(8, "rui");

    private final List<String> onRecord = new ArrayList<>();
    private long second = 1_000;
    private final RateLimits limits = new RateLimits(new RateConfig(5, 3, 4), new AuditTrail((EntityManager) null) {
        @Override
        public void recordApart(Actor actor, AuditEntry entry) {
            onRecord.add(actor.username() + ' ' + entry.act().code() + ' ' + entry.outcome() + ' '
                    + entry.details().get("kind"));
        }
    }, () -> second);

    private static Caller person(long id, String name) {
        return new Caller(id, name, name, Role.CLINICIAN, "10.0.0.1", "r");
    }

    private void take(Caller caller, RateKind kind, int times) {
        for (int i = 0; i < times; i++) {
            limits.take(caller, kind);
        }
    }

    private Duration waitOf(Caller caller, RateKind kind, int count) {
        MediaFilesException refusal = assertThrows(MediaFilesException.class, () -> limits.take(caller, kind, count));
        assertEquals(ProblemCode.RATE_LIMITED, refusal.code());
        return refusal.retryAfter().orElseThrow();
    }

    @Test
    void whatIsConfiguredPassesAndNoMore() {
        take(ANA, RateKind.UPLOADS, 5);
        take(ANA, RateKind.ORIGINALS, 3);
        take(ANA, RateKind.SEARCHES, 4);
        for (RateKind kind : RateKind.values()) {
            waitOf(ANA, kind, 1);
        }
    }

    @Test
    void personsAreCountedApartAndTheirDevicesTogether() {
        take(ANA, RateKind.ORIGINALS, 2);
        take(ANA.in("10.0.0.99", "another session"), RateKind.ORIGINALS, 1);
        waitOf(ANA.in("10.0.0.50", "a third"), RateKind.ORIGINALS, 1);
        take(RUI, RateKind.ORIGINALS, 3);
    }

    @Test
    void whoWaitsAsToldGoesOn() {
        take(ANA, RateKind.SEARCHES, 1);
        second += 20;
        take(ANA, RateKind.SEARCHES, 3);
        assertEquals(Duration.ofSeconds(41), waitOf(ANA, RateKind.SEARCHES, 1));
        second += 40;
        assertEquals(Duration.ofSeconds(1), waitOf(ANA, RateKind.SEARCHES, 1));
        second += 1;
        take(ANA, RateKind.SEARCHES, 1);
        assertEquals(Duration.ofSeconds(20), waitOf(ANA, RateKind.SEARCHES, 1));
    }

    @Test
    void no60SecondsHoldMoreThanTheLimitWhereverTheyBegin() {
        List<Long> taken = new ArrayList<>();
        for (int step = 0; step < 2_000; step++) {
            second += step * 7 % 5;
            try {
                limits.take(ANA, RateKind.UPLOADS);
                taken.add(second);
            } catch (MediaFilesException refused) {
                assertTrue(refused.retryAfter().orElseThrow().toSeconds() <= 61, refused.retryAfter().toString());
            }
        }
        assertTrue(taken.size() > 200, "only " + taken.size());
        for (int i = 5; i < taken.size(); i++) {
            assertTrue(taken.get(i) - taken.get(i - 5) > 60, "six within a minute at " + taken.get(i));
        }
    }

    @Test
    void refusedAttemptsDoNotProlongTheWait() {
        take(ANA, RateKind.UPLOADS, 5);
        for (int i = 0; i < 60; i++) {
            assertEquals(Duration.ofSeconds(61 - i), waitOf(ANA, RateKind.UPLOADS, 1));
            second++;
        }
        second++;
        take(ANA, RateKind.UPLOADS, 5);
    }

    @Test
    void anArchiveIsTakenWholeOrNotAtAll() {
        take(ANA, RateKind.ORIGINALS, 2);
        waitOf(ANA, RateKind.ORIGINALS, 2);
        limits.take(ANA, RateKind.ORIGINALS, 1);
        second += 61;
        // More pictures than the limit would else never be had.
        limits.take(ANA, RateKind.ORIGINALS, 20);
        waitOf(ANA, RateKind.ORIGINALS, 1);
    }

    @Test
    void standsOnRecordOncePerPersonKindAndMinute() {
        take(ANA, RateKind.ORIGINALS, 3);
        take(ANA, RateKind.SEARCHES, 4);
        for (int i = 0; i < 59; i++) {
            waitOf(ANA, RateKind.ORIGINALS, 1);
            second++;
        }
        waitOf(ANA, RateKind.SEARCHES, 1);
        assertEquals(List.of("ana rate-limit refused originals", "ana rate-limit refused searches"), onRecord);

        second += 2;
        take(ANA, RateKind.ORIGINALS, 3);
        waitOf(ANA, RateKind.ORIGINALS, 1);
        take(RUI, RateKind.ORIGINALS, 3);
        waitOf(RUI, RateKind.ORIGINALS, 1);
        assertEquals(List.of("ana rate-limit refused originals", "ana rate-limit refused searches",
                "ana rate-limit refused originals", "rui rate-limit refused originals"), onRecord);
    }

    @Test
    void forgetsWhoIsGone() {
        for (int id = 0; id < 5_000; id++) {
            limits.take(person(id, "p" + id), RateKind.SEARCHES);
        }
        assertEquals(5_000, limits.size());
        second += 200;
        take(ANA, RateKind.UPLOADS, 1);
        assertEquals(1, limits.size());
    }

    @Test
    void manyAtOnceGetNoMoreThanTheLimit() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        AtomicInteger passed = new AtomicInteger();
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                all.add(threads.submit(() -> {
                    try {
                        limits.take(ANA, RateKind.UPLOADS);
                        passed.incrementAndGet();
                    } catch (MediaFilesException refused) {
                        assertEquals(ProblemCode.RATE_LIMITED, refused.code());
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(5, passed.get());
        assertEquals(1, onRecord.size());
    }
}
