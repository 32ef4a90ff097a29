package org.mediafiles.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.mediafiles.schema.version.RunnerRights;
import org.mediafiles.schema.version.Sql;

/**
 * What the server's login may do where it is not the tables' owner: exactly what the program does at work. One step after
 * every migration; repeating it changes nothing. Tables that stood before us are their owner's to grant, so what is
 * missing there is named.
 */
public final class SchemaGrants {
    /** What somebody granted there with all other tables, by hand or as a default, is taken back. */
    private static final List<String> TRAIL = List.of("mediafiles_ops.audit_event", "mediafiles_ops.audit_seal");

    private SchemaGrants() {}

    /** @return whether the server knows such a login */
    static boolean exists(Connection connection, String login) throws SQLException {
        return Sql.flag(connection, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = " + literal(login) + ")");
    }

    /**
     * Grants what can be granted here.
     *
     * @param connection as the owner
     * @param login      the server's login
     */
    public static void apply(Connection connection, String login) throws SQLException {
        if (Sql.text(connection, "SELECT current_user").equals(login)) {
            return;
        }
        String quoted = Sql.text(connection, "SELECT quote_ident(" + literal(login) + ")");
        Sql.run(connection, "GRANT USAGE ON SCHEMA mediafiles_ops TO " + quoted);
        for (RunnerRights.Right right : RunnerRights.wanted(connection)) {
            if (isGrantable(connection, right.name())) {
                Sql.run(connection, right.grantTo(quoted));
            }
        }
        for (String table : TRAIL) {
            if (isGrantable(connection, table)) {
                Sql.run(connection,
                        "REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON " + table + " FROM " + quoted);
            }
        }
    }

    /**
     * Who was given the rights of the server's login before: he may write media files and use our schema, which another system's
     * login may not, and is not their owner.
     */
    static List<String> knownRunners(Connection connection) throws SQLException {
        return Sql.texts(connection,
                """
                SELECT DISTINCT pg_get_userbyid(given.grantee)
                FROM pg_class relation CROSS JOIN LATERAL aclexplode(relation.relacl) given
                JOIN pg_namespace ours ON ours.oid = to_regnamespace('mediafiles_ops')
                CROSS JOIN LATERAL aclexplode(ours.nspacl) may
                WHERE relation.oid = to_regclass('public.mediafiles_mediafile') AND given.privilege_type = 'INSERT'
                  AND may.grantee = given.grantee AND may.privilege_type = 'USAGE'
                  AND given.grantee NOT IN (0, relation.relowner, ours.nspowner)
                ORDER BY 1""");
    }

    /**
     * Writing patients is not asked for: in a shared database that is the other system's.
     *
     * @return one sentence with the statements that somebody has to run; empty where nothing is missing
     */
    public static Optional<String> missing(Connection connection, String login) throws SQLException {
        List<String> statements = RunnerRights.missing(connection, login);
        return statements.isEmpty()
                ? Optional.empty()
                : Optional.of("The server's login lacks rights. As the tables' owner: " + String.join("; ", statements)
                        + ".");
    }

    private static boolean isGrantable(Connection connection, String table) throws SQLException {
        return Sql.flag(connection, "SELECT coalesce((SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid ="
                + " to_regclass('" + table + "')), false)");
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
