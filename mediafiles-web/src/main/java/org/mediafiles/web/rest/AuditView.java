package org.mediafiles.web.rest;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.audit.read.AuditRow;

/** A row of the trail as the API tells of it. */
record AuditView(Instant at, String act, String username, String role, UUID patientId, UUID eventId, UUID mediaFileId,
        String outcome, String address, String requestId, long id, Map<String, Object> details,
        Map<String, Object> before, Map<String, Object> after) {
    static AuditView of(AuditRow row) {
        return new AuditView(row.at(), row.act(), row.username(), row.role(), row.patientId(), row.eventId(),
                row.mediaFileId(), row.outcome(), row.address(), row.requestId(), row.id(), row.details(),
                row.beforeValues().isEmpty() ? null : row.beforeValues(),
                row.afterValues().isEmpty() ? null : row.afterValues());
    }
}
