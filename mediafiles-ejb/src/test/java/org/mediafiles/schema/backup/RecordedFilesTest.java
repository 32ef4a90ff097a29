package org.mediafiles.schema.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.TestServer;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.schema.backup.SavedSite.Recorded;
import org.mediafiles.schema.version.BackupMeans;
import org.mediafiles.schema.version.SchemaSite;

/** The list of media files, read again and copied; the way of saving does not matter here. */
class RecordedFilesTest {
    private static final String WHOLE = "photos/2026/11/originals/whole.jpg";
    private static final String MISSING = "photos/2026/11/originals/missing.jpg";
    private static final String CHANGED = "photos/2026/11/originals/changed.jpg";
    private static final String UNHASHED = "photos/2026/11/originals/unhashed.jpg";
    private static final String OUTSIDE = "../secret.jpg";
    private static final String LINKED = "photos/2026/11/originals/linked.jpg";

    @TempDir
    private Path folder;
    private Path root;
    private SchemaSite site;

    @BeforeEach
    void anArchiveWithFaults() throws IOException, SQLException {
        root = Files.createDirectory(folder.resolve("storage"));
        Path secret = Files.writeString(folder.resolve("secret.jpg"), "secret");
        Path originals = Files.createDirectories(root.resolve("photos/2026/11/originals"));
        Files.writeString(root.resolve(WHOLE), "whole");
        Files.writeString(root.resolve(CHANGED), "bytes");
        Files.writeString(root.resolve(UNHASHED), "bytes");
        Files.createSymbolicLink(originals.resolve("linked.jpg"), secret);
        DataSource database = TestServer.dataSource(TestServer.newMigratedDatabase());
        String hash = DatabaseDump.sha256(root.resolve(WHOLE));
        SavedSite.addPhotos(database, List.of(new Recorded(WHOLE, 5, hash), new Recorded(MISSING, 5, "b".repeat(64)),
                new Recorded(CHANGED, 5, "c".repeat(64)), new Recorded(UNHASHED, 5, null),
                new Recorded(OUTSIDE, 6, null),
                new Recorded(LINKED, 6, null)));
        site = SavedSite.of(database, root, SchemaConfig.Backup.EXTERNAL, Optional.empty(),
                BackupMeans.NONE.labelled("x"));
    }

    private FileTally run(boolean deep, Optional<Path> copyTo) throws SQLException {
        BackupReport report = new Backup(site).run(new BackupRequest(SchemaConfig.Backup.EXTERNAL, deep, copyTo));
        FileTally tally = report.files().orElseThrow();
        assertEquals(tally.isWhole() ? 0 : 1, report.exitCode());
        return tally;
    }

    @Test
    void withoutDeepNoFileIsOpened() throws SQLException, IOException {
        FileTally tally = run(false, Optional.empty());
        assertEquals(6, tally.entries());
        assertEquals(32, tally.bytes());
        assertTrue(tally.isWhole());
        assertFalse(Files.readString(tally.manifest()).contains("state"));
    }

    @Test
    void deepComparesEachWithItsRecord() throws SQLException, IOException {
        FileTally tally = run(true, Optional.empty());
        assertEquals(1, tally.read());
        assertEquals(1, tally.missing());
        assertEquals(1, tally.different());
        assertEquals(1, tally.unhashed());
        assertEquals(2, tally.refused());
        assertEquals(4, tally.examples().size());
        String manifest = Files.readString(tally.manifest());
        assertTrue(manifest.lines().anyMatch(line -> line.contains(MISSING) && line.contains("\"state\":\"missing\"")));
        assertTrue(manifest.lines().anyMatch(line -> line.contains(OUTSIDE) && line.contains("\"state\":\"outside\"")));
    }

    @Test
    void otherLengthIsDifferentEvenWhereNoHashIsRecorded() throws SQLException, IOException {
        Files.writeString(root.resolve(UNHASHED), "longer than recorded");
        assertEquals(2, run(true, Optional.empty()).different());
    }

    @Test
    void copiesWhatIsAsRecordedAndNothingElse() throws SQLException, IOException {
        Path to = folder.resolve("copies");
        FileTally tally = run(false, Optional.of(to));
        assertEquals(1, tally.copied());
        assertEquals("whole", Files.readString(to.resolve(WHOLE)));
        assertEquals("bytes", Files.readString(to.resolve(UNHASHED)));
        assertFalse(Files.exists(to.resolve(CHANGED)), "damaged bytes are no copy");
        assertFalse(Files.exists(to.resolve(LINKED)));
        assertFalse(Files.exists(folder.resolve("copies/../secret.jpg.partial")));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve(WHOLE))));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("photos"))));
    }

    @Test
    void copyingAgainCopiesOnlyWhatIsNotThereOrNotTheSame() throws SQLException, IOException {
        Path to = folder.resolve("copies");
        run(false, Optional.of(to));
        assertEquals(0, run(false, Optional.of(to)).copied());
        Files.writeString(to.resolve(WHOLE), "WHOLE");
        assertEquals(1, run(false, Optional.of(to)).copied());
        assertEquals("whole", Files.readString(to.resolve(WHOLE)));
    }

    @Test
    void filesAreNotCopiedIntoTheirOwnRoot() {
        assertThrows(MediaFilesException.class, () -> run(false, Optional.of(root.resolve("copies"))));
        assertThrows(MediaFilesException.class, () -> run(false, Optional.of(folder)));
    }

    @Test
    void backupsDoNotLieInTheStorageRoot() {
        site = site.with(site.config().withBackup(SchemaConfig.Backup.EXTERNAL, Optional.of(root.resolve("backups"))));
        MediaFilesException refused = assertThrows(MediaFilesException.class, () -> run(false, Optional.empty()));
        assertTrue(refused.getMessage().contains("must not lie in the storage root"), refused.getMessage());
    }

    @Test
    void storedObjectsAndTheirDerivativesStandForTheRecordsThatPointToThem() throws SQLException, IOException {
        TestServer.execute(databaseName(),
                """
                insert into mediafiles_ops.stored_object (id, sha256, storage_key, byte_count, mime_type)
                values ('00000000-0000-4000-8000-0000000000aa', repeat('d', 64), 'photos/stored.jpg', 5, 'image/jpeg');
                insert into mediafiles_ops.derivative (stored_object_id, variant, storage_key, byte_count, sha256, mime_type)
                values ('00000000-0000-4000-8000-0000000000aa', 'large', 'photos/large.jpg', 4, repeat('e', 64), 'image/jpeg');
                insert into mediafiles_ops.media_file_object (media_file_id, stored_object_id)
                select id, '00000000-0000-4000-8000-0000000000aa' from public.mediafiles_mediafile""");
        FileTally tally = run(false, Optional.empty());
        assertEquals(
                List.of("{\"key\":\"photos/large.jpg\",\"kind\":\"derivative\",\"size\":4,\"sha256\":\""
                        + "e".repeat(64)
                        + "\"}",
                        "{\"key\":\"photos/stored.jpg\",\"kind\":\"original\",\"size\":5,\"sha256\":\"" + "d".repeat(64)
                                + "\"}"),
                Files.readAllLines(tally.manifest()).stream().sorted().toList());
    }

    private String databaseName() throws SQLException {
        try (var connection = site.owner().getConnection()) {
            return connection.getCatalog();
        }
    }
}
