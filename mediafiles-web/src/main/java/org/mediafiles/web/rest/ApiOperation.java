package org.mediafiles.web.rest;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Role;

/**
 * One call of the API, as the OpenAPI document tells of it. Built by its {@code with…} methods.
 *
 * @param method   lower case
 * @param path     below the API's root
 * @param id       {@code operationId}
 * @param roles    who may call it; empty for everybody, without credentials
 * @param bodies   media type of the request → name of its schema; empty for no body
 * @param produces media type of the answer; {@code null} for none
 * @param schema   name of the answer's schema; {@code null} for bytes or nothing
 * @param headers  of the answer, beyond those of every answer
 * @param problems what can go wrong beyond what can everywhere
 */
record ApiOperation(String method, String path, String id, String summary, Set<Role> roles, List<String> parameters,
        Map<String, String> bodies, int success, String produces, String schema, List<String> headers,
        Set<ProblemCode> problems) {

    static ApiOperation of(String method, String path, String id, String summary, Set<Role> roles) {
        return new ApiOperation(method, path, id, summary, roles, List.of(), Map.of(), 200, "application/json", null,
                List.of(), EnumSet.noneOf(ProblemCode.class));
    }

    ApiOperation parameters(String... names) {
        return new ApiOperation(method, path, id, summary, roles, List.of(names), bodies, success, produces, schema,
                headers, problems);
    }

    ApiOperation bodies(Map<String, String> schemas) {
        return new ApiOperation(method, path, id, summary, roles, parameters, schemas, success, produces, schema,
                headers, problems);
    }

    ApiOperation answers(int status, String schemaName, String... headerNames) {
        return new ApiOperation(method, path, id, summary, roles, parameters, bodies, status,
                status == 204 ? null : produces, schemaName, List.of(headerNames), problems);
    }

    ApiOperation answersBytes(String mediaType, String... headerNames) {
        return new ApiOperation(method, path, id, summary, roles, parameters, bodies, 200, mediaType, null,
                List.of(headerNames), problems);
    }

    ApiOperation problems(ProblemCode... codes) {
        Set<ProblemCode> all = EnumSet.noneOf(ProblemCode.class);
        all.addAll(List.of(codes));
        return new ApiOperation(method, path, id, summary, roles, parameters, bodies, success, produces, schema,
                headers, all);
    }

    boolean isOpen() {
        return roles.isEmpty();
    }

    boolean isRead() {
        return method.equals("get") || method.equals("head");
    }

    /** @return whether the call makes no sense without its body */
    boolean isBodyNeeded() {
        return !id.startsWith("restore") && !id.equals("migrateSchema");
    }

    /** @return whether {@code id} in its path is a number, as what is no clinical record has */
    boolean isOnNumberedRow() {
        return path.startsWith("/admin/jobs/{id}") || path.startsWith("/admin/regenerations/{id}")
                || path.startsWith("/admin/users/{id}")
                || path.startsWith("/admin/sign-in-locks/{id}");
    }

    /** @return whether originals leave by it, or may */
    private boolean isOfOriginals() {
        return path.endsWith("/content") || path.endsWith("/archive");
    }

    /** @return what can go wrong, wherever it comes from */
    Set<ProblemCode> allProblems() {
        Set<ProblemCode> all = EnumSet.of(ProblemCode.INTERNAL_ERROR);
        all.addAll(problems);
        if (!isOpen()) {
            all.add(ProblemCode.AUTHENTICATION_REQUIRED);
            all.add(ProblemCode.TOO_MANY_ATTEMPTS);
            all.add(ProblemCode.TLS_REQUIRED);
            all.add(ProblemCode.PASSWORD_CHANGE_REQUIRED);
            all.add(ProblemCode.NOT_READY);
            if (!path.startsWith("/admin/migrations")) {
                all.add(ProblemCode.SCHEMA_NOT_READY);
            }
        }
        if ("application/json".equals(produces)) {
            all.add(ProblemCode.NOT_ACCEPTABLE);
        }
        if (roles.size() < Role.values().length && !isOpen()) {
            all.add(ProblemCode.FORBIDDEN);
        }
        if (isOfOriginals() && method.equals("get")) {
            all.add(ProblemCode.RATE_LIMITED);
        }
        if (path.contains("{")) {
            all.add(ProblemCode.NOT_FOUND);
        }
        return all;
    }
}
