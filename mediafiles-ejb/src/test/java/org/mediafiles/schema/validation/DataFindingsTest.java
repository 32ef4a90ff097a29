package org.mediafiles.schema.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mediafiles.schema.validation.ArchiveRows.OTHER_PATIENT;
import static org.mediafiles.schema.validation.ArchiveRows.PATIENT;
import static org.mediafiles.schema.validation.ArchiveRows.hash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.VersionScripts;

class DataFindingsTest {
    private static final String PICTURE = "photos/2024/01/originals/";

    @TempDir
    private Path root;

    private Map<String, Finding> read(ArchiveRows rows) throws Exception {
        return read(new DataFindings(rows.site(root)));
    }

    private static Map<String, Finding> read(DataFindings findings) throws Exception {
        return findings.read().stream().collect(Collectors.toMap(Finding::code, Function.identity()));
    }

    private void write(String key, String text) throws IOException {
        Path file = root.resolve(key);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void assertFound(Map<String, Finding> found, String code, Object... subjects) {
        Finding finding = found.get(code);
        List<String> expected = List.of(subjects).stream().map(String::valueOf).sorted().toList();
        assertEquals(expected, finding.examples().stream().sorted().toList(), code);
        assertEquals(expected.size(), finding.count(), code);
        assertEquals(expected.isEmpty(), finding.level() == Level.OK, code);
    }

    private static ArchiveRows latest() {
        return ArchiveRows.atVersion(VersionScripts.ours().latest());
    }

    @Test
    void cleanArchiveHasNoFaultAndEveryQuestionIsAnswered() throws Exception {
        ArchiveRows rows = latest();
        rows.photo(PATIENT, PICTURE + "a.jpg", hash(1));
        rows.clip(PATIENT, "videos/2024/01/originals/b.mp4", hash(2));
        UUID series = rows.series(PATIENT, 1);
        rows.seriesFile(series, rows.mediaFile("photo_series/2024/01/originals/c.jpg", hash(3)), 1);
        for (String key : List.of(PICTURE + "a.jpg", "videos/2024/01/originals/b.mp4",
                "photo_series/2024/01/originals/c.jpg")) {
            write(key, "12345");
        }
        List<Finding> found = new DataFindings(rows.site(root)).read();
        assertEquals(List.of("missing-files", "untrue-totals", "orphans", "unhashed-files", "order-gaps",
                "doubtful-adopted-files",
                "paths-outside-the-root", "differing-sizes", "events-without-child-row", "files-without-row",
                "equal-bytes", "equal-bytes-of-one-patient"), found.stream().map(Finding::code).toList());
        assertTrue(found.stream().allMatch(finding -> finding.level() == Level.OK && finding.count() == 0), "" + found);
    }

    @Test
    void adoptedFileLeftForAPersonIsNamed() throws Exception {
        ArchiveRows rows = latest();
        UUID doubtful = rows.mediaFile(PICTURE + "a.jpg", hash(1));
        UUID done = rows.mediaFile(PICTURE + "b.jpg", hash(2));
        rows.execute("insert into mediafiles_ops.adopted_file (media_file_id, state, error) values ('" + doubtful
                + "', 'failed', 'hash-mismatch'), ('" + done + "', 'done', null)");
        assertFound(read(rows), "doubtful-adopted-files", doubtful);
    }

    @Test
    void fileThatIsNotThereIsMissing() throws Exception {
        ArchiveRows rows = latest();
        rows.photo(PATIENT, PICTURE + "here.jpg", hash(1));
        rows.photo(PATIENT, PICTURE + "gone.jpg", hash(2));
        write(PICTURE + "here.jpg", "12345");
        Files.createDirectories(root.resolve(PICTURE + "folder.jpg"));
        rows.photo(PATIENT, PICTURE + "folder.jpg", hash(3));
        rows.photo(PATIENT, PICTURE + "x".repeat(300), hash(4));
        assertFound(read(rows), "missing-files", PICTURE + "gone.jpg", PICTURE + "folder.jpg",
                PICTURE + "x".repeat(300));
    }

    @Test
    void fileOfAnotherLengthIsNamed() throws Exception {
        ArchiveRows rows = latest();
        rows.photo(PATIENT, PICTURE + "cut.jpg", hash(1));
        write(PICTURE + "cut.jpg", "123");
        Map<String, Finding> found = read(rows);
        assertFound(found, "differing-sizes", PICTURE + "cut.jpg");
        assertFound(found, "missing-files");
    }

    @Test
    void pictureThatWasTakenOutOfItsSeriesHangsOnTheTrash() throws Exception {
        ArchiveRows rows = latest();
        UUID series = rows.series(PATIENT, 1);
        rows.seriesFile(series, rows.mediaFile(PICTURE + "stays.jpg", hash(1)), 1);
        UUID removed = rows.mediaFile(PICTURE + "removed.jpg", hash(2));
        UUID lost = rows.mediaFile(PICTURE + "lost.jpg", hash(3));
        rows.execute("insert into mediafiles_ops.removed_picture (file_id, photo_series_id, media_file_id, order_index,"
                + " caption, created_at, removed_by_id) values (gen_random_uuid(), '" + series + "', '" + removed
                + "', 2, '', now(), 1)");
        write(PICTURE + "removed.jpg", "1");
        Map<String, Finding> found = read(rows);
        assertFound(found, "orphans", "mediafiles_mediafile " + lost);
        assertFound(found, "files-without-row");
    }

    @Test
    void bytesAreLookedForWhereTheStoredObjectSays() throws Exception {
        ArchiveRows rows = latest();
        UUID first = rows.mediaFile(PICTURE + "first.jpg", hash(1));
        UUID second = rows.mediaFile(PICTURE + "second.jpg", hash(1));
        rows.execute("""
                     insert into mediafiles_ops.stored_object (id, sha256, storage_key, byte_count, mime_type)
                         values ('%1$s', '%2$s', '%3$sfirst.jpg', 7, 'image/jpeg');
                     insert into mediafiles_ops.media_file_object values ('%1$s', '%1$s'), ('%4$s', '%1$s')"""
                .formatted(first, hash(1), PICTURE, second));
        write(PICTURE + "first.jpg", "1234567");
        Map<String, Finding> found = read(rows);
        assertFound(found, "missing-files");
        assertFound(found, "differing-sizes");
        assertFound(found, "equal-bytes", first.toString().compareTo(second.toString()) < 0 ? first : second);
    }

    @Test
    void pathThatLeavesTheRootIsNeverFollowed() throws Exception {
        ArchiveRows rows = latest();
        Path outside = Files.createFile(root.resolveSibling(root.getFileName() + "-outside"));
        try {
            Files.createDirectories(root.resolve("photos"));
            Files.createSymbolicLink(root.resolve("photos/linked"), root.getParent());
            Files.createSymbolicLink(root.resolve("photos/link.jpg"), outside);
            List<UUID> ids = List.of(rows.mediaFile("/etc/passwd", hash(1)),
                    rows.mediaFile("../" + outside.getFileName(), hash(2)),
                    rows.mediaFile("photos/../../" + outside.getFileName(), hash(3)),
                    rows.mediaFile("photos/linked/" + outside.getFileName(), hash(4)),
                    rows.mediaFile("photos/../photos/inside.jpg", hash(8)), rows.mediaFile("photos/link.jpg", hash(5)),
                    rows.mediaFile("", hash(6)),
                    rows.mediaFile(root + "/photos/absolute.jpg", hash(7)));
            Map<String, Finding> found = read(rows);
            assertFound(found, "paths-outside-the-root", ids.toArray());
            assertFound(found, "missing-files");
        } finally {
            Files.delete(outside);
        }
    }

    @Test
    void totalsAndOrderAreHeldAgainstThePictures() throws Exception {
        ArchiveRows rows = latest();
        UUID untrue = rows.series(PATIENT, 3);
        UUID right = rows.series(PATIENT, 2);
        UUID gap = rows.series(PATIENT, 2);
        UUID zero = rows.series(PATIENT, 2);
        int file = 0;
        for (UUID series : List.of(untrue, right, gap, zero)) {
            int shift = series == zero ? 0 : 1;
            rows.seriesFile(series, rows.mediaFile("p" + file, hash(file++)), shift);
            rows.seriesFile(series, rows.mediaFile("p" + file, hash(file++)), series == gap ? 3 : 2);
        }
        UUID empty = rows.series(PATIENT, 0);
        rows.claim(untrue, 3);
        Map<String, Finding> found = read(rows);
        assertFound(found, "untrue-totals", untrue);
        assertFound(found, "order-gaps", gap, zero);
        assertFound(found, "orphans", "mediafiles_photoseries " + empty);
    }

    @Test
    void rowsWithoutTheirOtherEndAreOrphans() throws Exception {
        ArchiveRows rows = latest();
        UUID unused = rows.mediaFile("unused.jpg", hash(1));
        UUID photo = UUID.randomUUID();
        UUID clip = UUID.randomUUID();
        UUID file = UUID.randomUUID();
        // As a restore without its constraints may leave it.
        rows.execute(
                """
                set session_replication_role = replica;
                insert into public.mediafiles_photo values ('%1$s', '%1$s');
                insert into public.mediafiles_videoclip values ('%2$s', '%2$s');
                insert into public.mediafiles_photoseriesfile (id, order_index, caption, created_at, photo_series_id,
                    media_file_id) values ('%3$s', 1, '', now(), '%3$s', '%3$s');
                set session_replication_role = default""".formatted(photo, clip, file));
        assertFound(read(rows), "orphans", "mediafiles_mediafile " + unused, "mediafiles_photo " + photo,
                "mediafiles_videoclip " + clip, "mediafiles_photoseriesfile " + file);
    }

    @Test
    void pictureThatWasTakenOutOfItsSeriesIsNoOrphan() throws Exception {
        ArchiveRows rows = latest();
        UUID kept = rows.mediaFile("kept.jpg", hash(1));
        rows.execute("insert into mediafiles_ops.removed_picture (file_id, photo_series_id, media_file_id, order_index,"
                + " caption, created_at, removed_by_id) values ('%1$s', '%1$s', '%1$s', 1, '', now(), 1)"
                        .formatted(kept));
        assertFound(read(rows), "orphans");
    }

    @Test
    void hashThatIsMissingOrMalformedIsNamed() throws Exception {
        ArchiveRows rows = ArchiveRows.atVersion(6);
        UUID none = rows.mediaFile("a", null);
        UUID upper = rows.mediaFile("b", hash(10).replace('0', 'A'));
        UUID shorter = rows.mediaFile("c", "abc");
        rows.mediaFile("d", hash(1));
        assertFound(read(rows), "unhashed-files", none, upper, shorter);
    }

    @Test
    void equalBytesOfOnePatientAreToldApartFromThoseOfTwo() throws Exception {
        ArchiveRows rows = latest();
        rows.photo(PATIENT, "a", hash(1));
        rows.photo(OTHER_PATIENT, "b", hash(1));
        rows.photo(PATIENT, "c", hash(2));
        rows.clip(PATIENT, "d", hash(2));
        rows.photo(PATIENT, "e", hash(3));
        UUID gone = rows.photo(PATIENT, "f", hash(3));
        rows.execute(
                "insert into mediafiles_ops.event_trash (event_id, patient_id, deleted_by_id) values ('%s', '%s', 1)"
                        .formatted(gone, PATIENT));
        Map<String, Finding> found = read(rows);
        assertEquals(3, found.get("equal-bytes").count());
        assertEquals(1, found.get("equal-bytes-of-one-patient").count());
        assertEquals(Level.NOTE, found.get("equal-bytes-of-one-patient").level());
    }

    @Test
    void eventOfOursWithoutItsRowIsANote() throws Exception {
        ArchiveRows rows = latest();
        UUID photo = rows.event(3, PATIENT);
        UUID series = rows.event(9, PATIENT);
        UUID clip = rows.event(10, PATIENT);
        rows.event(1, PATIENT);
        rows.photo(PATIENT, "a", hash(1));
        Map<String, Finding> found = read(rows);
        assertFound(found, "events-without-child-row", photo, series, clip);
        assertEquals(Level.NOTE, found.get("events-without-child-row").level());
    }

    @Test
    void filesOfOursAreNotFilesWithoutRow() throws Exception {
        ArchiveRows rows = latest();
        rows.photo(PATIENT, PICTURE + "a.png", hash(1));
        rows.photo(PATIENT, "legacy.jpg", hash(2));
        rows.execute("update public.mediafiles_mediafile set thumbnail_path = 'thumbs/odd.jpg' where file_path ="
                + " 'legacy.jpg'");
        rows.execute(
                """
                insert into mediafiles_ops.stored_object (id, sha256, storage_key, byte_count, mime_type)
                    values ('%1$s', '%2$s', 'object.jpg', 7, 'image/jpeg');
                insert into mediafiles_ops.derivative (stored_object_id, variant, storage_key, byte_count, sha256,
                    mime_type) values ('%1$s', 'large', 'derived.jpg', 1, '%2$s', 'image/jpeg');
                insert into mediafiles_ops.upload (id, owner_id, kind, state, storage_key, original_filename, expires_at,
                    spool_removed_at) values
                    (gen_random_uuid(), 1, 'photo', 'received', 'received.jpg', 'a', now(), null),
                    (gen_random_uuid(), 1, 'photo', 'published', 'second.jpg', 'a', now(), null),
                    (gen_random_uuid(), 1, 'photo', 'expired', 'forgotten.jpg', 'a', now(), now())"""
                        .formatted(UUID.randomUUID(), hash(1)));
        for (String known : List.of(PICTURE + "a.png", "photos/2024/01/thumbnails/a.jpg", "photos/2024/01/large/a.jpg",
                "legacy.jpg", "thumbs/odd.jpg", "object.jpg", "derived.jpg", "received.jpg", "second.jpg",
                "incoming/x.upload", "set-aside/photos/2024/01/originals/z.jpg", ".mediafiles-store",
                "lost+found/1")) {
            write(known, "12345");
        }
        for (String unknown : List.of(PICTURE + "b.jpg", "photos/2024/01/large/b.jpg", "photos/2024/01/large/aa.jpg",
                "photos/2024/01/other/a.jpg", "forgotten.jpg", "deep/incoming/é.jpg")) {
            write(unknown, "12345");
        }
        Finding found = read(rows).get("files-without-row");
        assertEquals(List.of("deep/incoming/é.jpg", "forgotten.jpg", "photos/2024/01/large/aa.jpg",
                "photos/2024/01/large/b.jpg", PICTURE + "b.jpg", "photos/2024/01/other/a.jpg"),
                found.examples().stream().sorted().toList());
        assertEquals(Level.NOTE, found.level());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void databaseOfAnyPhaseIsReadAlsoOneThatDjangoMade(int phase) throws Exception {
        ArchiveRows rows = ArchiveRows.atVersion(phase);
        rows.forgetOurs();
        UUID event = rows.event(3, PATIENT);
        if (phase >= 1) {
            rows.mediaFile("gone.jpg", null);
        }
        Map<String, Finding> found = read(rows);
        assertFound(found, "events-without-child-row", event);
        assertEquals(Math.min(phase, 1), found.get("missing-files").count());
        assertEquals(Math.min(phase, 1), found.get("unhashed-files").count());
        assertEquals(Math.min(phase, 1), found.get("orphans").count());
    }

    @Test
    void countGoesOnWhereTheExamplesEnd() throws Exception {
        ArchiveRows rows = latest();
        rows.execute("""
                     insert into public.mediafiles_mediafile (id, file_path, original_filename, file_size, mime_type,
                         file_type, metadata, created_at, updated_at)
                     select gen_random_uuid(), 'm' || n, 'a', 1, 'image/jpeg', 'image', '{}', now(), now()
                     from generate_series(1, 4321) n""");
        for (int i = 0; i < 1234; i++) {
            Files.createFile(root.resolve("u" + i));
        }
        Map<String, Finding> found = read(rows);
        for (String code : List.of("missing-files", "unhashed-files", "orphans")) {
            assertEquals(4321, found.get(code).count(), code);
            assertEquals(DataFindings.EXAMPLES, found.get(code).examples().size(), code);
        }
        assertEquals(1234, found.get("files-without-row").count());
        assertEquals(50, read(new DataFindings(rows.site(root), 50)).get("missing-files").examples().size());
    }

    @Test
    void rootThatIsNotThereIsSaid() throws Exception {
        ArchiveRows rows = latest();
        assertEquals(0, read(new DataFindings(rows.site(null))).get("missing-files").count());
        assertEquals(Level.NOTE, read(new DataFindings(rows.site(null))).get("storage-root-unknown").level());

        rows.photo(PATIENT, "a.jpg", hash(1));
        assertFalse(read(new DataFindings(rows.site(null))).containsKey("missing-files"));
        assertEquals(Level.FINDING, read(new DataFindings(rows.site(null))).get("storage-root-unknown").level());
        Path nowhere = root.resolve("nowhere");
        Map<String, Finding> found = read(new DataFindings(rows.site(nowhere)));
        assertFound(found, "missing-files", "a.jpg");
        assertEquals(Level.FINDING, found.get("storage-root-unusable").level());
        assertFalse(Files.exists(nowhere), "a look makes nothing");
    }

    @Test
    void lookingLeavesTheStoreAsItWas() throws Exception {
        ArchiveRows rows = latest();
        read(rows);
        try (var files = Files.list(root)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void everyFindingSpeaksBothLanguages() throws Exception {
        ArchiveRows rows = latest();
        rows.mediaFile("a.jpg", null);
        for (Finding finding : new DataFindings(rows.site(root)).read()) {
            String english = finding.text(Locale.ENGLISH);
            String portuguese = finding.text(Locale.forLanguageTag("pt-BR"));
            assertTrue(english.endsWith(finding.count() + "."), english);
            assertTrue(portuguese.endsWith(finding.count() + "."), portuguese);
            assertFalse(english.equals(portuguese), english);
            assertFalse(finding.remedy(Locale.ENGLISH).isBlank(), finding.code());
            assertFalse(finding.remedy(Locale.forLanguageTag("pt-BR")).isBlank(), finding.code());
        }
    }
}
