package org.mediafiles.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessPolicy.Subject;
import org.mediafiles.security.AccessPolicy.Verdict;

class AccessPolicyTest {
    private static final Instant CREATED = Instant.parse("2026-11-22T12:00:00Z");
    private static final long AUTHOR = 7;

    private final AccessPolicy policy = new AccessPolicy();

    /** Columns: own event within 24 h, own after, another's within, another's after. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({ //
            "VIEWER,     EDIT_EVENT,   FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN",
            "VIEWER,     DELETE_EVENT, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN",
            "VIEWER,     MOVE_EVENT,   FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN",
            "CLINICIAN,  EDIT_EVENT,   ALLOWED, EDIT_WINDOW_CLOSED, FORBIDDEN, FORBIDDEN",
            "CLINICIAN,  DELETE_EVENT, ALLOWED, EDIT_WINDOW_CLOSED, FORBIDDEN, FORBIDDEN",
            "CLINICIAN,  MOVE_EVENT,   ALLOWED_WITH_REASON, EDIT_WINDOW_CLOSED, FORBIDDEN, FORBIDDEN",
            "INTEGRATOR, EDIT_EVENT,   ALLOWED, EDIT_WINDOW_CLOSED, FORBIDDEN, FORBIDDEN",
            "INTEGRATOR, DELETE_EVENT, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN",
            "INTEGRATOR, MOVE_EVENT,   FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN",
            "ADMIN,      EDIT_EVENT,   ALLOWED, ALLOWED_WITH_REASON, ALLOWED, ALLOWED_WITH_REASON",
            "ADMIN,      DELETE_EVENT, ALLOWED, ALLOWED_WITH_REASON, ALLOWED, ALLOWED_WITH_REASON",
            "ADMIN,      MOVE_EVENT,   ALLOWED_WITH_REASON, ALLOWED_WITH_REASON, ALLOWED_WITH_REASON, ALLOWED_WITH_REASON"})
    void changesOfEventsFollowTheTable(Role role, Act act, Verdict ownYoung, Verdict ownOld, Verdict othersYoung,
            Verdict othersOld) {
        Subject event = new Subject(AUTHOR, CREATED);
        Instant young = CREATED.plus(Duration.ofHours(24)).minusNanos(1000);
        Instant old = CREATED.plus(Duration.ofHours(24));

        assertEquals(ownYoung, policy.judge(caller(role, AUTHOR), act, event, young));
        assertEquals(ownOld, policy.judge(caller(role, AUTHOR), act, event, old));
        assertEquals(othersYoung, policy.judge(caller(role, 8), act, event, young));
        assertEquals(othersOld, policy.judge(caller(role, 8), act, event, old));
    }

    @ParameterizedTest(name = "{0}: viewer {1}, clinician {2}, integrator {3}, admin {4}")
    @CsvSource({"READ, true, true, true, true", "READ_ORIGINAL, false, true, true, true",
            "WRITE_PATIENT, false, true, true, true", "CREATE_EVENT, false, true, true, true",
            "RESTORE_EVENT, false, false, false, true", "ADMINISTER, false, false, false, true"})
    void actsWithoutAnEventFollowTheTable(Act act, boolean viewer, boolean clinician, boolean integrator,
            boolean admin) {
        assertEquals(viewer, allows(Role.VIEWER, act));
        assertEquals(clinician, allows(Role.CLINICIAN, act));
        assertEquals(integrator, allows(Role.INTEGRATOR, act));
        assertEquals(admin, allows(Role.ADMIN, act));
    }

    @Test
    void requireRefusesWithForbidden() {
        MediaFilesException refused = assertThrows(MediaFilesException.class,
                () -> policy.require(caller(Role.VIEWER, AUTHOR), Act.CREATE_EVENT));
        assertEquals(ProblemCode.FORBIDDEN, refused.code());
    }

    private boolean allows(Role role, Act act) {
        return policy.judge(caller(role, AUTHOR), act) == Verdict.ALLOWED;
    }

    private static Caller caller(Role role, long userId) {
        return new Caller(userId, "somebody", "Somebody", role, null, null);
    }
}
