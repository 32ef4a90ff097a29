package org.mediafiles.schema.preflight;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Finding;

/** Whether the login that is to change the schema may. */
final class OwnerChecks {
    private static final String OWNED_BY_OTHERS = """
                                                  SELECT format('%I.%I', relnamespace::regnamespace::text, relname) || ' (' || pg_get_userbyid(relowner) || ')'
                                                  FROM pg_class
                                                  WHERE relkind IN ('r', 'p') AND NOT pg_has_role(relowner, 'USAGE')
                                                    AND (relnamespace = to_regnamespace('mediafiles_ops')
                                                      OR relnamespace = 'public'::regnamespace AND relname IN\s"""
            + ClinicalTables.OURS_SQL + ") ORDER BY 1";
    private static final String NOT_REFERABLE = """
                                                SELECT relname FROM pg_class
                                                WHERE relnamespace = 'public'::regnamespace AND relname = 'events_event'
                                                  AND NOT has_table_privilege(oid, 'REFERENCES')""";
    private static final String NOT_READABLE = """
                                               SELECT relname FROM pg_class
                                               WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                                                 AND NOT has_table_privilege(oid, 'SELECT') AND relname IN\s"""
            + ClinicalTables.SHARED_SQL + " ORDER BY 1";
    private static final String HIDDEN_ROWS = """
                                              SELECT relname FROM pg_class
                                              WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND row_security_active(oid)
                                                AND relname IN\s"""
            + ClinicalTables.ALL_SQL + " ORDER BY 1";

    private OwnerChecks() {}

    static List<Finding> creating(Look look) throws SQLException {
        List<Finding> found = new ArrayList<>();
        String login = look.text("SELECT quote_ident(current_user)");
        // An index, too, needs the right to make something in the table's schema.
        if (!look.flag("SELECT has_schema_privilege('public', 'USAGE') AND has_schema_privilege('public', 'CREATE')")) {
            found.add(Found.at(look.beforeChange(), "owner-lacks-schema", "public", login));
        }
        String database = look.text("SELECT quote_ident(current_database())");
        if (!look.flag("SELECT has_database_privilege(current_database(), 'CREATE')")) {
            found.add(look.flag("SELECT to_regnamespace('mediafiles_ops') IS NULL")
                    ? Found.at(look.beforeChange(), "owner-lacks-database", database, login)
                    : Found.warning("owner-lacks-helper-schema", database, login));
        }
        if (look.flag("""
                      SELECT coalesce(NOT (has_schema_privilege(to_regnamespace('mediafiles_ops'), 'USAGE')
                          AND has_schema_privilege(to_regnamespace('mediafiles_ops'), 'CREATE')), false)""")) {
            found.add(Found.at(look.beforeChange(), "owner-lacks-schema", "mediafiles_ops", login));
        }
        return found.isEmpty() ? List.of(Found.ok("owner-creates", login)) : found;
    }

    static List<Finding> owning(Look look) throws SQLException {
        String login = look.text("SELECT quote_ident(current_user)");
        List<String> others = look.rows(OWNED_BY_OTHERS).stream().map(row -> row.text(0)).toList();
        return List.of(others.isEmpty()
                ? Found.ok("owner-owns", login)
                : Found.about(Found.at(look.beforeChange(), "owner-owns-not", others.size(), login), others));
    }

    static List<Finding> sharedTables(Look look) throws SQLException {
        List<Finding> found = new ArrayList<>();
        String login = look.text("SELECT quote_ident(current_user)");
        if (!look.rows(NOT_REFERABLE).isEmpty()) {
            found.add(Found.at(look.beforeChange(), "owner-lacks-references", login));
        }
        List<String> unreadable = look.rows(NOT_READABLE).stream().map(row -> row.text(0)).toList();
        if (!unreadable.isEmpty()) {
            found.add(Found.at(look.beforeChange(), "owner-lacks-select", String.join(", ", unreadable), login));
        }
        List<String> hidden = look.rows(HIDDEN_ROWS).stream().map(row -> row.text(0)).toList();
        if (!hidden.isEmpty()) {
            found.add(Found.at(look.beforeChange(), "rows-hidden", String.join(", ", hidden), login));
        }
        return found.isEmpty() ? List.of(Found.ok("owner-refers", login)) : found;
    }
}
