package org.mediafiles.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.DebianCluster;
import org.mediafiles.adoption.AdoptReport.Outcome;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.schema.version.BackupMeans;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.security.DjangoPassword;

/**
 * Adoption as it is, with nothing replaced: the checks before, a dump by {@code pg_dump}, the migration, the way back. On the
 * machine's own PostgreSQL, which in Debian is the oldest that will do, by a login that owns the database and is no superuser.
 */
class AdoptOnOldServerTest {
    private static DebianCluster cluster;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startCluster() {
        cluster = DebianCluster.start();
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private SchemaSite site(DataSource database) throws Exception {
        SchemaConfig config = new SchemaConfig(SchemaConfig.OnStartup.VALIDATE, false, Backup.DUMP,
                Optional.of(folder.resolve("backups")), 5, Optional.of(cluster.programs().resolve("pg_dump")),
                Optional.of("server"), false, SchemaConfig.DEFAULTS.lockWait(),
                SchemaConfig.DEFAULTS.statementTimeout());
        return new SchemaSite(database, Optional.of("server"),
                Optional.of(Files.createDirectories(folder.resolve("s"))),
                config, ToolConfig.DEFAULTS, new Initiator("tester", Door.COMMAND), Progress.NONE,
                new BackupMeans(Optional.of(DebianCluster.PASSWORD), Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 6})
    void databaseIsSavedTakenOverAndGivenBack(int phase) throws Exception {
        String name = "django_" + phase;
        cluster.newDatabase(name, "hospital");
        cluster.execute("postgres", "postgres",
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'server')"
                        + " THEN CREATE ROLE server LOGIN; END IF; END $$");
        DataSource database = cluster.dataSource(name, "hospital");
        DjangoDatabase.make(database, phase, false);
        List<String> everything = DjangoDatabase.everything(database);
        Map<String, List<String>> before = DjangoDatabase.rows(database);

        AdoptReport adopted = new Adopt(site(database)).run(true);

        assertEquals(Outcome.OK, adopted.outcome(), () -> String.join("\n", adopted.lines(Locale.ENGLISH)));
        Map<String, List<String>> after = DjangoDatabase.rows(database);
        after.keySet().retainAll(before.keySet());
        assertEquals(before, after);
        assertTrue(Files.size(Path.of(adopted.backup().orElseThrow())) > 0);
        try (Connection connection = database.getConnection()) {
            assertTrue(DjangoPassword.verify("bedside",
                    Sql.text(connection, "SELECT password FROM accounts_eqmduser WHERE username = 'plantao'")));
        }

        AdoptReport back = new Unadopt(site(database)).run(true);

        assertEquals(Outcome.OK, back.outcome(), () -> String.join("\n", back.lines(Locale.ENGLISH)));
        assertEquals(String.join("\n", everything), String.join("\n", DjangoDatabase.everything(database)));
        try (Stream<Path> backups = Files.list(folder.resolve("backups"))) {
            assertTrue(backups.anyMatch(file -> file.toString().endsWith(".dump")));
        }
    }
}
