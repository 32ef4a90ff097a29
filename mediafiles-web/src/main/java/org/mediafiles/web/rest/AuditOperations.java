package org.mediafiles.web.rest;

import static org.mediafiles.problem.ProblemCode.INVALID_REQUEST;

import java.util.List;

/** The calls on the trail. */
final class AuditOperations {
    private AuditOperations() {}

    static List<ApiOperation> all() {
        return List.of(
                ApiOperation.of("get", "/admin/audit", "listAudit",
                        "Who did or saw what, newest first; reading it is on record itself.", ApiOperations.ADMINS)
                        .parameters("patientId", "eventId", "username", "act", "outcome", "recordedFrom",
                                "recordedTo", "limit", "cursor")
                        .answers(200, "AuditPage").problems(INVALID_REQUEST),
                ApiOperation.of("get", "/admin/audit.csv", "exportAudit",
                        "The same as a table, all of it; on record before the first byte leaves.",
                        ApiOperations.ADMINS)
                        .parameters("patientId", "eventId", "username", "act", "outcome", "recordedFrom", "recordedTo")
                        .answersBytes("text/csv", "Content-Disposition").problems(INVALID_REQUEST));
    }
}
