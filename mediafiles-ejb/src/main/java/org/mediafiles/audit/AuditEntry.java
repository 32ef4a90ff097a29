package org.mediafiles.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What is put on record besides who and when. Built by its {@code with…} methods.
 *
 * @param outcome one of {@code ok}, {@code refused}, {@code failed}
 * @param details what else is worth keeping, without free text of a patient's: counts, variant, reason code
 * @param before  values before the change; {@code null} where nothing changed
 * @param after   values after the change; {@code null} where nothing changed
 */
public record AuditEntry(AuditAct act, String outcome, UUID patientId, UUID eventId, UUID mediaFileId,
        Map<String, Object> details, Map<String, Object> before, Map<String, Object> after) {
    public static AuditEntry ok(AuditAct act) {
        return new AuditEntry(act, "ok", null, null, null, Map.of(), null, null);
    }

    public static AuditEntry refused(AuditAct act, String problemCode) {
        return new AuditEntry(act, "refused", null, null, null, Map.of("code", problemCode), null, null);
    }

    /** What was begun and broke on our side, as opposed to what was refused. */
    public static AuditEntry failed(AuditAct act, String problemCode) {
        return new AuditEntry(act, "failed", null, null, null, Map.of("code", problemCode), null, null);
    }

    public AuditEntry patient(UUID id) {
        return new AuditEntry(act, outcome, id, eventId, mediaFileId, details, before, after);
    }

    public AuditEntry event(UUID id) {
        return new AuditEntry(act, outcome, patientId, id, mediaFileId, details, before, after);
    }

    public AuditEntry mediaFile(UUID id) {
        return new AuditEntry(act, outcome, patientId, eventId, id, details, before, after);
    }

    public AuditEntry details(Map<String, Object> more) {
        return new AuditEntry(act, outcome, patientId, eventId, mediaFileId, more, before, after);
    }

    /** What is the same before and after is left out of both. @param from {@code null} for what was not there */
    public AuditEntry change(Map<String, Object> from, Map<String, Object> to) {
        return new AuditEntry(act, outcome, patientId, eventId, mediaFileId, details, changed(from, to),
                changed(to, from));
    }

    private static Map<String, Object> changed(Map<String, Object> values, Map<String, Object> others) {
        if (values == null || others == null) {
            return values;
        }
        Map<String, Object> changed = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (!others.containsKey(name) || !Objects.equals(value, others.get(name))) {
                changed.put(name, value);
            }
        });
        return changed;
    }
}
