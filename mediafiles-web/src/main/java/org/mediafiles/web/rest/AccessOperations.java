package org.mediafiles.web.rest;

import static org.mediafiles.problem.ProblemCode.INVALID_REQUEST;

import java.util.List;

/** The calls on sessions of the pages, and on who may not try to sign in for a while. */
final class AccessOperations {
    private static final String SESSIONS = "/account/sessions";
    private static final String LOCKS = "/admin/sign-in-locks";

    private AccessOperations() {}

    static List<ApiOperation> all() {
        return List.of(
                ApiOperation.of("get", SESSIONS, "listOwnSessions",
                        "The caller's sessions of the pages that go on, the one last used first; at most 200.",
                        ApiOperations.ALL).answers(200, "SessionPage"),
                ApiOperation.of("delete", SESSIONS + "/{id}", "endOwnSession",
                        "Ends one of the caller's sessions of the pages.", ApiOperations.ALL).answers(204, null),
                ApiOperation.of("get", LOCKS, "listSignInLocks",
                        "User names that may not try to sign in from an address for a while.", ApiOperations.ADMINS)
                        .parameters("limit", "cursor").answers(200, "SignInLockPage").problems(INVALID_REQUEST),
                ApiOperation.of("delete", LOCKS + "/{id}", "endSignInLock",
                        "Lets a user name try again from that address at once.", ApiOperations.ADMINS)
                        .answers(204, null));
    }
}
