package org.mediafiles.web.signin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.audit.Actor;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.schema.SchemaGate;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;
import org.mediafiles.security.SessionEnd;
import org.mediafiles.security.SessionState;
import org.mediafiles.security.SignInAttempt;
import org.mediafiles.security.SignInGuard;
import org.mediafiles.security.SignInService;
import org.mediafiles.security.UserSessions;

/** Users, a trail and a gate in memory. */
final class FakeUsers extends SignInService {
    static final Caller ANA = new Caller(7, "ana", "Ana Lima", Role.CLINICIAN, null, null);
    static final Caller ROBOT = new Caller(8, "robot", "robot", Role.INTEGRATOR, null, null);
    static final Caller ROOT = new Caller(9, "root", "Root", Role.ADMIN, null, null);
    static final Caller NEW = new Caller(10, "new", "New", Role.ADMIN, null, null, new Caller.Account(true, null));
    private static final List<Caller> ALL = List.of(ANA, ROBOT, ROOT, NEW);
    final List<AuditEntry> onRecord = new ArrayList<>();
    String mark = "m1";
    SchemaGate.State state = SchemaGate.State.OPEN;
    RuntimeException failure;
    int asked;
    /** How the session stands; {@code null} while it goes on. */
    SessionEnd end;
    final List<SessionEnd> ended = new ArrayList<>();
    int acts;
    /** What happens elsewhere while the database is asked about a session. */
    Runnable meanwhile = () -> {};

    @Override
    public Optional<Caller> verify(String username, String password) {
        asked++;
        if (failure != null) {
            throw failure;
        }
        return ALL.stream().filter(c -> c.username().equals(username) && password.equals("right"))
                .findFirst();
    }

    @Override
    public Optional<Caller> refresh(long userId, String passwordMark) {
        meanwhile.run();
        return ALL.stream().filter(c -> c.userId() == userId && mark.equals(passwordMark)).findFirst();
    }

    @Override
    public String passwordMark(long userId) {
        return mark;
    }

    AuditTrail trail() {
        return new AuditTrail() {
            @Override
            public void recordApart(Actor actor, AuditEntry entry) {
                onRecord.add(entry);
            }
        };
    }

    PageSessions pageSessions() {
        return new PageSessions(this, new UserSessions() {
            @Override
            public SessionState check(UUID id, Duration untouched, boolean act) {
                acts += act ? 1 : 0;
                return new SessionState(end, end == null ? Duration.ofMinutes(15) : Duration.ZERO, Duration.ZERO);
            }

            @Override
            public void end(UUID id, SessionEnd why) {
                ended.add(why);
            }
        }, gate());
    }

    SignInGuard guard() {
        return new SignInGuard() {
            @Override
            public Optional<Caller> verifyCall(SignInAttempt attempt, String password) {
                return FakeUsers.this.verify(attempt.username(), password);
            }
        };
    }

    SchemaGate gate() {
        return new SchemaGate() {
            @Override
            public State state() {
                return state;
            }
        };
    }
}
