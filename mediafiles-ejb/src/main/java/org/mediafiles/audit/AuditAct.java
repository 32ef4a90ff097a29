package org.mediafiles.audit;

import java.util.Locale;

/** What can stand on record. */
public enum AuditAct {
    SIGN_IN, SIGN_OUT, PATIENT_OPEN, PATIENT_SEARCH, PATIENT_CREATE, PATIENT_CHANGE, TIMELINE_OPEN, EVENT_OPEN, EVENT_CREATE, EVENT_CHANGE, EVENT_DELETE, EVENT_RESTORE, EVENT_MOVE, TRASH_OPEN, MEDIA_LIST, MEDIA_OPEN, MEDIA_LOOK, ORIGINAL_LOOK, UPLOAD_RECEIVE, USER_CHANGE, SCHEMA_LOOK, SCHEMA_CHANGE, JOBS_OPEN, JOBS_CHANGE;

    /** @return as the trail and the API spell it, for example {@code event-create} */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
