package org.mediafiles.schema.rollback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.model.Sha256;
import org.mediafiles.schema.rollback.RollbackReport.Outcome;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.VersionScripts;

/** Shared bytes keep V7 standing until each record has its own. */
class UnshareTest {
    private static final String BYTES = "the bytes of a picture";
    private static final String HASH = Sha256.ofText(BYTES).hex();
    private static final long FAST = 1L << 40;

    @TempDir
    Path folder;
    private Ladder ladder;
    private SchemaSite site;

    /** Three records of one picture, and one of another; the second is the one whose key the bytes stand under. */
    @BeforeEach
    void threeRecordsOfOnePicture() throws IOException {
        ladder = Ladder.at(Ladder.LATEST);
        site = Sites.of(ladder.database, folder);
        for (int n = 1; n <= 3; n++) {
            ladder.run(file(n, HASH, BYTES.length()));
        }
        ladder.run(file(4, Sha256.ofText("other").hex(), 5));
        ladder.run("insert into mediafiles_ops.stored_object (id, sha256, storage_key, byte_count, mime_type) select"
                + " id, file_hash, file_path, file_size, mime_type from public.mediafiles_mediafile where"
                + " original_filename in ('2', '4');"
                + " insert into mediafiles_ops.media_file_object select file.id, object.id from"
                + " public.mediafiles_mediafile file join mediafiles_ops.stored_object object on object.sha256 ="
                + " file.file_hash");
        write(path(2), BYTES);
        write(path(4), "other");
    }

    private static String key(int n) {
        return "photos/2026/01/originals/00000000-0000-4000-8000-00000000000" + n + ".jpg";
    }

    private static UUID id(int n) {
        return UUID.fromString("00000000-0000-0000-0000-0000000000f" + n);
    }

    private Path path(int n) {
        return folder.resolve("media").resolve(key(n));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String file(int n, String hash, int size) {
        return "insert into public.mediafiles_mediafile (id, file_path, original_filename, file_hash, file_size, mime_type,"
                + " file_type, metadata, created_at, updated_at) values ('" + id(n) + "', '" + key(n) + "', '" + n
                + "', '" + hash + "', " + size + ", 'image/jpeg', 'image', '{}', now() + interval '" + n
                + " min', now())";
    }

    private UnshareReport unshare(boolean yes) {
        return unshare(site, yes);
    }

    private static UnshareReport unshare(SchemaSite site, boolean yes) {
        return new Unshare(site, (connection, run) -> Optional.of("saved"), FAST).run(yes);
    }

    private RollbackReport rollback(int target) {
        return AdoptedDatabase.rollback(ladder, folder).run(RollbackRequest.to(target).agreed());
    }

    private List<String> hashes() {
        return ladder.texts("select original_filename || ' ' || coalesce(file_hash, 'none') from"
                + " public.mediafiles_mediafile order by 1");
    }

    @Test
    void rollbackOfV7IsRefusedUntilEachRecordHasItsOwnBytes() throws Exception {
        String before = ladder.catalogue() + Rows.everything(ladder);
        RollbackReport refused = rollback(6);
        assertEquals(Outcome.REFUSED, refused.outcome());
        assertTrue(refused.message().contains("2 records have no bytes of their own, 3 bear the hash of another")
                && refused.message().contains("Run unshare first"), refused.message());
        assertEquals(before, ladder.catalogue() + Rows.everything(ladder));

        UnshareReport report = unshare(true);

        assertEquals(Outcome.OK, report.outcome(), report.message());
        assertEquals(2, report.copied());
        assertEquals(2 * BYTES.length(), report.bytes());
        for (int n = 1; n <= 3; n++) {
            assertEquals(BYTES, Files.readString(path(n)));
        }
        assertEquals(List.of("1 none", "2 " + HASH, "3 none", "4 " + Sha256.ofText("other").hex()), hashes());
        assertEquals(Map.of(id(1), HASH, id(3), HASH), report.hashesTaken());
        assertEquals(Outcome.OK, rollback(6).outcome());
        assertEquals(Ladder.at(6).catalogue(), ladder.catalogue());
    }

    @Test
    void takenHashesComeBackWithV7() {
        unshare(true);
        ladder.up(Ladder.LATEST);
        assertEquals("2", ladder.text("select count(*) from public.mediafiles_mediafile where file_hash is null"),
                "as long as V7 has not gone and come, the rollback that needs it so is still to come");
        assertEquals(Outcome.OK, rollback(6).outcome());
        ladder.run("update public.mediafiles_mediafile set file_size = 0 where original_filename = '3'");
        ladder.up(Ladder.LATEST);
        assertEquals(List.of("1 " + HASH, "2 " + HASH, "3 none", "4 " + Sha256.ofText("other").hex()), hashes(),
                "a row that breaks a rule of ours is left alone");
        ladder.run(
                "update public.mediafiles_mediafile set file_size = 1, file_hash = null where original_filename = '3'");
        ladder.up(Ladder.LATEST);
        assertEquals("0", ladder.text("select count(*) from public.mediafiles_mediafile where file_hash is null"));
    }

    @Test
    void withoutYesItTellsAndWritesNothing() throws Exception {
        String before = ladder.catalogue() + Rows.everything(ladder);
        UnshareReport report = unshare(false);
        assertEquals(Outcome.REFUSED, report.outcome());
        assertEquals(1, report.exitCode());
        assertTrue(report.message().startsWith("2 records show bytes under another record's key, and 3 bear"),
                report.message());
        assertEquals(before, ladder.catalogue() + Rows.everything(ladder));
        assertFalse(Files.exists(path(1)));
    }

    @Test
    void takenHashesStandInTheRunAndCanBePutBack() {
        unshare(true);
        ladder.run("update public.mediafiles_mediafile file set file_hash = taken.value from"
                + " mediafiles_ops.schema_run run, jsonb_each_text(run.report -> 'hashesTaken') taken"
                + " where run.operation = 'unshare' and file.id = taken.key::uuid and file.file_hash is null");
        assertEquals(List.of("1 " + HASH, "2 " + HASH, "3 " + HASH, "4 " + Sha256.ofText("other").hex()), hashes());
    }

    @Test
    void brokenOffItGoesOnWhereItWas() throws IOException {
        List<String> said = new ArrayList<>();
        UnshareReport stopped = unshare(Sites.of(ladder.database, folder, Duration.ofSeconds(5), new Progress() {
            @Override
            public void says(String line) {
                said.add(line);
            }

            @Override
            public boolean isStopAsked() {
                return said.contains("copied 1 of 2");
            }
        }), true);
        assertEquals(Outcome.STOPPED, stopped.outcome(), stopped.message());
        assertEquals(1, stopped.copied());
        assertTrue(hashes().contains("1 " + HASH), "no hash is taken before every record has its bytes");

        UnshareReport report = unshare(true);

        assertEquals(Outcome.OK, report.outcome(), report.message());
        assertEquals(1, report.copied(), "what stands is not copied again");
        assertEquals(Outcome.OK, unshare(true).outcome());
        assertEquals("Each record has its own bytes; nothing was done.", unshare(true).message());
    }

    @Test
    void damagedBytesAreNotCopiedAndNothingIsTaken() throws Exception {
        write(path(2), "the bytes of a pictUre");
        UnshareReport report = unshare(true);
        assertEquals(Outcome.FAILED, report.outcome());
        assertEquals(List.of(id(1), id(3)), report.failed().keySet().stream().sorted().toList());
        assertTrue(report.failed().get(id(1)).contains("do not have their recorded SHA-256"),
                report.failed().toString());
        assertFalse(Files.exists(path(1)));
        assertTrue(hashes().contains("1 " + HASH));
        assertEquals(Outcome.REFUSED, rollback(6).outcome());
        try (var files = Files.list(folder.resolve("media").resolve("incoming"))) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void missingBytesAreNamed() throws IOException {
        Files.delete(path(2));
        assertTrue(unshare(true).failed().get(id(1)).contains("missing"));
    }

    @Test
    void otherBytesUnderTheRecordsKeyAreLeftAlone() throws IOException {
        write(path(3), "somebody else's bytes!");
        UnshareReport report = unshare(true);
        assertEquals(Map.of(id(3), "other bytes stand under its key"), report.failed());
        assertEquals("somebody else's bytes!", Files.readString(path(3)));
    }

    @Test
    void reconcilerLeavesTheCopyAlone() {
        ladder.run(
                "insert into mediafiles_ops.upload (id, owner_id, kind, state, storage_key, original_filename, sha256,"
                        + " expires_at) values (gen_random_uuid(), 1, 'photo', 'published', '" + key(1) + "', 'a', '"
                        + HASH
                        + "', now())");
        unshare(true);
        assertEquals("0", ladder.text("select count(*) from mediafiles_ops.upload where spool_removed_at is null"));
    }

    @Test
    void withoutTheStorageRootNobodyKnows() {
        SchemaSite blind = new SchemaSite(site.owner(), site.runner(), Optional.empty(), site.config(), site.tools(),
                site.initiator(), site.progress());
        assertTrue(unshare(blind, true).message().contains("--storage-root"));
        RollbackReport report = new Rollback(blind, VersionScripts.ours(), (connection, run) -> Optional.of("saved"),
                UndoStep.Checkpoint.NONE).run(RollbackRequest.to(6).agreed());
        assertEquals(Outcome.REFUSED, report.outcome());
        assertTrue(report.message().contains("--storage-root"), report.message());
    }

    @Test
    void equalHashThatComesMeanwhileStopsV7AndLeavesNoIndex() throws SQLException {
        unshare(true);
        RollbackReport report = new Rollback(site, VersionScripts.ours(), (connection, run) -> Optional.of("saved"),
                (version, place) -> {
                    if (version == 8 && place.equals("undone")) {
                        ladder.run("update public.mediafiles_mediafile set file_hash = '" + HASH
                                + "' where original_filename = '1'");
                    }
                }).run(RollbackRequest.to(6).agreed());
        assertEquals(Outcome.STOPPED, report.outcome(), report.message());
        assertTrue(report.message().contains("run unshare"), report.message());
        assertEquals(Ladder.at(7).catalogue(), ladder.catalogue());
        assertEquals(7, ladder.current());
    }

    @Test
    void bytesComeNoFasterThanTheyMay() throws IOException {
        long began = System.nanoTime();
        byte[] read = new Throttle(new ByteArrayInputStream(new byte[30_000]), 100_000).readAllBytes();
        assertEquals(30_000, read.length);
        assertTrue(System.nanoTime() - began > 250_000_000L);
        assertEquals(BYTES, new String(new Throttle(new ByteArrayInputStream(
                BYTES.getBytes(StandardCharsets.UTF_8)), FAST).readAllBytes(), StandardCharsets.UTF_8));
    }
}
