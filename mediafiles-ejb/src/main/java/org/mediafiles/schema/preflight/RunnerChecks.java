package org.mediafiles.schema.preflight;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.RunnerRights;

/** Whether the login that the server works with can work, and can do no more than that. */
final class RunnerChecks {
    private static final String LARGER_RIGHTS = """
                                                SELECT words FROM (VALUES
                                                    ((SELECT rolsuper FROM pg_roles WHERE rolname = ?), 'SUPERUSER'),
                                                    (pg_has_role(?, current_user, 'MEMBER'), 'is a member of the owner'),
                                                    (has_database_privilege(?, current_database(), 'CREATE'), 'CREATE ON DATABASE'),
                                                    (has_schema_privilege(?, 'public', 'CREATE'), 'CREATE ON SCHEMA public'),
                                                    (has_schema_privilege(?, to_regnamespace('mediafiles_ops'), 'CREATE'), 'CREATE ON SCHEMA mediafiles_ops'),
                                                    (EXISTS (SELECT FROM pg_class WHERE pg_has_role(?, relowner, 'USAGE') AND relkind IN ('r', 'p')
                                                        AND (relnamespace = to_regnamespace('mediafiles_ops')
                                                          OR relnamespace = 'public'::regnamespace AND relname IN\s"""
            + ClinicalTables.OURS_SQL + ")), 'owns tables of ours')) AS larger (there, words) WHERE there";
    /** In the order of what the migration itself cannot give. */
    private static final String GRANTABLE = """
                                            SELECT EXISTS (SELECT FROM pg_class
                                                WHERE oid = to_regclass(?) AND pg_has_role(relowner, 'USAGE'))""";

    private RunnerChecks() {}

    static List<Finding> look(Look look) throws SQLException {
        Optional<String> named = look.site().runner();
        if (named.isEmpty()) {
            return List.of(Found.warning("runner-unnamed"));
        }
        String runner = named.get();
        if (!look.flag("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?)", runner)) {
            return List.of(Found.stops("runner-missing", runner));
        }
        if (look.text("SELECT current_user").equals(runner)) {
            return List.of(Found.warning("runner-is-owner", runner));
        }
        List<Finding> found = new ArrayList<>();
        if (!look.flag("""
                       SELECT rolcanlogin AND has_database_privilege(oid, current_database(), 'CONNECT')
                       FROM pg_roles WHERE rolname = ?""", runner)) {
            found.add(Found.stops("runner-cannot-connect", look.text("SELECT quote_ident(?)", runner),
                    look.text("SELECT quote_ident(current_database())")));
        }
        larger(look, runner).ifPresent(found::add);
        missing(look, runner).ifPresent(found::add);
        return found.isEmpty() ? List.of(Found.ok("runner", runner)) : found;
    }

    private static Optional<Finding> larger(Look look, String runner) throws SQLException {
        List<String> larger = look.rows(LARGER_RIGHTS, runner, runner, runner, runner, runner, runner).stream()
                .map(row -> row.text(0)).toList();
        return larger.isEmpty()
                ? Optional.empty()
                : Optional.of(Found.about(Found.warning("runner-may-change-schema", runner), larger));
    }

    /** What the migration can grant, it grants at its end; what belongs to others, their owner has to. */
    private static Optional<Finding> missing(Look look, String runner) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (String statement : RunnerRights.missing(look.connection(), runner)) {
            if (look.purpose() == Purpose.DEPLOY || !isGrantedByMigration(look, statement)) {
                statements.add(statement + ";");
            }
        }
        return statements.isEmpty()
                ? Optional.empty()
                : Optional.of(Found.about(Found.at(look.beforeOpening(), "runner-lacks-rights", runner,
                        statements.size()), statements));
    }

    private static boolean isGrantedByMigration(Look look, String statement) throws SQLException {
        String on = statement.substring(statement.indexOf(" ON ") + " ON ".length(), statement.lastIndexOf(" TO "));
        return on.startsWith("SCHEMA")
                ? on.endsWith("mediafiles_ops")
                : look.flag(GRANTABLE, on.replaceFirst("^SEQUENCE ", ""));
    }
}
