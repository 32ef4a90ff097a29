package org.mediafiles.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mediafiles.schema.version.Sql;

/**
 * What the server's login may do where it is not the tables' owner: exactly what the program does at work. One step after
 * every migration; repeating it changes nothing. Tables that stood before us are their owner's to grant, so what is
 * missing there is named.
 */
final class SchemaGrants {
    private static final String WORK = "SELECT, INSERT, UPDATE, DELETE";
    /** Nothing clinical is ever removed from a shared table. */
    private static final String CHANGE = "SELECT, INSERT, UPDATE";
    /** A record of what was done is added to, never changed. */
    private static final String APPEND = "SELECT, INSERT";

    private static final Map<String, String> TABLES = new TreeMap<>(Map.ofEntries(
            Map.entry("public.mediafiles_mediafile", WORK), Map.entry("public.mediafiles_photo", WORK),
            Map.entry("public.mediafiles_photoseries", WORK), Map.entry("public.mediafiles_photoseriesfile", WORK),
            Map.entry("public.mediafiles_videoclip", WORK), Map.entry("public.events_event", CHANGE),
            Map.entry("public.patients_patient", CHANGE), Map.entry("public.accounts_eqmduser", "SELECT"),
            Map.entry("mediafiles_ops.stored_object", WORK),
            Map.entry("mediafiles_ops.media_file_object", WORK), Map.entry("mediafiles_ops.derivative", WORK),
            Map.entry("mediafiles_ops.upload", WORK), Map.entry("mediafiles_ops.derivative_job", WORK),
            Map.entry("mediafiles_ops.event_trash", WORK), Map.entry("mediafiles_ops.patient_identifier", WORK),
            Map.entry("mediafiles_ops.patient_search", WORK), Map.entry("mediafiles_ops.user_role", WORK),
            Map.entry("mediafiles_ops.audit_event", APPEND),
            Map.entry("mediafiles_ops.media_look", CHANGE),
            Map.entry("mediafiles_ops.adopted_file", WORK), Map.entry("mediafiles_ops.adoption", "SELECT"),
            Map.entry("mediafiles_ops.shared_table", "SELECT"), Map.entry("mediafiles_ops.schema_history", "SELECT")));

    private SchemaGrants() {}

    /**
     * Grants what can be granted here.
     *
     * @param connection as the owner
     * @param login      the server's login
     */
    static void apply(Connection connection, String login) throws SQLException {
        if (Sql.text(connection, "SELECT current_user").equals(login)) {
            return;
        }
        String quoted = Sql.text(connection, "SELECT quote_ident(" + literal(login) + ")");
        Sql.run(connection, "GRANT USAGE ON SCHEMA mediafiles_ops TO " + quoted);
        for (Map.Entry<String, String> table : TABLES.entrySet()) {
            if (isGrantable(connection, table.getKey())) {
                Sql.run(connection, "GRANT " + table.getValue() + " ON " + table.getKey() + " TO " + quoted);
            }
        }
    }

    /**
     * Writing patients is not asked for: in a shared database that is the other system's.
     *
     * @return one sentence with the statements that somebody has to run; empty where nothing is missing
     */
    static Optional<String> missing(Connection connection, String login) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (Map.Entry<String, String> table : TABLES.entrySet()) {
            List<String> lacking = new ArrayList<>();
            String needed = table.getKey().equals("public.patients_patient") ? "SELECT" : table.getValue();
            for (String privilege : needed.split(", ")) {
                if (lacks(connection, login, table.getKey(), privilege)) {
                    lacking.add(privilege);
                }
            }
            if (!lacking.isEmpty()) {
                statements.add("GRANT " + String.join(", ", lacking) + " ON " + table.getKey() + " TO "
                        + Sql.text(connection, "SELECT quote_ident(" + literal(login) + ")"));
            }
        }
        return statements.isEmpty()
                ? Optional.empty()
                : Optional.of("The server's login lacks rights. As the tables' owner: " + String.join("; ", statements)
                        + ".");
    }

    private static boolean isGrantable(Connection connection, String table) throws SQLException {
        return Sql.flag(connection, "SELECT coalesce((SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid ="
                + " to_regclass('" + table + "')), false)");
    }

    private static boolean lacks(Connection connection, String login, String table, String privilege)
            throws SQLException {
        return Sql.flag(connection, "SELECT to_regclass('" + table + "') IS NOT NULL AND NOT has_table_privilege("
                + literal(login) + ", '" + table + "', '" + privilege + "')");
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
