package org.mediafiles.schema.rollback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.mediafiles.TestServer;
import org.mediafiles.schema.PublicCatalogue;
import org.mediafiles.schema.migrate.Migrate;
import org.mediafiles.schema.migrate.MigrateOptions;
import org.mediafiles.schema.migrate.MigrateReport;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScripts;

/** A database that is taken up version by version, the way back of each stored, as a migration does it. */
final class Ladder {
    static final int LATEST = VersionScripts.ours().latest();

    /** What outlives every rollback. */
    private static final List<String> STAYS = List.of("audit_event", "audit_seal", "installation", "schema_history",
            "schema_run", "schema_step", "schema_undo", "adopted_row");

    private static final Map<String, String> TEMPLATES = new HashMap<>();

    final String name;
    final DataSource database;

    private Ladder(String name) {
        this.name = name;
        this.database = TestServer.dataSource(name);
    }

    static Ladder empty() {
        return new Ladder(TestServer.newDatabase(null));
    }

    static Ladder at(int version) {
        return copyOf("empty " + version, () -> (version == 0 ? empty() : at(below(version))).up(version));
    }

    /** @return the version before, which need not be the number before; -1 below the first */
    static int below(int version) {
        return VersionScripts.ours().below(version).orElse(-1);
    }

    /** @return a copy of what was made once in this test run; nobody may be connected to the original */
    static synchronized Ladder copyOf(String key, Supplier<Ladder> maker) {
        if (!TEMPLATES.containsKey(key)) {
            TEMPLATES.put(key, maker.get().name);
        }
        return new Ladder(TestServer.newDatabase(TEMPLATES.get(key)));
    }

    static Ladder of(String database) {
        return new Ladder(database);
    }

    /** Applies what is missing up to there. */
    Ladder up(int version) {
        MigrateReport report = Migrate.unguarded(Sites.of(database, Path.of("target")))
                .run(OptionalInt.of(version), MigrateOptions.DEFAULTS);
        assertEquals(0, report.exitCode(), () -> String.join("\n", report.lines(Locale.ROOT)));
        return this;
    }

    void run(String sql) {
        TestServer.execute(name, sql);
    }

    List<String> texts(String sql) {
        try (Connection connection = database.getConnection()) {
            return Sql.texts(connection, sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    String text(String sql) {
        return texts(sql).get(0);
    }

    /** @return the highest version of the history, -1 for none */
    int current() {
        try (Connection connection = database.getConnection()) {
            return SchemaHistory.read(connection).current().orElse(-1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** @return both schemas without what outlives every rollback, a line each, to be compared as text */
    String catalogue() throws SQLException {
        TreeSet<String> lines = new TreeSet<>();
        PublicCatalogue.read(database).forEach(line -> lines.add("public." + line));
        PublicCatalogue.read(database, "mediafiles_ops").stream()
                .filter(line -> STAYS.stream().noneMatch(table -> line.matches(table + "(_\\w+)? .*")))
                .forEach(line -> lines.add("mediafiles_ops." + line));
        return String.join("\n", lines);
    }
}
