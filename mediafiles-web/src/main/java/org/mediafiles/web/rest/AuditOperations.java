package org.mediafiles.web.rest;

import static org.mediafiles.problem.ProblemCode.CONFLICT;
import static org.mediafiles.problem.ProblemCode.INVALID_REQUEST;
import static org.mediafiles.problem.ProblemCode.NOT_FOUND;

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
                        .answersBytes("text/csv", "Content-Disposition").problems(INVALID_REQUEST),
                ApiOperation.of("post", "/admin/audit/verify", "verifyAudit",
                        "Compares the trail with its chain of seals and the anchors; answers when it is done, which takes"
                                + " half a minute for a million rows. On record with what it came to.",
                        ApiOperations.ADMINS).answers(200, "AuditVerification").problems(CONFLICT),
                ApiOperation.of("get", "/admin/audit/verify", "getAuditVerification",
                        "How far the verification is that this server runs, or what the last one came to.",
                        ApiOperations.ADMINS).answers(200, "AuditVerificationTask").problems(NOT_FOUND));
    }
}
