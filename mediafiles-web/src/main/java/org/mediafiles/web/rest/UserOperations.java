package org.mediafiles.web.rest;

import static org.mediafiles.problem.ProblemCode.CONFLICT;
import static org.mediafiles.problem.ProblemCode.INVALID_REQUEST;
import static org.mediafiles.problem.ProblemCode.NOT_FOUND;
import static org.mediafiles.problem.ProblemCode.PEOPLE_ARE_MANAGED_ELSEWHERE;
import static org.mediafiles.problem.ProblemCode.UNSUPPORTED_MEDIA_TYPE;
import static org.mediafiles.problem.ProblemCode.UPLOAD_TOO_LARGE;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mediafiles.security.Role;

/** The calls on people, and on the own account. */
final class UserOperations {
    private static final String USERS = "/admin/users";
    private static final String ACCOUNT = "/account";
    private static final Set<Role> ADMINS = EnumSet.of(Role.ADMIN);

    private UserOperations() {}

    static List<ApiOperation> all() {
        return List.of(
                admins("get", USERS, "listUsers", "People who may sign in, by user name.")
                        .parameters("q", "role", "active", "limit", "cursor").answers(200, "UserPage")
                        .problems(INVALID_REQUEST),
                admins("post", USERS, "createUser",
                        "Adds somebody; without a password a one-time password is made, which stands in this answer alone.")
                        .bodies(Map.of("application/json", "NewUser")).answers(201, "CreatedUser", "Location")
                        .problems(INVALID_REQUEST, CONFLICT, PEOPLE_ARE_MANAGED_ELSEWHERE, UNSUPPORTED_MEDIA_TYPE,
                                UPLOAD_TOO_LARGE),
                admins("get", USERS + "/{id}", "getUser", "Somebody.").answers(200, "User"),
                admins("patch", USERS + "/{id}", "changeUser",
                        "Changes names, role, language, and whether the person may sign in. The last active admin stays.")
                        .bodies(ApiOperations.mergePatch("UserPatch")).answers(200, "User")
                        .problems(INVALID_REQUEST, CONFLICT, PEOPLE_ARE_MANAGED_ELSEWHERE, UNSUPPORTED_MEDIA_TYPE,
                                UPLOAD_TOO_LARGE),
                admins("post", USERS + "/{id}/password-reset", "resetPassword",
                        "Makes a one-time password, which stands in this answer alone, and ends the person's sessions.")
                        .answers(200, "OneTimePassword").problems(CONFLICT, PEOPLE_ARE_MANAGED_ELSEWHERE),
                admins("post", USERS + "/roles", "importRoles",
                        "Gives many people their roles: a line user,role each; all, or none where a line is not valid.")
                        .bodies(Map.of("text/csv", "RoleSheet")).answers(200, "RolesImported")
                        .problems(INVALID_REQUEST, CONFLICT, UNSUPPORTED_MEDIA_TYPE, UPLOAD_TOO_LARGE),
                own("get", ACCOUNT, "getAccount", "The own account.").answers(200, "Account").problems(NOT_FOUND),
                own("patch", ACCOUNT, "changeAccount", "Chooses the own language.")
                        .bodies(ApiOperations.mergePatch("AccountPatch")).answers(200, "Account")
                        .problems(INVALID_REQUEST, UNSUPPORTED_MEDIA_TYPE, UPLOAD_TOO_LARGE),
                own("put", ACCOUNT + "/password", "changePassword",
                        "Sets a password of one's own and ends the other sessions. The only call that a one-time password opens.")
                        .bodies(Map.of("application/json", "PasswordChange")).answers(204, null)
                        .problems(INVALID_REQUEST, CONFLICT, PEOPLE_ARE_MANAGED_ELSEWHERE, UNSUPPORTED_MEDIA_TYPE,
                                UPLOAD_TOO_LARGE));
    }

    private static ApiOperation admins(String method, String path, String id, String summary) {
        return ApiOperation.of(method, path, id, summary, ADMINS);
    }

    private static ApiOperation own(String method, String path, String id, String summary) {
        return ApiOperation.of(method, path, id, summary, ApiOperations.ALL);
    }
}
