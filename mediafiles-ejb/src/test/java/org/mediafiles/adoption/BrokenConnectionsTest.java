package org.mediafiles.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.TestServer;
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

/** The database goes away in the middle, anywhere: what was begun is gone on with, there and back. */
class BrokenConnectionsTest {
    private static final int TRIES = 200;

    private final Random random = new Random(7);
    @TempDir
    private Path folder;
    private final String name = TestServer.newDatabase(null);
    private final DataSource database = TestServer.dataSource(name);
    private int broken;

    /**
     * Runs it again and again; the pause before its sessions end grows, so that in the end it comes through.
     *
     * @param undone what a database is recognised as where nothing is left to do and the operation says so by refusing; an
     *               attempt that broke after its last commit and before its answer leaves that
     */
    private void persist(Optional<Recognition.Kind> undone, Supplier<AdoptReport> operation) throws Exception {
        broken = 0;
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            long pause = 40L + random.nextInt(200 * attempt);
            Thread breaker = new Thread(() -> breakAfter(pause));
            breaker.start();
            AdoptReport report = operation.get();
            breaker.interrupt();
            breaker.join();
            if (report.outcome() == Outcome.OK || broken > 0 && isDoneAlready(report, undone)) {
                return;
            }
            broken++;
            assertTrue(report.outcome() == Outcome.FAILED || report.outcome() == Outcome.STOPPED,
                    () -> String.join("\n", report.lines(Locale.ENGLISH)));
        }
        throw new AssertionError("it never came through");
    }

    private static boolean isDoneAlready(AdoptReport report, Optional<Recognition.Kind> undone) {
        return report.outcome() == Outcome.REFUSED && undone.filter(report.found().kind()::equals).isPresent();
    }

    /** Counts from when somebody is there to be cut off. */
    private void breakAfter(long millis) {
        String sessions = "FROM pg_stat_activity WHERE backend_type = 'client backend' AND datname = '" + name + "'";
        try (Connection connection = TestServer.dataSource("postgres").getConnection()) {
            while (Sql.text(connection, "SELECT count(*) " + sessions).equals("0")) {
                Thread.sleep(2);
            }
            Thread.sleep(millis);
            while (Sql.texts(connection, "SELECT pg_terminate_backend(pid)::text " + sessions).isEmpty()) {
                Thread.sleep(2);
            }
        } catch (InterruptedException cameThrough) {
            Thread.currentThread().interrupt();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void thereAndBackWithTheConnectionBreakingAnywhere() throws Exception {
        DjangoDatabase.make(database, 4, false);
        TestServer.execute(name,
                """
                INSERT INTO mediafiles_mediafile SELECT gen_random_uuid(), 'photos/many/' || n || '.jpg', 'a', NULL, 1, 'image/jpeg',
                    'image', NULL, NULL, NULL, NULL, '{}', now(), now() FROM generate_series(1, 20000) n""");
        List<String> everything = DjangoDatabase.everything(database);
        Map<String, List<String>> before = DjangoDatabase.rows(database);
        SchemaConfig config = SchemaConfig.DEFAULTS.withBackup(Backup.EXTERNAL, Optional.of(folder.resolve("backups")));
        SchemaSite site = new SchemaSite(database, Optional.empty(),
                Optional.of(Files.createDirectory(folder.resolve("storage"))), config, ToolConfig.DEFAULTS,
                new Initiator("tester", Door.COMMAND), Progress.NONE, BackupMeans.NONE.labelled("last night"));
        PlainSchemaWork schema = new PlainSchemaWork(site);

        // Of an adopted database adopt makes sure again, and says yes.
        persist(Optional.empty(),
                () -> new Adopt(site, schema, Duration.ofMillis(20), Adopt.Checkpoint.NONE).run(true));
        System.out.println("adopt came through after " + broken + " broken runs");
        assertTrue(broken >= 3, "the connection hardly ever broke");
        Map<String, List<String>> after = DjangoDatabase.rows(database);
        after.keySet().retainAll(before.keySet());
        assertEquals(before, after);
        try (Connection connection = database.getConnection()) {
            assertEquals("20030", Sql.text(connection, "SELECT count(*) FROM mediafiles_ops.adopted_file"));
            assertEquals("20063", Sql.text(connection, "SELECT count(*) FROM mediafiles_ops.adopted_row"));
            Sql.run(connection, "UPDATE mediafiles_mediafile SET width = 7 WHERE file_path LIKE 'photos/many/%'");
        }

        // Of one that is Django's again unadopt says that there is nothing to give back.
        persist(Optional.of(Recognition.Kind.DJANGO),
                () -> new Unadopt(site, schema, Duration.ofMillis(20), Adopt.Checkpoint.NONE).run(true));
        System.out.println("unadopt came through after " + broken + " broken runs");
        assertTrue(broken >= 3, "the connection hardly ever broke");
        assertEquals(String.join("\n", everything), String.join("\n", DjangoDatabase.everything(database)));
    }
}
