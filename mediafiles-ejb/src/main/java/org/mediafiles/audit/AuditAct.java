package org.mediafiles.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can stand on record. New ones are added at the end; each has its words on the pages, {@code audit.act.<code>}. */
public enum AuditAct {
    SIGN_IN, SIGN_OUT, PATIENT_OPEN, PATIENT_SEARCH, PATIENT_CREATE, PATIENT_CHANGE, TIMELINE_OPEN, EVENT_OPEN, EVENT_CREATE, EVENT_CHANGE, EVENT_DELETE, EVENT_RESTORE, EVENT_MOVE, TRASH_OPEN, MEDIA_LIST, MEDIA_OPEN, MEDIA_LOOK, ORIGINAL_LOOK, UPLOAD_RECEIVE, USER_CHANGE, SCHEMA_LOOK, SCHEMA_CHANGE, JOBS_OPEN, JOBS_CHANGE,
    /** The trail was read, or one of its pages. */
    AUDIT_OPEN,
    /** The trail left the house as a file. */
    AUDIT_EXPORT,
    /** The trail was compared with its chain of hashes. */
    AUDIT_VERIFY,
    /** The list of people, of locked sign-ins or of rate limits was read. */
    USER_LIST, USER_CREATE,
    /** Somebody changed the own password. */
    PASSWORD_CHANGE,
    /** An admin gave somebody a one-time password. */
    PASSWORD_RESET,
    /** A session was ended by other means than signing out: by hand, by its age, by a changed password. */
    SESSION_END,
    /** A name at an address may not try for a while. */
    SIGN_IN_LOCK, SIGN_IN_UNLOCK,
    /** A person asked more often than the limit allows. */
    RATE_LIMIT;

    /** @return as the trail and the API spell it, for example {@code event-create} */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @return the act that is spelled so; empty where none is */
    public static Optional<AuditAct> find(String code) {
        return Arrays.stream(values()).filter(act -> act.code().equals(code)).findFirst();
    }
}
