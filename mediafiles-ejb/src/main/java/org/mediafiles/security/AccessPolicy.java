package org.mediafiles.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.mediafiles.config.AccessConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/**
 * Who may do what: the one place that says so. Every signed-in role sees every patient, as in the hospital's own system.
 *
 * <table>
 * <caption>Roles and acts; "own" is an event that the caller created, within 24 h of its creation</caption>
 * <tr><th>act</th><th>viewer</th><th>clinician</th><th>integrator</th><th>admin</th></tr>
 * <tr><td>read</td><td>yes</td><td>yes</td><td>yes</td><td>yes</td></tr>
 * <tr><td>original</td><td>no</td><td>yes</td><td>yes</td><td>yes</td></tr>
 * <tr><td>patients, new events</td><td>no</td><td>yes</td><td>yes</td><td>yes</td></tr>
 * <tr><td>edit</td><td>no</td><td>own</td><td>own</td><td>yes, after 24 h with a reason</td></tr>
 * <tr><td>delete</td><td>no</td><td>own</td><td>no</td><td>yes, after 24 h with a reason</td></tr>
 * <tr><td>move</td><td>no</td><td>own, with a reason</td><td>no</td><td>yes, with a reason</td></tr>
 * <tr><td>restore, administer</td><td>no</td><td>no</td><td>no</td><td>yes</td></tr>
 * </table>
 */
@ApplicationScoped
public class AccessPolicy {
    /** {@code 24 h}: how long an event is its author's to change. */
    public static final Duration EDIT_WINDOW = AccessConfig.EDIT_WINDOW;

    /** What the policy says of an act. */
    public enum Verdict {
        ALLOWED,
        /** Allowed to who says why. */
        ALLOWED_WITH_REASON,
        /** Not this role's act, or another person's event. */
        FORBIDDEN,
        /** The author's, but the 24 hours are over. */
        EDIT_WINDOW_CLOSED
    }

    /**
     * What counts of an event.
     *
     * @param authorId who created it
     */
    public record Subject(long authorId, Instant createdAt) {
        /** @return until when its author may change it, exclusive */
        public Instant editableUntil() {
            return createdAt.plus(EDIT_WINDOW);
        }
    }

    /** Judges an act that concerns no event that stands. */
    public Verdict judge(Caller caller, Act act) {
        boolean allowed = switch (act) {
            case READ -> true;
            case READ_ORIGINAL, WRITE_PATIENT, CREATE_EVENT -> caller.role() != Role.VIEWER;
            case RESTORE_EVENT, ADMINISTER -> caller.isAdmin();
            case EDIT_EVENT, DELETE_EVENT, MOVE_EVENT -> throw new IllegalArgumentException(act + " needs an event");
        };
        return allowed ? Verdict.ALLOWED : Verdict.FORBIDDEN;
    }

    /** Judges an act on an event that stands. */
    public Verdict judge(Caller caller, Act act, Subject event, Instant now) {
        return switch (act) {
            case EDIT_EVENT, DELETE_EVENT, MOVE_EVENT -> judgeChange(caller, act, event, now);
            default -> judge(caller, act);
        };
    }

    /** @throws MediaFilesException {@code FORBIDDEN} */
    public void require(Caller caller, Act act) {
        if (judge(caller, act) != Verdict.ALLOWED) {
            throw refusal(Verdict.FORBIDDEN);
        }
    }

    /** @return what a refusing verdict is told as */
    public MediaFilesException refusal(Verdict verdict) {
        return switch (verdict) {
            case EDIT_WINDOW_CLOSED -> new MediaFilesException(ProblemCode.EDIT_WINDOW_CLOSED,
                    "The author's 24 hours for changing this are over; an admin can still do it.");
            case FORBIDDEN -> new MediaFilesException(ProblemCode.FORBIDDEN, "You may not do this.");
            case ALLOWED, ALLOWED_WITH_REASON -> throw new IllegalArgumentException(verdict + " refuses nothing");
        };
    }

    private static Verdict judgeChange(Caller caller, Act act, Subject event, Instant now) {
        boolean open = now.isBefore(event.editableUntil());
        if (caller.isAdmin()) {
            return open && act != Act.MOVE_EVENT ? Verdict.ALLOWED : Verdict.ALLOWED_WITH_REASON;
        }
        boolean roleMay = caller.role() == Role.CLINICIAN
                || caller.role() == Role.INTEGRATOR && act == Act.EDIT_EVENT;
        if (!roleMay || event.authorId() != caller.userId()) {
            return Verdict.FORBIDDEN;
        }
        if (!open) {
            return Verdict.EDIT_WINDOW_CLOSED;
        }
        return act == Act.MOVE_EVENT ? Verdict.ALLOWED_WITH_REASON : Verdict.ALLOWED;
    }
}
