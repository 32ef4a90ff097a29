package org.mediafiles.schema.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mediafiles.schema.validation.ArchiveRows.PATIENT;
import static org.mediafiles.schema.validation.ArchiveRows.hash;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScripts;

class ValidationTest {
    private static final int LATEST = VersionScripts.ours().latest();

    @TempDir
    private Path root;

    private ValidationReport validate(ArchiveRows rows) {
        return new Validation(rows.site(root)).run(ValidationOptions.LISTED);
    }

    private static ArchiveRows latest() {
        return ArchiveRows.atVersion(LATEST);
    }

    private static List<String> codes(List<Finding> findings) {
        return findings.stream().map(Finding::code).toList();
    }

    static List<Integer> versions() {
        return VersionScripts.ours().all().stream().map(script -> script.version()).toList();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyVersionIsRightWhereItStands(int version) {
        ValidationReport report = validate(ArchiveRows.atVersion(version));
        assertEquals(0, report.exitCode(), () -> String.join("\n", report.lines(Locale.ENGLISH)));
        assertEquals(version < LATEST, codes(report.notes()).contains("pending-versions"));
        assertFalse(codes(report.notes()).contains("indexes-not-chosen"), () -> "" + report.notes());
    }

    @Test
    void countsArePrintedAlsoWhereTheyAreZero() {
        List<String> lines = validate(latest()).lines(Locale.ENGLISH);
        for (String label : List.of("missing files", "untrue totals", "orphans", "unhashed files", "order gaps",
                "doubtful adopted files",
                "paths outside the root", "differing sizes", "events without child row", "files without row")) {
            assertTrue(lines.contains(label + ": 0"), () -> label + " in " + lines);
        }
        assertTrue(lines.contains("structure: ok"), lines::toString);
    }

    @Test
    void tableThatSomebodyLocksDoesNotKeepItWaitingForEver() throws Exception {
        ArchiveRows rows = latest();
        try (Connection other = rows.database.getConnection()) {
            other.setAutoCommit(false);
            Sql.run(other, "lock table public.mediafiles_mediafile in access exclusive mode");
            MediaFilesException given = assertThrows(MediaFilesException.class,
                    () -> new Validation(rows.site(root), Duration.ofSeconds(1)).run(ValidationOptions.ALL));
            assertEquals(ProblemCode.CONFLICT, given.code());
            assertTrue(given.getMessage().contains("for 1 s, so the validation was given up"), given.getMessage());
            other.rollback();
        }
        assertEquals(0, new Validation(rows.site(root), Duration.ofSeconds(1)).run(ValidationOptions.ALL).exitCode());
    }

    @Test
    void findingsAreListedAKeyALineAndTheApplicationOpens() throws Exception {
        ArchiveRows rows = latest();
        for (int i = 0; i < 12; i++) {
            rows.photo(PATIENT, "gone" + i + ".jpg", hash(i));
        }
        UUID series = rows.series(PATIENT, 7);
        rows.seriesFile(series, rows.mediaFile("there.jpg", null), 1);
        rows.claim(series, 7);
        Files.writeString(root.resolve("there.jpg"), "12345");
        ValidationReport report = validate(rows);
        assertEquals(2, report.exitCode());
        List<String> lines = report.lines(Locale.ENGLISH);
        int at = lines.indexOf("missing files: 12");
        assertTrue(at > 0, lines::toString);
        assertEquals(
                List.of("gone0.jpg", "gone1.jpg", "gone10.jpg", "gone11.jpg", "gone2.jpg", "gone3.jpg", "gone4.jpg",
                        "gone5.jpg", "gone6.jpg", "gone7.jpg", "gone8.jpg", "gone9.jpg"),
                lines.subList(at + 1, at + 13).stream().sorted().toList());
        assertEquals(series.toString(), lines.get(lines.indexOf("untrue totals: 1") + 1));
        assertTrue(lines.contains("unhashed files: 1"), lines::toString);
        JsonObject json = report.json();
        assertEquals(List.of("missing-files", "untrue-totals", "unhashed-files"), json.getJsonArray("findings").stream()
                .map(finding -> finding.asJsonObject().getString("code")).toList());
        assertEquals(12, json.getJsonArray("findings").getJsonObject(0).getInt("count"));
        assertEquals("finding", json.getJsonArray("findings").getJsonObject(0).getString("level"));
        assertEquals(12, json.getJsonArray("findings").getJsonObject(0).getJsonArray("examples").size());
        assertEquals(12, json.getJsonObject("counts").getInt("missing-files"));
        assertEquals(0, json.getJsonObject("counts").getInt("orphans"));
        assertEquals("findings", json.getString("outcome"));
    }

    @Test
    void moreThanAreNamedAreSaid() {
        ArchiveRows rows = latest();
        for (int i = 0; i < 12; i++) {
            rows.photo(PATIENT, "gone" + i + ".jpg", hash(i));
        }
        List<String> lines = new Validation(rows.site(root)).run(ValidationOptions.ALL).lines(Locale.ENGLISH);
        assertEquals("(2 more)", lines.get(lines.indexOf("missing files: 12") + 11));
    }

    @Test
    void notesAreNoFinding() throws Exception {
        ArchiveRows rows = latest();
        rows.event(3, PATIENT);
        Files.writeString(root.resolve("stray\n.jpg"), "x");
        rows.execute("create table public.mediafiles_more (id int); create table mediafiles_ops.more (id int)");
        ValidationReport report = validate(rows);
        assertEquals(0, report.exitCode(), () -> String.join("\n", report.lines(Locale.ENGLISH)));
        assertTrue(codes(report.notes())
                .containsAll(List.of("events-without-child-row", "files-without-row", "other-tables")));
        assertEquals(0, report.json().getJsonArray("findings").size());
        assertTrue(report.lines(Locale.ENGLISH).contains("stray?.jpg"), "a line stays a line");
        assertEquals(List.of("mediafiles_ops.more", "public.mediafiles_more"),
                report.notes().stream().filter(note -> note.code().equals("other-tables")).findFirst().orElseThrow()
                        .examples());
    }

    @Test
    void redundantIndexesAreNotedWithWhatTheyRepeat() {
        Finding note = validate(ArchiveRows.atVersion(6)).notes().stream()
                .filter(finding -> finding.code().equals("redundant-indexes")).findFirst().orElseThrow();
        assertTrue(note.examples().contains("mediafile_hash_idx (mediafiles_mediafile_file_hash_key)"),
                note::toString);
        assertTrue(note.examples().contains("series_file_order_idx (unique_series_order)"), note::toString);
        Finding after = validate(latest()).notes().stream()
                .filter(finding -> finding.code().equals("redundant-indexes")).findFirst().orElseThrow();
        assertFalse(after.examples().stream().anyMatch(index -> index.startsWith("mediafile_hash_idx")),
                "since V7 nothing else finds a hash: " + after);
    }

    @Test
    void indexThatThePlannerNeverTakesIsNoted() {
        ArchiveRows rows = latest();
        rows.execute("create index never_idx on public.mediafiles_mediafile (width) where false");
        Finding note = validate(rows).notes().stream().filter(finding -> finding.code().equals("indexes-not-chosen"))
                .findFirst().orElseThrow();
        assertEquals(List.of("never_idx"), note.examples());
    }

    @Test
    void wrongStructureIsToldAndTheExitSaysSo() {
        ArchiveRows rows = latest();
        rows.execute("alter table public.mediafiles_mediafile drop column file_hash");
        ValidationReport report = validate(rows);
        assertEquals(1, report.exitCode());
        assertEquals("missing-column", report.faults().get(0).code());
        List<String> lines = report.lines(Locale.ENGLISH);
        assertTrue(lines.contains("structure: wrong"), lines::toString);
        assertTrue(lines.get(2).startsWith("closes: The column public.mediafiles_mediafile.file_hash"),
                lines::toString);
        assertTrue(codes(report.findings()).contains("data-not-checked"), lines::toString);
    }

    @Test
    void changedAppliedVersionIsAFault() {
        ArchiveRows rows = latest();
        rows.execute("update mediafiles_ops.schema_history set checksum = checksum + 1 where version = '7'");
        assertEquals(List.of("checksum-mismatch"), codes(validate(rows).faults()));
    }

    @Test
    void historyWithAHoleAFailureOrAFutureIsAFault() {
        ArchiveRows rows = latest();
        rows.execute("delete from mediafiles_ops.schema_history where version = '3'");
        assertEquals(List.of("version-missing"), codes(validate(rows).faults()));
        rows = ArchiveRows.atVersion(5);
        rows.execute("update mediafiles_ops.schema_history set success = false where version = '5'");
        assertTrue(codes(validate(rows).faults()).contains("version-failed"));
        rows = latest();
        rows.execute("insert into mediafiles_ops.schema_history select 100, '99', 'later', type, 'V99__later.sql', 1,"
                + " installed_by, now(), 1, true from mediafiles_ops.schema_history where version = '7'");
        assertEquals(List.of("newer-schema"), codes(validate(rows).faults()));
    }

    @Test
    void databaseWithoutOurHistoryIsToldApart() {
        ArchiveRows rows = ArchiveRows.atVersion(4);
        rows.forgetOurs();
        assertEquals(List.of("adoption-needed"), codes(validate(rows).faults()));
        rows.execute("drop table public.mediafiles_mediafile, public.mediafiles_photo, public.mediafiles_photoseries,"
                + " public.mediafiles_photoseriesfile");
        assertEquals(List.of("not-migrated"), codes(validate(rows).faults()));
    }

    @Test
    void adoptedBaselineStandsForTheVersionsBelow() {
        ArchiveRows rows = ArchiveRows.atVersion(6);
        rows.execute("delete from mediafiles_ops.schema_history where version is not null and version <> '6'; update"
                + " mediafiles_ops.schema_history set type = 'BASELINE', checksum = null where version = '6'");
        assertEquals(0, validate(rows).exitCode());
    }

    @Test
    void entitiesThatDoNotFitCloseTheApplication() {
        ValidationReport report = new Validation(latest().site(root))
                .run(ValidationOptions.STRUCTURE.withMapping(() -> Optional.of("no column x")));
        assertEquals(1, report.exitCode());
        assertEquals(List.of("entity-mapping"), codes(report.faults()));
    }

    @Test
    void rowsThatAMigrationLostCloseTheApplicationUntilTheyAreBack() throws Exception {
        ArchiveRows rows = ArchiveRows.atVersion(6);
        rows.photo(PATIENT, "a", hash(1));
        rows.photo(PATIENT, "b", hash(2));
        RowCounts before;
        RowCounts after;
        try (Connection connection = rows.database.getConnection()) {
            before = RowCounts.read(connection);
            rows.execute("delete from public.mediafiles_photo where media_file_id in (select id from"
                    + " public.mediafiles_mediafile where file_path = 'a')");
            after = RowCounts.read(connection);
            Finding lost = after.lostSince(before).get(0);
            assertEquals(List.of("public.mediafiles_photo", "2", "1"), lost.arguments());
            assertEquals(1, after.lostSince(before).size());
            RunLog.bootstrap(connection);
            RunLog log = new RunLog(connection, Initiator.SERVER);
            log.end(log.begin("migrate", 5, 6), "ok", 6, null, null, Json.createObjectBuilder()
                    .add(RowCounts.MEMBER, RowCounts.json(before, after)).build().toString());
        }
        assertEquals(List.of("lost-rows"), codes(validate(rows).faults()));
        try (Connection connection = rows.database.getConnection()) {
            assertTrue(Structure.fault(connection).orElseThrow()
                    .startsWith("The last migration or adoption found 2 rows in"
                            + " public.mediafiles_photo and left 1."));
        }
        rows.photo(PATIENT, "c", hash(3));
        assertEquals(List.of(), codes(validate(rows).faults()), "they were brought back");
    }

    @Test
    void startLooksAtTheStructureAlone() throws Exception {
        ArchiveRows rows = latest();
        rows.photo(PATIENT, "gone.jpg", null);
        ValidationReport report = new Validation(rows.site(null)).run(ValidationOptions.STRUCTURE);
        assertEquals(0, report.exitCode());
        try (Connection connection = rows.database.getConnection()) {
            assertEquals(Optional.empty(), Structure.fault(connection));
            rows.execute("drop index public.mediafile_mime_idx");
            assertTrue(Structure.fault(connection).orElseThrow().startsWith("The index"
                    + " public.mediafiles_mediafile.mediafile_mime_idx is missing"));
            assertTrue(connection.getAutoCommit());
        }
    }

    @Test
    void validatingChangesNothing() throws Exception {
        ArchiveRows rows = latest();
        rows.photo(PATIENT, "gone.jpg", null);
        // Whoever may only read can validate: no table, no row is written.
        rows.execute("alter database " + rows.name + " set default_transaction_read_only = on");
        assertEquals(2, validate(rows).exitCode());
    }

    /** Each code of {@link HistoryCheck}, {@link ExpectedCatalogue} and the rest has its words, twice. */
    @Test
    void bothBundlesSayTheSameThings() throws IOException {
        Properties english = bundle("");
        Properties portuguese = bundle("_pt_BR");
        assertEquals(english.stringPropertyNames(), portuguese.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertEquals(new MessageFormat(english.getProperty(key), Locale.ROOT).getFormats().length > 0,
                    new MessageFormat(portuguese.getProperty(key), Locale.ROOT).getFormats().length > 0, key);
            assertTrue(key.endsWith(".remedy") || english.containsKey(key + ".remedy"), key);
        }
    }

    private static Properties bundle(String suffix) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(
                Finding.class.getResourceAsStream("/org/mediafiles/schema/validation" + suffix + ".properties"),
                StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }
}
