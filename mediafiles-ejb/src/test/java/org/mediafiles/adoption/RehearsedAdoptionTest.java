package org.mediafiles.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.DebianCluster;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.schema.backup.Backup;
import org.mediafiles.schema.backup.BackupRequest;
import org.mediafiles.schema.backup.SavedSite;
import org.mediafiles.schema.rehearsal.Rehearsal;
import org.mediafiles.schema.rehearsal.RehearsalReport;
import org.mediafiles.schema.rehearsal.RehearsalRequest;
import org.mediafiles.schema.rehearsal.RehearsedStep;
import org.mediafiles.schema.version.BackupMeans;
import org.mediafiles.schema.version.SchemaSite;

/** Taking a Django database over is tried on its backup, elsewhere, before it is done. */
class RehearsedAdoptionTest {
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

    @Test
    void djangoDatabaseIsTakenOverAndGivenBackInItsBackup() throws SQLException, IOException {
        cluster.newDatabase("eqmd_db", "eqmd");
        cluster.newDatabase("rehearsal", "eqmd");
        DataSource django = cluster.dataSource("eqmd_db", "eqmd");
        DjangoDatabase.make(django, 4, false);
        List<String> before = DjangoDatabase.everything(django);
        Path root = Files.createDirectory(folder.resolve("media"));
        SchemaSite site = SavedSite.of(django, root, SchemaConfig.Backup.DUMP,
                Optional.of(cluster.programs().resolve("pg_dump")),
                new BackupMeans(Optional.of(DebianCluster.PASSWORD), Optional.empty(), Optional.empty()));
        String dump = new Backup(site).run(BackupRequest.of(SchemaConfig.Backup.DUMP)).place();
        assertEquals(Path.of(dump).getFileName().toString().replaceFirst("\\d{8}T\\d{4}Z", "TIME"),
                "mediafiles-none-TIME.dump");

        DataSource elsewhere = cluster.dataSource("rehearsal", "eqmd");
        RehearsalReport report = new Rehearsal(site, new RehearsedAdoption())
                .run(new RehearsalRequest(elsewhere, site.means(), Optional.empty()));

        assertEquals(List.of("restore", "compare", "migrate", "validate", "roll back", "compare again"),
                report.steps().stream().filter(RehearsedStep::ok).map(RehearsedStep::name).toList(),
                () -> String.join("\n", report.lines(Locale.ENGLISH)));
        assertEquals(OptionalInt.empty(), report.version());
        assertEquals(before, DjangoDatabase.everything(django), "the source is only read");
        assertEquals(before, DjangoDatabase.everything(elsewhere));
    }
}
