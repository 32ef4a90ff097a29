package org.mediafiles.schema.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Sql;

/**
 * What stands in the database before anything is done. Flyway's own look sees only {@code mediafiles_ops}, so this one
 * decides.
 *
 * @param serverVersion PostgreSQL's {@code server_version_num}, for example 180004
 * @param historyStands whether the table of our history stands, be it empty
 * @param historyBegun  whether our history names an applied version
 * @param publicEmpty   whether schema {@code public} holds nothing but what extensions brought
 * @param ownTables     which of the seed's five tables stand, sorted
 * @param django        whether Django's own history stands beside the table of events
 * @param strangers     relations in {@code mediafiles_ops} although no history stands there, sorted
 */
public record FoundSchema(int serverVersion, boolean historyStands, boolean historyBegun, boolean publicEmpty,
        Set<String> ownTables, boolean django, List<String> strangers) {
    private static final String PUBLIC_EMPTY = """
                                               SELECT NOT EXISTS (
                                                   SELECT FROM pg_class relation
                                                   JOIN pg_namespace namespace ON namespace.oid = relation.relnamespace
                                                   WHERE namespace.nspname = 'public' AND relation.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                                                     AND NOT EXISTS (SELECT FROM pg_depend dependency
                                                                     WHERE dependency.classid = 'pg_class'::regclass AND dependency.objid = relation.oid
                                                                       AND dependency.deptype = 'e'))
                                               """;
    private static final String OWN = """
                                      SELECT relation.relname FROM pg_class relation
                                      JOIN pg_namespace namespace ON namespace.oid = relation.relnamespace
                                      WHERE namespace.nspname = 'public' AND relation.relname = ANY (?)
                                      """;
    private static final String STRANGERS = """
                                            SELECT relation.relname FROM pg_class relation
                                            JOIN pg_namespace namespace ON namespace.oid = relation.relnamespace
                                            WHERE namespace.nspname = 'mediafiles_ops' AND relation.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                                            ORDER BY 1
                                            """;

    static FoundSchema read(Connection connection) throws SQLException {
        int serverVersion = Sql.integer(connection, "SELECT current_setting('server_version_num')::int");
        boolean history = Sql.flag(connection, "SELECT to_regclass('mediafiles_ops.schema_history') IS NOT NULL");
        boolean begun = history && Sql.flag(connection,
                """
                SELECT EXISTS (SELECT FROM mediafiles_ops.schema_history WHERE version IS NOT NULL AND success)""");
        return new FoundSchema(serverVersion, history, begun, Sql.flag(connection, PUBLIC_EMPTY), ownTables(connection),
                Sql.flag(connection, "SELECT to_regclass('public.django_migrations') IS NOT NULL"
                        + " AND to_regclass('public.events_event') IS NOT NULL"),
                history ? List.of() : Sql.texts(connection, STRANGERS));
    }

    private static Set<String> ownTables(Connection connection) throws SQLException {
        Set<String> found = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(OWN)) {
            statement.setArray(1, connection.createArrayOf("text", ClinicalTables.OURS.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        return found;
    }
}
