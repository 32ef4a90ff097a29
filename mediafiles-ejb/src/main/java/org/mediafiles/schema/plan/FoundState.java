package org.mediafiles.schema.plan;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.Sql;

/**
 * Where a database stands before anything is done.
 *
 * @param at       the highest version that stands, or the phase that Django left; {@link Plan#NONE} where none does
 * @param baseline the version at which it was adopted; empty where it was not
 * @param database as which role, where: for a person to see that it is the right one
 */
record FoundState(Kind kind, int at, OptionalInt baseline, SchemaHistory history, Identity database) {
    /** Whose database it is. */
    enum Kind {
        /** Nothing stands. */
        EMPTY,
        /** Our history stands. */
        OURS,
        /** Django's, at a phase that is known: adopting comes first. */
        DJANGO,
        /** Others' tables stand, and none of ours: the versions are applied beside them. */
        FOREIGN,
        /** Tables of ours stand, but neither our history nor a phase that is known. */
        UNKNOWN;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param host as the server sees it; {@code "local"} on a socket */
    record Identity(String name, String host, int port, String role, String server) {
        JsonObject json() {
            return Json.createObjectBuilder().add("name", name).add("host", host).add("port", port).add("role", role)
                    .add("server", server).build();
        }
    }

    private static final String TABLES = """
                                         SELECT relation.relname FROM pg_catalog.pg_class relation
                                         JOIN pg_catalog.pg_namespace namespace ON namespace.oid = relation.relnamespace
                                         WHERE namespace.nspname = 'public' AND relation.relkind IN ('r', 'p', 'v', 'm', 'f')
                                           AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend dependency
                                                           WHERE dependency.classid = 'pg_catalog.pg_class'::regclass
                                                             AND dependency.objid = relation.oid AND dependency.deptype = 'e')
                                         """;

    static FoundState read(Connection connection, PhaseRecognition recognition) throws SQLException {
        SchemaHistory history = SchemaHistory.read(connection);
        Identity database = identity(connection);
        if (history.current().isPresent()) {
            return new FoundState(Kind.OURS, history.current().getAsInt(), history.baseline(), history, database);
        }
        OptionalInt phase = recognition.phase(connection);
        if (phase.isPresent()) {
            return new FoundState(Kind.DJANGO, phase.getAsInt(), OptionalInt.empty(), history, database);
        }
        List<String> tables = Sql.texts(connection, TABLES);
        Kind kind;
        if (tables.stream().anyMatch(ClinicalTables.OURS::contains)) {
            kind = Kind.UNKNOWN;
        } else if (history.begun()) {
            kind = Kind.OURS;
        } else {
            kind = tables.isEmpty() ? Kind.EMPTY : Kind.FOREIGN;
        }
        return new FoundState(kind, Plan.NONE, OptionalInt.empty(), history, database);
    }

    static Identity identity(Connection connection) throws SQLException {
        return new Identity(Sql.text(connection, "SELECT current_database()"),
                Sql.text(connection, "SELECT coalesce(host(inet_server_addr()), 'local')"),
                Sql.integer(connection, "SELECT coalesce(inet_server_port(), 0)"),
                Sql.text(connection, "SELECT current_user"),
                Sql.text(connection, "SELECT current_setting('server_version')"));
    }
}
