package org.mediafiles.audit.read;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A row of the trail as it stands.
 *
 * @param at           the database's clock, with microseconds
 * @param act          as {@code AuditAct} spells it, or spelled it once
 * @param userId       {@code null} where nobody signed in
 * @param username     as signed in or as typed; {@code null} for the server itself
 * @param role         {@code null} where unknown
 * @param address      {@code null} for what no request did
 * @param requestId    {@code null} for what no request did
 * @param details      never {@code null}
 * @param beforeValues empty where nothing changed
 * @param afterValues  empty where nothing changed
 */
public record AuditRow(long id, Instant at, String act, Long userId, String username, String role, UUID patientId,
        UUID eventId, UUID mediaFileId, String outcome, String address, String requestId, Map<String, Object> details,
        Map<String, Object> beforeValues, Map<String, Object> afterValues) {
    /** @return where this row stands */
    public AuditPosition position() {
        return new AuditPosition(at, id);
    }
}
