package org.mediafiles.schema.rollback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.Connection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.rollback.RollbackReport.Outcome;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScripts;
import org.postgresql.PGConnection;

/** No row goes unasked, unsaved or uncounted. */
class RollbackLossTest {
    private static final BackupFirst SAVED = (connection, run) -> Optional.of("saved");

    @TempDir
    Path folder;
    private Ladder ladder;
    private SchemaSite site;

    @BeforeEach
    void newDatabase() {
        ladder = Rows.fullLadder(Ladder.LATEST);
        site = Sites.of(ladder.database, folder);
    }

    private RollbackReport run(RollbackRequest request) {
        return run(request, SAVED, UndoStep.Checkpoint.NONE);
    }

    private RollbackReport run(RollbackRequest request, BackupFirst backup, UndoStep.Checkpoint checkpoint) {
        return new Rollback(site, VersionScripts.ours(), backup, checkpoint).run(request);
    }

    private String everything() throws Exception {
        return ladder.catalogue() + Rows.everything(ladder) + ladder.texts("select h::text from"
                + " mediafiles_ops.schema_history h order by 1") + ladder.text(
                        "select count(*) from"
                                + " mediafiles_ops.schema_run")
                + ladder.text("select count(*) from mediafiles_ops.audit_event");
    }

    @Test
    void withoutYesItListsWhatWouldGoAndWritesNothing() throws Exception {
        String before = everything();
        RollbackReport report = run(RollbackRequest.to(4), (connection, run) -> {
            throw new AssertionError("no backup is made of what is refused");
        }, UndoStep.Checkpoint.NONE);

        assertEquals(Outcome.REFUSED, report.outcome());
        assertEquals(1, report.exitCode());
        assertEquals(before, everything());
        assertFalse(Files.exists(folder.resolve("backups")));
        assertEquals(
                List.of("user_session 1", "sign_in_lock 1", "user_account 1", "regeneration 1", "removed_picture 1",
                        "adopted_file 1", "media_look 1", "user_role 1",
                        "patient_search 1",
                        "patient_identifier 1", "event_trash 1", "derivative_job 4", "upload 1", "derivative 4",
                        "media_file_object 4", "stored_object 4", "mediafiles_videoclip 1"),
                report.lost().stream()
                        .map(lost -> lost.table().substring(lost.table().indexOf('.') + 1) + " " + lost.rows())
                        .toList());
        String lines = String.join("\n", report.lines(Locale.ROOT));
        assertTrue(lines.contains("would lose: 4 rows of mediafiles_ops.stored_object (V7)"), lines);
        assertTrue(lines.contains("warning: 1 deleted events become visible again"), lines);
        assertTrue(lines.contains("warning: 1 pictures that were taken out of their series stay as media files"),
                lines);
        assertTrue(lines.contains("warning: 1 people were deactivated here, and may sign in again"), lines);
        assertTrue(lines.contains("warning: The roles of 1 people go with V9"), lines);
        assertTrue(lines.contains("--yes"), lines);
    }

    @Test
    void whereNothingGoesNobodyIsAsked() {
        ladder = Ladder.at(Ladder.LATEST);
        site = Sites.of(ladder.database, folder);
        RollbackReport report = run(RollbackRequest.to(6));
        assertEquals(Outcome.OK, report.outcome(), report.message());
        assertEquals(Optional.empty(), report.export());
    }

    @Test
    void backupThatFailsStopsItBeforeAnythingIsUndone() throws Exception {
        RollbackReport report = run(RollbackRequest.to(4).agreed(), (connection, run) -> {
            throw new MediaFilesException(ProblemCode.NOT_READY, "pg_dump is not there.");
        }, UndoStep.Checkpoint.NONE);
        assertEquals(Outcome.FAILED, report.outcome());
        assertTrue(report.message().startsWith("pg_dump is not there."), report.message());
        assertEquals(Ladder.LATEST, ladder.current());
        assertEquals(List.of("failed"),
                ladder.texts("select outcome from mediafiles_ops.schema_run where operation = 'rollback'"));
    }

    @Test
    void backupThatIsOffDoesNotDoWhereRowsGo() throws Exception {
        site = new SchemaSite(site.owner(), site.runner(), site.storageRoot(),
                site.config().withBackup(Backup.OFF, site.config().backupDir()), site.tools(), site.initiator(),
                site.progress());
        String before = everything();
        RollbackReport report = run(RollbackRequest.to(4).agreed());
        assertEquals(Outcome.REFUSED, report.outcome());
        assertTrue(report.message().contains("needs a backup"), report.message());
        assertEquals(before, everything());
    }

    @Test
    void exportThatFailsStopsItBeforeAnythingIsUndone() throws Exception {
        Files.writeString(folder.resolve("backups"), "a file where the folder should be");
        RollbackReport report = run(RollbackRequest.to(4).agreed());
        assertEquals(Outcome.FAILED, report.outcome());
        assertTrue(report.message().contains("could not be exported"), report.message());
        assertEquals(Ladder.LATEST, ladder.current());
    }

    @Test
    void whatGoesIsExportedAndCanBeLoadedAgain() throws Exception {
        String before = contents();
        RollbackReport report = run(RollbackRequest.to(0).agreed());
        assertEquals(Outcome.OK, report.outcome(), report.message());
        Path export = Path.of(report.export().orElseThrow());

        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(export)));
        try (var files = Files.list(export)) {
            for (Path file : files.toList()) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        file.toString());
            }
        }
        verifyManifest(export, report);
        ladder.up(Ladder.LATEST);
        load(export);
        assertEquals(before, contents());
        ladder.run("insert into mediafiles_ops.derivative_job (stored_object_id, kind, state)"
                + " select id, 'clip', 'waiting' from mediafiles_ops.stored_object");
    }

    /** Without the writers' transactions, which are others now. */
    private String contents() {
        return Rows.everything(ladder).lines().map(row -> row.replaceFirst(" \\d+ ", " ")).sorted()
                .reduce("", (all, row) -> all + row + '\n');
    }

    private static void verifyManifest(Path export, RollbackReport report) throws Exception {
        try (Reader text = Files.newBufferedReader(export.resolve("manifest.json"));
                JsonReader reader = Json.createReader(text)) {
            List<JsonObject> tables = reader.readObject().getJsonArray("tables").getValuesAs(JsonObject.class);
            assertEquals(report.lost().stream().map(lost -> lost.table() + " " + lost.rows()).toList(),
                    tables.stream().map(table -> table.getString("table") + " " + table.getInt("rows")).toList());
            for (JsonObject table : tables) {
                byte[] bytes = Files.readAllBytes(export.resolve(table.getString("file")));
                assertEquals(table.getInt("bytes"), bytes.length);
                assertEquals(table.getString("sha256"),
                        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
            }
        }
    }

    /** As psql does with load.sql. */
    private void load(Path export) throws Exception {
        Pattern copy = Pattern.compile("\\\\copy (.*) FROM '(.*)'");
        try (Connection connection = ladder.database.getConnection()) {
            connection.setAutoCommit(false);
            for (String line : Files.readAllLines(export.resolve("load.sql"))) {
                Matcher found = copy.matcher(line);
                if (found.matches()) {
                    loadFile(connection, found.group(1), export.resolve(found.group(2)));
                } else if (line.startsWith("S")) {
                    Sql.run(connection, line);
                }
            }
            connection.commit();
        }
    }

    private static void loadFile(Connection connection, String table, Path file) throws Exception {
        try (Reader reader = Files.newBufferedReader(file)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + table + " FROM STDIN", reader);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void rowWrittenAfterTheExportIsNotLost() throws Exception {
        String written = "insert into mediafiles_ops.user_role values (2, 'viewer')";
        assertStopsAtV9(written);
    }

    @Test
    void rowChangedAfterTheExportIsNotLost() throws Exception {
        assertStopsAtV9("update mediafiles_ops.user_role set role = 'viewer'");
    }

    @Test
    void rowPutInPlaceOfAnotherAfterTheExportIsNotLost() throws Exception {
        assertStopsAtV9(
                "delete from mediafiles_ops.user_role; insert into mediafiles_ops.user_role values (2, 'viewer')");
    }

    private void assertStopsAtV9(String written) throws Exception {
        RollbackReport report = run(RollbackRequest.to(0).agreed(), SAVED, (version, place) -> {
            if (version == 10 && place.equals("undone")) {
                ladder.run(written);
            }
        });
        assertEquals(Outcome.STOPPED, report.outcome(), report.message());
        assertTrue(report.message().contains("mediafiles_ops.user_role were written"), report.message());
        assertEquals(9, report.reached());
        assertEquals(9, ladder.current());
        assertEquals(Ladder.at(9).catalogue(), ladder.catalogue());
        assertEquals("viewer", ladder.text("select role from mediafiles_ops.user_role"
                + " order by user_id desc limit 1"));

        assertEquals(Outcome.OK, run(RollbackRequest.to(0).agreed()).outcome(), "it can be gone on with");
        assertEquals(Ladder.at(0).catalogue(), ladder.catalogue());
    }

    @Test
    void noneIsRefusedWhereASharedTableOfOursHoldsRows() throws Exception {
        String before = everything();
        RollbackReport report = run(RollbackRequest.toNone().agreed());
        assertEquals(Outcome.REFUSED, report.outcome());
        assertTrue(report.message().contains("public.accounts_eqmduser (1 rows)")
                && report.message().contains("public.events_event (4 rows)")
                && report.message().contains("--target 0"), report.message());
        assertEquals(before, everything());
    }

    @Test
    void sharedTableThatStoodBeforeStaysWithNone() throws Exception {
        Ladder other = Ladder.empty();
        other.run(
                "create table public.patients_patient (id uuid primary key, name varchar(200) not null, birthday date not"
                        + " null, ward text)");
        other.run("insert into public.patients_patient values (gen_random_uuid(), 'A', '2000-01-01', 'B2')");
        other.up(Ladder.LATEST);
        RollbackReport report = new Rollback(Sites.of(other.database, folder), VersionScripts.ours(), SAVED,
                UndoStep.Checkpoint.NONE).run(RollbackRequest.toNone().agreed());
        assertEquals(Outcome.OK, report.outcome(), report.message());
        assertEquals("B2", other.text("select ward from public.patients_patient"));
        assertEquals(List.of("patients_patient"), other.texts("select tablename from pg_tables where schemaname ="
                + " 'public'"));
        assertTrue(report.warnings().get(0).contains("patients_patient"), report.warnings().toString());
        other.up(Ladder.LATEST);
    }

    @Test
    void rowThatComesToASharedTableMeanwhileKeepsV0Whole() throws Exception {
        Ladder other = Ladder.at(Ladder.LATEST);
        RollbackReport report = new Rollback(Sites.of(other.database, folder), VersionScripts.ours(), SAVED,
                (version, place) -> {
                    if (version == 1 && place.equals("undone")) {
                        other.run("insert into public.patients_patient values (gen_random_uuid(), 'A', '2000-01-01')");
                    }
                }).run(RollbackRequest.toNone().agreed());
        assertEquals(Outcome.FAILED, report.outcome());
        assertTrue(report.message().contains("public.patients_patient holds rows: it stays"), report.message());
        assertEquals(0, report.reached());
        assertEquals(Ladder.at(0).catalogue(), other.catalogue());
    }

    @Test
    void whatSomebodyElseHungOnOursKeepsIt() throws Exception {
        ladder.run(
                "create view public.others as select id from public.mediafiles_videoclip, public.mediafiles_mediafile");
        RollbackReport report = run(new RollbackRequest(OptionalInt.of(4), true, false, false));
        assertEquals(Outcome.FAILED, report.outcome());
        assertTrue(report.message().startsWith("Something that is not ours hangs on"), report.message());
        assertEquals(5, ladder.current());
        ladder.run("drop view public.others");
        assertEquals(Outcome.OK, run(RollbackRequest.to(4).agreed()).outcome());
    }
}
