package org.mediafiles.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mediafiles.audit.Actor;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

class SignInGuardTest {
    private static final SignInAttempt ANA = new SignInAttempt("ana", "10.0.0.7", "request");
    private static final Caller CALLER = new Caller(1, "ana", "Ana", Role.CLINICIAN, null, null);

    private final MovedClock clock = new MovedClock();
    private final Users users = new Users();
    private final FailuresInMemory stored = new FailuresInMemory(clock);
    private final FailuresInMemory inMemory = new FailuresInMemory(clock);
    private final List<AuditEntry> onRecord = Collections.synchronizedList(new ArrayList<>());
    private boolean open = true;
    private final SignInGuard guard = new SignInGuard(users, stored, inMemory, () -> open, trail(), clock);

    /** Knows ana, whose password is "right". */
    private static final class Users extends SignInService {
        private final AtomicInteger hashes = new AtomicInteger();
        private volatile boolean remembered;

        @Override
        public Optional<Caller> verify(String username, String password) {
            hashes.incrementAndGet();
            return Optional.of(CALLER).filter(any -> username.equals("ana") && password.equals("right"));
        }

        @Override
        public Optional<Caller> recall(String username, String password) {
            return Optional.of(CALLER)
                    .filter(any -> remembered && username.equals("ana") && password.equals("right"));
        }
    }

    private AuditTrail trail() {
        return new AuditTrail() {
            @Override
            public void recordApart(Actor actor, AuditEntry entry) {
                assertEquals("10.0.0.7", actor.address());
                onRecord.add(entry);
            }
        };
    }

    private void fail(SignInAttempt attempt, int times) {
        for (int i = 0; i < times; i++) {
            assertTrue(guard.verify(attempt, "wrong").isEmpty());
        }
    }

    private MediaFilesException refused(SignInAttempt attempt, String password) {
        MediaFilesException refusal = assertThrows(MediaFilesException.class, () -> guard.verify(attempt, password));
        assertEquals(ProblemCode.TOO_MANY_ATTEMPTS, refusal.code());
        return refusal;
    }

    @Test
    void afterFiveFailuresTheRightPasswordIsRefusedToo() {
        fail(ANA, 5);
        MediaFilesException refusal = refused(ANA, "right");
        assertEquals(Duration.ofSeconds(901), refusal.retryAfter().orElseThrow());
        assertEquals(5, users.hashes.get(), "a locked pair costs no hash");
        clock.pass(Duration.ofMinutes(15));
        assertEquals(Optional.of(CALLER), guard.verify(ANA, "right"));
    }

    @Test
    void aRememberedCredentialIsRefusedToo() {
        users.remembered = true;
        fail(ANA, 5);
        refused(ANA, "right");
    }

    @Test
    void aRememberedCredentialForgetsNoFailure() {
        fail(ANA, 4);
        users.remembered = true;
        assertEquals(Optional.of(CALLER), guard.verifyCall(ANA, "right"));
        fail(ANA, 1);
        refused(ANA, "right");
    }

    @Test
    void whoTypesTheRightPasswordIsForgivenWhateverIsRemembered() {
        fail(ANA, 4);
        users.remembered = true;
        assertEquals(Optional.of(CALLER), guard.verify(ANA, "right"));
        fail(ANA, 4);
        assertEquals(Optional.of(CALLER), guard.verify(ANA, "right"));
    }

    @Test
    void anInventedNameIsLockedAsAnyOther() {
        SignInAttempt nobody = new SignInAttempt("nobody", "10.0.0.7", null);
        fail(nobody, 5);
        refused(nobody, "wrong");
        assertEquals(5, users.hashes.get());
        assertEquals(Optional.of(CALLER), guard.verify(ANA, "right"), "the address alone is never locked");
    }

    @Test
    void theRightPasswordBeginsAnew() {
        fail(ANA, 4);
        assertEquals(Optional.of(CALLER), guard.verify(ANA, "right"));
        fail(ANA, 4);
        assertEquals(Optional.of(CALLER), guard.verify(ANA, "right"));
    }

    @Test
    void manyGuessesAtOnceGetNoFurtherThanFive() throws Exception {
        int guesses = 40;
        ExecutorService threads = Executors.newFixedThreadPool(guesses);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < guesses; i++) {
            answers.add(threads.submit(() -> {
                start.await();
                try {
                    return guard.verify(ANA, "wrong").isPresent() ? "in" : "wrong";
                } catch (MediaFilesException refusal) {
                    return refusal.code().code();
                }
            }));
        }
        start.countDown();
        int wrong = 0;
        for (Future<String> answer : answers) {
            wrong += answer.get().equals("wrong") ? 1 : 0;
        }
        threads.shutdown();
        assertEquals(5, wrong);
        assertEquals(5, users.hashes.get());
    }

    @Test
    void lockStandsOnRecordOnceAndEachRefusalToo() {
        fail(ANA, 5);
        refused(ANA, "right");
        assertEquals(List.of(AuditAct.SIGN_IN, AuditAct.SIGN_IN, AuditAct.SIGN_IN, AuditAct.SIGN_IN, AuditAct.SIGN_IN,
                AuditAct.SIGN_IN_LOCK, AuditAct.SIGN_IN), onRecord.stream().map(AuditEntry::act).toList());
        assertTrue(onRecord.stream().allMatch(entry -> entry.outcome().equals("refused")));
        assertEquals("too-many-attempts", onRecord.get(6).details().get("code"));
    }

    @Test
    void aFloodOnALockedPairIsSummedUp() {
        fail(ANA, 5);
        onRecord.clear();
        for (int i = 0; i < 1_000; i++) {
            refused(ANA, "wrong");
        }
        assertEquals(RecordedRefusals.ROWS, onRecord.size());
        clock.pass(Duration.ofMinutes(1));
        refused(ANA, "wrong");
        assertEquals(990, onRecord.get(RecordedRefusals.ROWS).details().get("further"));
    }

    @Test
    void whileTheGateIsClosedGuessesAreCountedInMemory() {
        open = false;
        fail(ANA, 5);
        refused(ANA, "right");
        assertTrue(inMemory.lockedFor(ANA).isPresent());
        assertTrue(stored.lockedFor(ANA).isEmpty());
    }
}
