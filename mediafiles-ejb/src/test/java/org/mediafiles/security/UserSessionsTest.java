package org.mediafiles.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestArchive;
import org.mediafiles.audit.Actor;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.config.SessionConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

class UserSessionsTest {
    private static final Caller ANA = new Caller(1, "ana", "Ana", Role.CLINICIAN, "10.0.0.7", "request");
    private static final Caller BIA = new Caller(2, "bia", "Bia", Role.CLINICIAN, "10.0.0.7", "request");
    private static TestArchive archive;

    private final List<AuditEntry> onRecord = new ArrayList<>();

    @BeforeAll
    static void openArchive() {
        archive = TestArchive.open();
        archive.execute("insert into accounts_eqmduser values (1,'!',null,false,'ana','Ana','','',false,true,now())");
    }

    @AfterAll
    static void closeArchive() {
        archive.close();
    }

    @BeforeEach
    void forget() {
        archive.execute("truncate mediafiles_ops.user_session");
    }

    private <T> T with(Function<UserSessions, T> work) {
        return archive.inTransaction(em -> work.apply(new UserSessions(em, new AuditTrail() {
            @Override
            public void record(Actor actor, AuditEntry entry) {
                onRecord.add(entry);
            }

            @Override
            public void recordApart(Actor actor, AuditEntry entry) {
                onRecord.add(entry);
            }
        }, SessionConfig.DEFAULTS)));
    }

    private UUID begin() {
        return with(sessions -> sessions.begin(ANA, "Mozilla/5.0"));
    }

    private SessionState check(UUID id, Duration untouched, boolean act) {
        return with(sessions -> sessions.check(id, untouched, act));
    }

    private static void pass(String time) {
        archive.execute("update mediafiles_ops.user_session set created_at = created_at - interval '" + time
                + "', last_seen_at = last_seen_at - interval '" + time + "'");
    }

    private static String reason(UUID id) {
        return archive.query("select end_reason from mediafiles_ops.user_session where id = '" + id + "'");
    }

    @Test
    void aSessionGoesOnWhileItsPersonDoesSomething() {
        UUID id = begin();
        for (int i = 0; i < 10; i++) {
            pass("14 minutes");
            SessionState state = check(id, Duration.ZERO, true);
            assertTrue(state.goesOn());
            assertEquals(Duration.ofMinutes(15), state.left());
            assertTrue(state.sinceTouch().isZero(), "the row says so");
        }
    }

    @Test
    void aQuarterOfAnHourWithoutAnActEndsIt() {
        UUID id = begin();
        pass("15 minutes");
        assertEquals(SessionEnd.IDLE, check(id, Duration.ZERO, true).end());
        assertEquals("idle", reason(id));
        assertEquals(SessionEnd.IDLE, check(id, Duration.ZERO, true).end(), "and it stays over");
        assertEquals(List.of(AuditAct.SESSION_END), onRecord.stream().map(AuditEntry::act).toList());
    }

    @Test
    void whatAPageAsksByItselfKeepsNothingAlive() {
        UUID id = begin();
        pass("10 minutes");
        SessionState state = check(id, Duration.ZERO, false);
        assertTrue(state.left().compareTo(Duration.ofMinutes(5)) <= 0);
        pass("5 minutes");
        assertEquals(SessionEnd.IDLE, check(id, Duration.ZERO, false).end());
    }

    @Test
    void anActWithinTheMinuteAfterATouchCountsToTheSecond() {
        UUID id = begin();
        pass("50 seconds");
        SessionState act = check(id, Duration.ZERO, true);
        assertTrue(act.sinceTouch().toSeconds() >= 50 && act.sinceTouch().toSeconds() < 60, "not written again");
        pass("14 minutes 30 seconds");
        assertTrue(check(id, act.sinceTouch(), false).goesOn());
        assertEquals(SessionEnd.IDLE, check(id, Duration.ZERO, false).end());
    }

    @Test
    void aShiftIsTheLongest() {
        UUID id = begin();
        pass("11 hours 50 minutes");
        archive.execute("update mediafiles_ops.user_session set last_seen_at = now()");
        assertTrue(check(id, Duration.ZERO, true).left().compareTo(Duration.ofMinutes(10)) <= 0);
        archive.execute("update mediafiles_ops.user_session set created_at = created_at - interval '10 minutes'");
        assertEquals(SessionEnd.EXPIRED, check(id, Duration.ZERO, true).end());
        assertEquals("expired", reason(id));
    }

    @Test
    void signingOutIsOnRecordAsSuchAlone() {
        UUID id = begin();
        with(sessions -> {
            sessions.end(id, SessionEnd.SIGNED_OUT);
            sessions.end(id, SessionEnd.ENDED);
            return null;
        });
        assertEquals("signed-out", reason(id));
        assertEquals(List.of(), onRecord);
    }

    @Test
    void oneSeesAndEndsOnesOwnSessionsAlone() {
        UUID id = begin();
        assertEquals(List.of(id), with(sessions -> sessions.own(ANA)).stream().map(SessionRecord::id).toList());
        assertEquals(List.of(), with(sessions -> sessions.own(BIA)));
        MediaFilesException refused = assertThrows(MediaFilesException.class, () -> with(sessions -> {
            sessions.endOwn(BIA, id);
            return null;
        }));
        assertEquals(ProblemCode.NOT_FOUND, refused.code());
        refused.settle();
        assertEquals("refused", onRecord.get(0).outcome());
        with(sessions -> {
            sessions.endOwn(ANA, id);
            return null;
        });
        assertEquals("ended", reason(id));
        assertEquals(SessionEnd.ENDED, check(id, Duration.ZERO, true).end());
        assertEquals(List.of(), with(sessions -> sessions.own(ANA)));
    }

    @Test
    void whatNobodyCameBackToIsEndedAndLaterForgotten() {
        UUID left = begin();
        pass("17 minutes");
        UUID current = begin();
        assertEquals(1, with(UserSessions::sweep));
        assertEquals("idle", reason(left));
        assertTrue(check(current, Duration.ZERO, true).goesOn());
        archive.execute("update mediafiles_ops.user_session set last_seen_at = now() - interval '91 days' where id = '"
                + left + "'");
        with(UserSessions::sweep);
        assertEquals("1", archive.query("select count(*) from mediafiles_ops.user_session"));
    }

    @Test
    void anUnknownSessionIsOver() {
        assertFalse(check(UUID.randomUUID(), Duration.ZERO, true).goesOn());
    }
}
