package org.mediafiles.schema.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mediafiles.schema.version.Sql;

/**
 * What tells one database from another, and what stood in it.
 *
 * @param database its name
 * @param system   the cluster's identifier
 * @param server   for example {@code 15.20}
 * @param major    for example 15
 */
public record ServerFacts(String database, String system, String server, int major) {
    private static final int MAJOR = 10_000;

    private static final String COUNTED = """
                                          SELECT format('%I.%I', namespace.nspname, relation.relname)
                                          FROM pg_class relation JOIN pg_namespace namespace ON namespace.oid = relation.relnamespace
                                          WHERE relation.relkind IN ('r', 'p')
                                            AND (namespace.nspname = 'mediafiles_ops' OR namespace.nspname = 'public'
                                                 AND relation.relname IN ('mediafiles_mediafile', 'mediafiles_photo',
                                                     'mediafiles_photoseries', 'mediafiles_photoseriesfile', 'mediafiles_videoclip',
                                                     'events_event', 'patients_patient', 'accounts_eqmduser'))
                                          ORDER BY 1
                                          """;
    private static final String ROLES = """
                                        SELECT DISTINCT rolname FROM pg_roles WHERE rolname !~ '^pg_' AND oid IN (
                                            SELECT relowner FROM pg_class WHERE relnamespace IN (SELECT oid FROM pg_namespace
                                                WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')
                                            UNION SELECT (aclexplode(relacl)).grantee FROM pg_class WHERE relacl IS NOT NULL
                                                AND relnamespace IN (SELECT oid FROM pg_namespace
                                                    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')
                                            UNION SELECT nspowner FROM pg_namespace
                                                WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
                                            UNION SELECT (aclexplode(nspacl)).grantee FROM pg_namespace WHERE nspacl IS NOT NULL
                                                AND nspname !~ '^pg_' AND nspname <> 'information_schema')
                                        ORDER BY 1
                                        """;
    /** What every dump has to hold: the ordinary tables that no extension brings along. */
    private static final String TABLES = """
                                         SELECT namespace.nspname || ' ' || relation.relname
                                         FROM pg_class relation JOIN pg_namespace namespace ON namespace.oid = relation.relnamespace
                                         WHERE relation.relkind = 'r' AND relation.relpersistence = 'p'
                                           AND namespace.nspname !~ '^pg_' AND namespace.nspname <> 'information_schema'
                                           AND NOT EXISTS (SELECT FROM pg_depend dependency
                                                           WHERE dependency.classid = 'pg_class'::regclass
                                                             AND dependency.objid = relation.oid AND dependency.deptype = 'e')
                                         ORDER BY 1
                                         """;

    public static ServerFacts of(Connection connection) throws SQLException {
        return new ServerFacts(Sql.text(connection, "SELECT current_database()"),
                Sql.text(connection, "SELECT system_identifier FROM pg_control_system()"),
                Sql.text(connection, "SELECT split_part(current_setting('server_version'), ' ', 1)"),
                Sql.integer(connection, "SELECT current_setting('server_version_num')::int") / MAJOR);
    }

    /** @return where the log stands; without a restore point */
    static LogPoint point(Connection connection) throws SQLException {
        String lsn = Sql.text(connection, "SELECT pg_current_wal_lsn()");
        // The first eight digits of a segment's name are the timeline; pg_control knows a new one only after a checkpoint.
        String segment = Sql.text(connection, "SELECT pg_walfile_name(pg_current_wal_lsn())");
        return new LogPoint(lsn, Long.parseLong(segment.substring(0, 8), 16), "");
    }

    /** @return the number of rows of each of our eight tables and of {@code mediafiles_ops} */
    public static Map<String, Long> rows(Connection connection) throws SQLException {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (String table : Sql.texts(connection, COUNTED)) {
            rows.put(table, Long.parseLong(Sql.text(connection, "SELECT count(*) FROM " + table)));
        }
        return rows;
    }

    static List<String> roles(Connection connection) throws SQLException {
        return Sql.texts(connection, ROLES);
    }

    /** @return {@code schema table} of each, as a dump's table of contents spells it */
    static List<String> tables(Connection connection) throws SQLException {
        return Sql.texts(connection, TABLES);
    }
}
