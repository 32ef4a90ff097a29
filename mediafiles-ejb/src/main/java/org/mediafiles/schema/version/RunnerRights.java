package org.mediafiles.schema.version;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the server's login may do with each table where it is not the owner: exactly what the program does at work. Whoever
 * adds a table adds its line here.
 */
public final class RunnerRights {
    private static final String WORK = "SELECT, INSERT, UPDATE, DELETE";
    /** Nothing clinical is ever removed from a shared table. */
    private static final String CHANGE = "SELECT, INSERT, UPDATE";
    /** A record of what was done is added to, never changed. */
    private static final String APPEND = "SELECT, INSERT";

    private static final String ACCOUNTS = "public.accounts_eqmduser";
    /** Where V0 made the accounts, it made this beside them. */
    private static final String ACCOUNT_NUMBERS = "public.accounts_eqmduser_id_seq";

    private static final Map<String, String> TABLES = Collections.unmodifiableMap(new TreeMap<>(Map.ofEntries(
            Map.entry("public.mediafiles_mediafile", WORK), Map.entry("public.mediafiles_photo", WORK),
            Map.entry("public.mediafiles_photoseries", WORK), Map.entry("public.mediafiles_photoseriesfile", WORK),
            Map.entry("public.mediafiles_videoclip", WORK), Map.entry("public.events_event", CHANGE),
            Map.entry("public.patients_patient", CHANGE), Map.entry(ACCOUNTS, CHANGE),
            Map.entry("mediafiles_ops.stored_object", WORK),
            Map.entry("mediafiles_ops.media_file_object", WORK), Map.entry("mediafiles_ops.derivative", WORK),
            Map.entry("mediafiles_ops.upload", WORK), Map.entry("mediafiles_ops.derivative_job", WORK),
            Map.entry("mediafiles_ops.event_trash", WORK), Map.entry("mediafiles_ops.patient_identifier", WORK),
            Map.entry("mediafiles_ops.patient_search", WORK), Map.entry("mediafiles_ops.user_role", WORK),
            Map.entry("mediafiles_ops.audit_event", APPEND), Map.entry("mediafiles_ops.audit_seal", APPEND),
            Map.entry("mediafiles_ops.user_account", WORK), Map.entry("mediafiles_ops.sign_in_lock", WORK),
            Map.entry("mediafiles_ops.user_session", WORK), Map.entry("mediafiles_ops.installation", "SELECT"),
            Map.entry("mediafiles_ops.media_look", CHANGE),
            Map.entry("mediafiles_ops.removed_picture", WORK), Map.entry("mediafiles_ops.regeneration", WORK),
            Map.entry("mediafiles_ops.adopted_file", WORK), Map.entry("mediafiles_ops.adoption", "SELECT"),
            Map.entry("mediafiles_ops.shared_table", "SELECT"),
            Map.entry("mediafiles_ops.schema_history", "SELECT"),
            Map.entry("mediafiles_ops.schema_run", "SELECT"), Map.entry("mediafiles_ops.schema_step", "SELECT"),
            Map.entry("mediafiles_ops.schema_undo", "SELECT"))));

    private RunnerRights() {}

    /**
     * @param name       with its schema
     * @param privileges not empty
     */
    public record Right(String name, List<String> privileges, boolean sequence) {
        private static Right onTable(String name, String privileges) {
            return new Right(name, List.of(privileges.split(", ")), false);
        }

        /** @param login quoted */
        public String grantTo(String login) {
            return "GRANT " + String.join(", ", privileges) + " ON " + (sequence ? "SEQUENCE " : "") + name + " TO "
                    + login;
        }

        private Right only(List<String> some) {
            return new Right(name, some, sequence);
        }
    }

    /** @return table with its schema → privileges at most, separated by {@code ", "}; in the tables' order */
    public static Map<String, String> tables() {
        return TABLES;
    }

    /**
     * What is needed in this database: accounts that stood before us are read and nothing else.
     *
     * @return in the tables' order, also of what does not stand
     */
    public static List<Right> wanted(Connection connection) throws SQLException {
        boolean accountsAreOurs = Sql.flag(connection,
                "SELECT to_regclass('mediafiles_ops.shared_table') IS NOT NULL")
                && Sql.flag(connection, "SELECT EXISTS (SELECT FROM mediafiles_ops.shared_table"
                        + " WHERE table_name = 'accounts_eqmduser' AND created_here)");
        List<Right> rights = new ArrayList<>();
        TABLES.forEach((table, privileges) -> rights
                .add(Right.onTable(table, table.equals(ACCOUNTS) && !accountsAreOurs ? "SELECT" : privileges)));
        if (accountsAreOurs) {
            rights.add(new Right(ACCOUNT_NUMBERS, List.of("USAGE"), true));
        }
        return rights;
    }

    /**
     * What a login lacks on schemas and tables that stand. Writing patients is not asked for: in a shared database that is the other
     * system's.
     *
     * @param login a role that exists
     * @return a {@code GRANT} each, without a semicolon; empty where nothing is missing
     */
    public static List<String> missing(Connection connection, String login) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (String schema : List.of("public", "mediafiles_ops")) {
            if (flag(connection, """
                                 SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = ? AND NOT
                                     has_schema_privilege(?, oid, 'USAGE'))""", schema, login)) {
                statements.add("GRANT USAGE ON SCHEMA " + schema + " TO " + quoted(connection, login));
            }
        }
        for (Right right : wanted(connection)) {
            List<String> lacking = new ArrayList<>();
            List<String> needed = right.name().equals("public.patients_patient")
                    ? List.of("SELECT")
                    : right.privileges();
            for (String privilege : needed) {
                if (lacks(connection, login, right, privilege)) {
                    lacking.add(privilege);
                }
            }
            if (!lacking.isEmpty()) {
                statements.add(right.only(lacking).grantTo(quoted(connection, login)));
            }
        }
        return statements;
    }

    private static boolean lacks(Connection connection, String login, Right right, String privilege)
            throws SQLException {
        return flag(connection,
                "SELECT to_regclass(?) IS NOT NULL AND NOT has_" + (right.sequence() ? "sequence" : "table")
                        + "_privilege(?, to_regclass(?)::oid, ?)",
                right.name(), login, right.name(), privilege);
    }

    private static boolean flag(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static String quoted(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT quote_ident(?)")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
