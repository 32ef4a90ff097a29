package org.mediafiles.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.problem.MediaFilesException;

/** How acts on people stand on record: whom they concern, what was and what is. Never a password. */
final class PeopleTrail {
    private final AuditTrail audit;

    PeopleTrail(AuditTrail audit) {
        this.audit = audit;
    }

    void record(Caller caller, AuditAct act, PersonRecord person, Map<String, Object> more) {
        audit.record(caller.actor(), AuditEntry.ok(act).details(about(person, more)));
    }

    void recordNew(Caller caller, PersonRecord person, Map<String, Object> more) {
        audit.record(caller.actor(),
                AuditEntry.ok(AuditAct.USER_CREATE).details(about(person, more)).change(null, values(person)));
    }

    /** Says what differs, and nothing else. */
    void recordChange(Caller caller, PersonRecord before, PersonRecord after, Map<String, Object> more) {
        Map<String, Object> from = new LinkedHashMap<>();
        Map<String, Object> to = new LinkedHashMap<>();
        values(before).forEach((name, value) -> {
            Object now = values(after).get(name);
            if (!Objects.equals(value, now)) {
                from.put(name, value);
                to.put(name, now);
            }
        });
        audit.record(caller.actor(),
                AuditEntry.ok(AuditAct.USER_CHANGE).details(about(after, more)).change(from, to));
    }

    /** Does what is to be done; a refusal is put on record when its transaction is over. What makes no sense is none. */
    <T> T refusalsOf(Caller caller, AuditAct act, Map<String, Object> about, Supplier<T> work) {
        try {
            return work.get();
        } catch (MediaFilesException refusal) {
            if (AttemptRecord.outcome(refusal.code(), act) != AttemptRecord.Outcome.REFUSED) {
                throw refusal;
            }
            Map<String, Object> details = new LinkedHashMap<>(about);
            details.put("code", refusal.code().code());
            AuditEntry attempt = AuditEntry.refused(act, refusal.code().code()).details(details);
            throw refusal.afterwards(() -> audit.recordApart(caller.actor(), attempt));
        }
    }

    private static Map<String, Object> values(PersonRecord person) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("firstName", person.firstName());
        values.put("lastName", person.lastName());
        values.put("role", person.role().code());
        values.put("active", person.active());
        values.put("locale", person.locale());
        return values;
    }

    private static Map<String, Object> about(PersonRecord person, Map<String, Object> more) {
        Map<String, Object> details = new LinkedHashMap<>(more);
        details.put("userId", person.id());
        details.put("user", person.username());
        return details;
    }
}
