package org.mediafiles.web.rest;

import static org.mediafiles.problem.ProblemCode.CONFLICT;
import static org.mediafiles.problem.ProblemCode.INVALID_REQUEST;
import static org.mediafiles.problem.ProblemCode.NOT_FOUND;
import static org.mediafiles.problem.ProblemCode.UNSUPPORTED_MEDIA_TYPE;
import static org.mediafiles.problem.ProblemCode.UPLOAD_TOO_LARGE;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mediafiles.security.Role;

/** The calls on the work in the background. */
final class JobOperations {
    private static final String JOBS = "/admin/jobs";
    private static final String REGENERATIONS = "/admin/regenerations";
    private static final Set<Role> ADMINS = EnumSet.of(Role.ADMIN);

    private JobOperations() {}

    static List<ApiOperation> all() {
        return List.of(call("get", JOBS, "listJobs", "Derivative jobs, the newest first.")
                .parameters("state", "kind", "limit", "cursor").answers(200, "JobPage").problems(INVALID_REQUEST),
                call("get", JOBS + "/summary", "getJobsSummary",
                        "How many jobs wait, are under way or have failed; those that are done are not counted.")
                        .answers(200, "JobsSummary"),
                call("post", JOBS + "/{id}/retry", "retryJob", "Tries a job that has failed again.")
                        .answers(204, null).problems(CONFLICT),
                call("post", JOBS + "/retry-failed", "retryFailedJobs", "Tries all jobs that have failed again.")
                        .parameters("kind").answers(200, "JobsRetried").problems(INVALID_REQUEST),
                call("post", REGENERATIONS, "beginRegeneration",
                        "Has derivatives made anew, one such walk at a time; what is there is served until it is replaced.")
                        .bodies(Map.of("application/json", "RegenerationCommand"))
                        .answers(202, "Regeneration", "Location")
                        .problems(INVALID_REQUEST, NOT_FOUND, CONFLICT, UNSUPPORTED_MEDIA_TYPE, UPLOAD_TOO_LARGE),
                call("get", REGENERATIONS + "/latest", "getLatestRegeneration",
                        "The regeneration that is under way, else the last.").answers(200, "Regeneration")
                        .problems(NOT_FOUND),
                call("get", REGENERATIONS + "/{id}", "getRegeneration", "How far a regeneration is.")
                        .answers(200, "Regeneration"),
                call("post", REGENERATIONS + "/{id}/stop", "stopRegeneration",
                        "Stops it: what nobody has begun goes back to how it was.").answers(200, "Regeneration")
                        .problems(CONFLICT));
    }

    private static ApiOperation call(String method, String path, String id, String summary) {
        return ApiOperation.of(method, path, id, summary, ADMINS);
    }
}
