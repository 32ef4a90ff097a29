package org.mediafiles.web.signin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mediafiles.audit.Actor;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.schema.SchemaGate;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;
import org.mediafiles.security.SignInService;

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

    SchemaGate gate() {
        return new SchemaGate() {
            @Override
            public State state() {
                return state;
            }
        };
    }
}
