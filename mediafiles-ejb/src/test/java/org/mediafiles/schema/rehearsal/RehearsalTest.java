package org.mediafiles.schema.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.DebianCluster;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.schema.backup.Backup;
import org.mediafiles.schema.backup.BackupRequest;
import org.mediafiles.schema.backup.SavedSite;
import org.mediafiles.schema.backup.SavedSite.Recorded;
import org.mediafiles.schema.version.BackupMeans;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.SchemaReport;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScripts;

class RehearsalTest {
    private static DebianCluster source;
    private static DebianCluster elsewhere;
    private static int count;

    @TempDir
    private Path folder;
    private SchemaSite site;
    private Path dump;
    private String name;
    private String targetName;

    @BeforeAll
    static void startClusters() {
        source = DebianCluster.start();
        elsewhere = DebianCluster.start();
    }

    @AfterAll
    static void stopClusters() {
        for (DebianCluster cluster : new DebianCluster[]{source, elsewhere}) {
            if (cluster != null) {
                cluster.close();
            }
        }
    }

    @BeforeEach
    void aSavedArchiveAtVersionEight() throws SQLException, IOException {
        count++;
        name = "rehearsed_" + count;
        targetName = "rehearsal_" + count;
        Path root = Files.createDirectory(folder.resolve("storage"));
        source.newDatabase(name, "mediafiles");
        DataSource owner = source.dataSource(name, "mediafiles");
        SavedSite.migrate(owner, "8");
        SavedSite.addPhotos(owner, List.of(new Recorded("photos/2026/11/originals/a.jpg", 3, "a".repeat(64))));
        BackupMeans means = new BackupMeans(Optional.of(DebianCluster.PASSWORD), Optional.empty(), Optional.empty());
        site = SavedSite.of(owner, root, SchemaConfig.Backup.DUMP,
                Optional.of(source.programs().resolve("pg_dump")), means);
        dump = Path.of(new Backup(site).run(BackupRequest.of(SchemaConfig.Backup.DUMP)).place());
        elsewhere.newDatabase(targetName, "tester");
    }

    private DataSource target() {
        return elsewhere.dataSource(targetName, "tester");
    }

    private RehearsalReport rehearse(DataSource target, Optional<Path> from) throws SQLException {
        return new Rehearsal(site).run(new RehearsalRequest(target, site.means(), from));
    }

    private static List<String> query(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.texts(connection, sql);
        }
    }

    private static String steps(RehearsalReport report) {
        return report.steps().stream().map(step -> step.name() + (step.ok() ? "" : " FAILED"))
                .collect(Collectors.joining(", "));
    }

    @Test
    void newestBackupIsRestoredMigratedValidatedAndRolledBackElsewhere() throws SQLException {
        List<String> before = query(site.owner(), "select h::text from mediafiles_ops.schema_history h");

        RehearsalReport report = rehearse(target(), Optional.empty());

        assertEquals("restore, compare, migrate, validate, roll back, compare again", steps(report),
                () -> String.join("\n", report.lines(Locale.ENGLISH)));
        assertEquals(0, report.exitCode());
        assertEquals(OptionalInt.of(8), report.version());
        assertEquals(VersionScripts.ours().latest(), report.needs());
        assertTrue(report.steps().stream().allMatch(step -> step.took().toNanos() > 0));
        try (Connection connection = target().getConnection()) {
            assertEquals(OptionalInt.of(8), SchemaHistory.read(connection).current());
            assertEquals("1", Sql.text(connection, "select count(*) from public.mediafiles_photo"));
        }
        assertEquals(before, query(site.owner(), "select h::text from mediafiles_ops.schema_history h"));
        assertEquals(List.of("rehearse ok 8"), query(site.owner(), "select operation || ' ' || outcome || ' ' ||"
                + " from_version from mediafiles_ops.schema_run where operation = 'rehearse'"));
    }

    @Test
    void whatFailsOnTheWayStandsInTheReportAndNothingFollows() throws SQLException {
        RehearsedWay broken = new RehearsedWay() {
            @Override
            public SchemaReport up(SchemaSite target) {
                throw new MediaFilesException(org.mediafiles.problem.ProblemCode.NOT_READY, "It does not go up.");
            }

            @Override
            public SchemaReport back(SchemaSite target, OptionalInt version) {
                throw new AssertionError("nobody asked");
            }
        };
        RehearsalReport report = new Rehearsal(site, broken)
                .run(new RehearsalRequest(target(), site.means(), Optional.empty()));
        assertEquals("restore, compare, migrate FAILED", steps(report));
        assertEquals(1, report.exitCode());
        assertTrue(report.lines(Locale.ENGLISH).contains("  It does not go up."));
    }

    @Test
    void sourceIsNeverTheTarget() {
        MediaFilesException refused = assertThrows(MediaFilesException.class,
                () -> rehearse(site.owner(), Optional.of(dump)));
        assertTrue(refused.getMessage().contains("the database that the backup was made of"), refused.getMessage());
    }

    @Test
    void anotherDatabaseOfTheSameClusterWillDo() throws SQLException {
        source.newDatabase(name + "_copy", "mediafiles");
        assertEquals(0, rehearse(source.dataSource(name + "_copy", "mediafiles"), Optional.empty()).exitCode());
    }

    @Test
    void targetThatHoldsAnythingIsRefused() throws SQLException {
        elsewhere.execute(targetName, "tester", "create table public.precious (id int)");
        MediaFilesException refused = assertThrows(MediaFilesException.class,
                () -> rehearse(target(), Optional.empty()));
        assertTrue(refused.getMessage().contains("public.precious"), refused.getMessage());
        assertEquals(List.of("precious"),
                query(target(), "select tablename from pg_tables where schemaname = 'public'"));
    }

    @Test
    void dumpThatWasCutShortIsRefusedBeforeAnythingIsRestored() throws SQLException, IOException {
        try (FileChannel channel = FileChannel.open(dump, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 10);
        }
        MediaFilesException refused = assertThrows(MediaFilesException.class,
                () -> rehearse(target(), Optional.empty()));
        assertTrue(refused.getMessage().contains("cut short"), refused.getMessage());
        assertEquals(List.of(), query(target(), "select tablename from pg_tables where schemaname = 'public'"));
    }

    @Test
    void dumpWithoutCertificateIsNoBackup() throws IOException {
        Files.delete(Path.of(dump.toString().replace(".dump", ".json")));
        assertTrue(assertThrows(MediaFilesException.class, () -> rehearse(target(), Optional.of(dump))).getMessage()
                .contains("no certificate"));
        assertTrue(assertThrows(MediaFilesException.class, () -> rehearse(target(), Optional.empty())).getMessage()
                .contains("There is no dump"));
    }

    @Test
    void lostRowsAreSeen() throws SQLException, IOException {
        Path certificate = Path.of(dump.toString().replace(".dump", ".json"));
        Files.writeString(certificate, Files.readString(certificate).replace("\"public.mediafiles_photo\":1",
                "\"public.mediafiles_photo\":2"));
        RehearsalReport report = rehearse(target(), Optional.of(certificate));
        assertEquals("restore, compare FAILED", steps(report));
        assertFalse(report.isDone());
    }
}
