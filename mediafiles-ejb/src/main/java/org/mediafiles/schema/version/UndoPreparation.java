package org.mediafiles.schema.version;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a way back needs beforehand, outside a transaction: an index that is built while writers go on. Such an index binds
 * writers from its first moment, valid or not, so it must not stand longer than the way back it belongs to.
 */
public final class UndoPreparation {
    private static final Pattern INDEX = Pattern.compile(
            "CREATE\\s+(?:UNIQUE\\s+)?INDEX\\s+CONCURRENTLY\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(\\w+)\\s+ON\\s+(\\w+)\\.",
            Pattern.CASE_INSENSITIVE);

    private UndoPreparation() {}

    /**
     * Takes away what a preparation left whose way back was not gone: a killed process leaves its index standing. For every
     * door to call under the lock before it goes to work.
     *
     * @return the names of what was removed
     */
    public static List<String> clearLeftovers(Connection connection) throws SQLException {
        List<String> removed = new ArrayList<>();
        SchemaHistory history = SchemaHistory.read(connection);
        for (VersionScript script : VersionScripts.ours().all()) {
            if (script.undoPrepare().isPresent() && history.isApplied(script.version())) {
                removed.addAll(clear(connection, script.undoPrepare().get()));
            }
        }
        return removed;
    }

    /** Runs it statement by statement, since an index built concurrently wants to be alone. Neither time-out applies. */
    public static void run(Connection connection, String prepare) throws SQLException {
        withoutTimeouts(connection, () -> {
            for (String statement : statements(prepare)) {
                Sql.run(connection, statement);
            }
        });
    }

    /** Removes the indexes of a preparation that no constraint has taken over. */
    public static List<String> clear(Connection connection, String prepare) throws SQLException {
        List<String> removed = new ArrayList<>();
        Matcher names = INDEX.matcher(prepare);
        while (names.find()) {
            String index = names.group(2) + "." + names.group(1);
            if (Sql.flag(connection, "SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('" + index
                    + "') AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid))")) {
                withoutTimeouts(connection, () -> Sql.run(connection, "DROP INDEX CONCURRENTLY IF EXISTS " + index));
                removed.add(index);
            }
        }
        return removed;
    }

    private interface Work {
        void go() throws SQLException;
    }

    private static void withoutTimeouts(Connection connection, Work work) throws SQLException {
        Sql.run(connection, "SET lock_timeout = 0");
        Sql.run(connection, "SET statement_timeout = 0");
        try {
            work.go();
        } finally {
            if (!connection.isClosed()) {
                Sql.run(connection, "RESET lock_timeout");
                Sql.run(connection, "RESET statement_timeout");
            }
        }
    }

    /** Preparations hold plain statements and comments of whole lines, no quoted semicolons; a test sees to it. */
    static List<String> statements(String prepare) {
        StringBuilder code = new StringBuilder();
        prepare.lines().filter(line -> !line.stripLeading().startsWith("--"))
                .forEach(line -> code.append(line).append('\n'));
        List<String> statements = new ArrayList<>();
        for (String statement : code.toString().split(";")) {
            if (!statement.isBlank()) {
                statements.add(statement.strip());
            }
        }
        return statements;
    }
}
