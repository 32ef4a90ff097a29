package org.mediafiles.audit.read;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;

/**
 * Which rows of the trail are wanted; {@code null} is no restriction.
 *
 * @param patientId whose
 * @param eventId   about which event
 * @param username  whose doing, exactly as it stands on record
 * @param outcome   one of {@code ok}, {@code refused}, {@code failed}
 * @param from      inclusive
 * @param to        exclusive
 */
public record AuditFilter(UUID patientId, UUID eventId, String username, AuditAct act, String outcome, Instant from,
        Instant to) {
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null, null);

    /** @return what was asked for besides patient and event, which have columns of their own on record */
    public Map<String, Object> onRecord() {
        Map<String, Object> asked = new LinkedHashMap<>();
        put(asked, "username", username);
        put(asked, "act", act == null ? null : act.code());
        put(asked, "outcome", outcome);
        put(asked, "from", from);
        put(asked, "to", to);
        return asked;
    }

    private static void put(Map<String, Object> asked, String name, Object value) {
        if (value != null) {
            asked.put(name, value);
        }
    }
}
