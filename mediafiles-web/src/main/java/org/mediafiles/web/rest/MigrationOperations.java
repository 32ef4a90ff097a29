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

/** The calls on the schema. */
final class MigrationOperations {
    private static final String ROOT = "/admin/migrations";
    private static final Set<Role> ADMINS = EnumSet.of(Role.ADMIN);

    private MigrationOperations() {}

    static List<ApiOperation> all() {
        return List.of(look("", "getSchema", "Where the schema stands, version by version."),
                look("/plan", "planMigration", "What would be done: SQL, locks, expected time and size.")
                        .parameters("target").problems(INVALID_REQUEST),
                look("/preflight", "preflightMigration", "The checklist before: ok, warning, stops.")
                        .parameters("purpose").problems(INVALID_REQUEST),
                look("/validate", "validateSchema", "Structure, findings in the data, notes."),
                look("/impact", "getSchemaImpact", "Sizes, use of indexes, dead rows."),
                look("/runs", "listSchemaRuns", "What was run on this database, newest first."),
                look("/task", "getSchemaTask", "What this server runs on the schema, or ran last.")
                        .problems(NOT_FOUND),
                begin("/backup", "backupDatabase", "Saves the database as configured.")
                        .bodies(Map.of("application/json", "BackupCommand"))
                        .problems(CONFLICT, INVALID_REQUEST, UNSUPPORTED_MEDIA_TYPE, UPLOAD_TOO_LARGE),
                begin("/migrate", "migrateSchema", "Migrates to the target, else to what the program needs.")
                        .bodies(Map.of("application/json", "MigrateCommand"))
                        .problems(CONFLICT, INVALID_REQUEST, UNSUPPORTED_MEDIA_TYPE, UPLOAD_TOO_LARGE),
                begin("/rollback", "rollBackSchema",
                        "Takes versions back; only where mediafiles.schema.web-rollback is true.")
                        .bodies(Map.of("application/json", "RollbackCommand"))
                        .problems(CONFLICT, INVALID_REQUEST, UNSUPPORTED_MEDIA_TYPE, UPLOAD_TOO_LARGE),
                ApiOperation.of("post", ROOT + "/stop", "stopSchemaTask",
                        "Asks what runs to stop where it can be resumed.", ADMINS).answers(204, null));
    }

    private static ApiOperation look(String path, String id, String summary) {
        return ApiOperation.of("get", ROOT + path, id, summary, ADMINS).answers(200, null);
    }

    private static ApiOperation begin(String path, String id, String summary) {
        return ApiOperation.of("post", ROOT + path, id, summary, ADMINS).answers(202, null, "Location")
                .problems(CONFLICT);
    }
}
