package org.mediafiles.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.TestServer;
import org.mediafiles.adoption.AdoptReport.Outcome;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.schema.migrate.Migrate;
import org.mediafiles.schema.migrate.MigrateOptions;
import org.mediafiles.schema.migrate.MigrateReport;
import org.mediafiles.schema.rollback.Rollback;
import org.mediafiles.schema.rollback.RollbackReport;
import org.mediafiles.schema.rollback.RollbackRequest;
import org.mediafiles.schema.version.BackupMeans;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;

class UnadoptTest {
    private static final Duration SHORT_LOOK = Duration.ofMillis(50);

    /** A photo, a series, a clip of a new patient's, as the server would write them; and what it does to rows that stood. */
    private static final String USED = """
                                       INSERT INTO patients_patient VALUES (md5('new patient')::uuid, 'Nova', '2000-01-01');
                                       INSERT INTO mediafiles_ops.audit_event (act, outcome, patient_id)
                                           VALUES ('patient-create', 'ok', md5('new patient')::uuid);
                                       INSERT INTO events_event SELECT md5('new' || n)::uuid, n, now(), 'novo', now(), now(), 1, md5('new patient')::uuid, 1
                                           FROM unnest(ARRAY[3, 9, 10]) n;
                                       INSERT INTO mediafiles_ops.audit_event (act, outcome, event_id) SELECT 'event-create', 'ok', md5('new' || n)::uuid
                                           FROM unnest(ARRAY[3, 9, 10]) n;
                                       INSERT INTO mediafiles_mediafile SELECT md5('new file' || n)::uuid, 'photos/new/' || n || '.jpg', 'a, "b"' || chr(10) || 'c',
                                           repeat('a', 64), 7, 'image/jpeg', 'image', 1, 1, NULL, NULL, '{}', now(), now() FROM generate_series(1, 4) n;
                                       INSERT INTO mediafiles_photo VALUES (md5('new3')::uuid, md5('new file1')::uuid);
                                       INSERT INTO mediafiles_photoseries VALUES (md5('new9')::uuid, 1, '');
                                       INSERT INTO mediafiles_photoseriesfile VALUES (md5('new sf')::uuid, 1, '', now(), md5('new9')::uuid, md5('new file2')::uuid);
                                       INSERT INTO mediafiles_videoclip VALUES (md5('new10')::uuid, md5('new file3')::uuid);
                                       INSERT INTO mediafiles_ops.stored_object VALUES (md5('object')::uuid, repeat('a', 64), 'photos/new/1.jpg', 7, 'image/jpeg', false);
                                       INSERT INTO mediafiles_ops.media_file_object SELECT md5('new file' || n)::uuid, md5('object')::uuid FROM generate_series(1, 4) n;
                                       INSERT INTO mediafiles_ops.event_trash VALUES (md5('new3')::uuid, md5('new patient')::uuid, now(), 1, 'x')""";
    /** What jobs and people did to rows that stood; two legacy files turned out to be equal. */
    private static final String WORKED = """
                                         UPDATE mediafiles_mediafile SET file_hash = repeat('b', 64), width = 5, height = 6
                                             WHERE id::text ~ '(04|05|25)$' AND file_path NOT LIKE 'photos/new/%%';
                                         UPDATE mediafiles_mediafile SET file_hash = lower(file_hash), metadata = '{"x": 1}' WHERE id::text LIKE '%%11';
                                         UPDATE mediafiles_mediafile SET file_size = 9, mime_type = 'image/png' WHERE id::text LIKE '%%14';
                                         UPDATE mediafiles_mediafile SET metadata = '{}', file_hash = NULL WHERE id::text LIKE '%%17';
                                         """
            .formatted();
    private static final String SHARED = """
                                         INSERT INTO mediafiles_ops.stored_object SELECT md5('adopted')::uuid, repeat('b', 64), file_path, 1004, mime_type, false
                                             FROM mediafiles_mediafile WHERE id::text ~ '^f.*04$';
                                         INSERT INTO mediafiles_ops.media_file_object SELECT id, md5('adopted')::uuid FROM mediafiles_mediafile
                                             WHERE id::text ~ '^f.*(04|05|25)$'""";
    private static final String WORKED_ON_CHILDREN = """
                                                     UPDATE mediafiles_photoseriesfile SET order_index = order_index + 100 WHERE caption = 'legenda';
                                                     UPDATE mediafiles_photoseriesfile SET order_index = 207 - order_index;
                                                     DELETE FROM mediafiles_photoseriesfile WHERE id = md5('sf3')::uuid;
                                                     UPDATE mediafiles_photoseries SET total_images = 2, series_description = 'melhor' WHERE total_images = 99;
                                                     UPDATE mediafiles_photo SET media_file_id = md5('new file4')::uuid
                                                         WHERE event_ptr_id::text LIKE '30000000%1';
                                                     """;

    @TempDir
    private Path folder;
    private String name;
    private DataSource database;
    private SchemaSite site;
    private PlainSchemaWork schema;

    @BeforeEach
    void newDatabase() throws IOException {
        name = TestServer.newDatabase(null);
        database = TestServer.dataSource(name);
        Path storage = Files.createDirectory(folder.resolve("storage"));
        SchemaConfig config = new SchemaConfig(SchemaConfig.OnStartup.VALIDATE, false, Backup.EXTERNAL,
                Optional.of(folder.resolve("backups")), 1, Optional.empty(), Optional.empty(), false,
                Duration.ofSeconds(3), Duration.ofMinutes(1));
        site = new SchemaSite(database, Optional.empty(), Optional.of(storage), config, ToolConfig.DEFAULTS,
                new Initiator("tester", Door.COMMAND), Progress.NONE, BackupMeans.NONE.labelled("last night"));
        schema = new PlainSchemaWork(site);
    }

    private void adopt() {
        assertOk(new Adopt(site, schema, SHORT_LOOK, Adopt.Checkpoint.NONE).run(true));
    }

    private AdoptReport unadopt(Adopt.Checkpoint checkpoint) {
        return new Unadopt(site, schema, SHORT_LOOK, checkpoint).run(true);
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.texts(connection, sql);
        }
    }

    private Recognition recognised() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Recognition.of(connection);
        }
    }

    private static void assertOk(AdoptReport report) {
        assertEquals(Outcome.OK, report.outcome(), () -> String.join("\n", report.lines(Locale.ENGLISH)));
    }

    private static void assertSame(List<String> expected, List<String> actual) {
        assertEquals(String.join("\n", expected), String.join("\n", actual));
    }

    private void use(int phase) {
        TestServer.execute(name, USED);
        if (phase >= 1) {
            TestServer.execute(name, WORKED);
            TestServer.execute(name, SHARED);
        }
        if (phase >= 4) {
            TestServer.execute(name, WORKED_ON_CHILDREN);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void databaseComesBackAsItWas(int phase) throws Exception {
        DjangoDatabase.make(database, phase, false);
        comesBackAsItWas(phase);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void databaseThatDjangoItselfMadeComesBackAsItWas(int phase) throws Exception {
        boolean there = DjangoDatabase.dump("after-phase-" + phase + ".sql").isPresent();
        if (!there) {
            System.out.println(
                    "NOT RUN: Django's own dumps are not at hand; -Dmediafiles.reference-schema names their place");
        }
        assumeTrue(there, "Django's own dumps are not at hand");
        DjangoDatabase.make(database, phase, true);
        comesBackAsItWas(phase);
    }

    private void comesBackAsItWas(int phase) throws Exception {
        List<String> before = DjangoDatabase.everything(database);
        adopt();
        use(phase);

        AdoptReport report = unadopt(Adopt.Checkpoint.NONE);

        assertOk(report);
        assertSame(before, DjangoDatabase.everything(database));
        assertEquals(Recognition.Kind.DJANGO, recognised().kind());
        assertEquals(phase, recognised().phase().orElseThrow());
        assertEquals(4, report.added().get("mediafiles_mediafile"));
        assertEquals(3, report.added().get("events_event"));
        assertEquals(1, report.added().get("patients_patient"));
        assertEquals(List.of("adoption", "audit_event", "audit_seal", "installation", "schema_history", "schema_run",
                "schema_step", "schema_undo"),
                query("select relname from pg_class where relnamespace = 'mediafiles_ops'::regnamespace"
                        + " and relkind in ('r', 'p') and not relispartition order by 1"));
        assertEquals(List.of("0"), query("select count(*) from mediafiles_ops.schema_history"));
        assertEquals(List.of("left " + phase), query("select state || ' ' || phase from mediafiles_ops.adoption"
                + " where jsonb_array_length(history) > 0"));

    }

    @Test
    void databaseThatCameBackCanBeAdoptedAgain() throws Exception {
        DjangoDatabase.make(database, 3, false);
        List<String> before = DjangoDatabase.everything(database);
        adopt();
        TestServer.execute(name, USED);
        assertOk(unadopt(Adopt.Checkpoint.NONE));
        adopt();
        assertEquals(3, recognised().phase().orElseThrow());
        assertEquals(Recognition.Kind.ADOPTED, recognised().kind());
        assertOk(unadopt(Adopt.Checkpoint.NONE));
        assertSame(before, DjangoDatabase.everything(database));
    }

    @Test
    void databaseThatWasRolledBackBelowItsAdoptionComesBackAtThePhaseOfTheAdoption() throws Exception {
        DjangoDatabase.make(database, 6, false);
        List<String> before = withoutTimesOfDjango(DjangoDatabase.everything(database));
        adopt();
        RollbackReport back = new Rollback(site).run(RollbackRequest.to(3).agreed().alongWithDjango());
        assertEquals(0, back.exitCode(), back::toString);

        List<String> rolledBack = DjangoDatabase.everything(database);
        AdoptReport refused = unadopt(Adopt.Checkpoint.NONE);
        assertEquals(Outcome.REFUSED, refused.outcome(), "tables that stood at the adoption are gone");
        assertTrue(refused.message().contains("migrate --target 6"), refused.message());
        assertSame(rolledBack, DjangoDatabase.everything(database));

        assertEquals(0, new Migrate(site).run(OptionalInt.of(6), MigrateOptions.DEFAULTS).exitCode());
        assertOk(unadopt(Adopt.Checkpoint.NONE));
        assertSame(before, withoutTimesOfDjango(DjangoDatabase.everything(database)));
    }

    /** A name that comes back to Django's record has the number and the time of its coming back. */
    private static List<String> withoutTimesOfDjango(List<String> everything) {
        return everything.stream()
                .map(line -> line.replaceAll("^django_migrations row [(][0-9]+,(.*),\"[^\"]*\"[)]$", "django: $1"))
                .sorted()
                .toList();
    }

    @Test
    void whatWasAddedAndChangedIsExportedFirst() throws Exception {
        DjangoDatabase.make(database, 5, false);
        adopt();
        use(5);
        AdoptReport report = unadopt(Adopt.Checkpoint.NONE);
        assertOk(report);
        Path export = Path.of(report.export().orElseThrow());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(export)));
        try (Stream<Path> files = Files.list(export)) {
            for (Path file : files.toList()) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        file::toString);
            }
        }
        String added = Files.readString(export.resolve("added-mediafiles_mediafile.csv"));
        assertTrue(added.startsWith("id,file_path,original_filename,"), added);
        assertTrue(
                added.contains(
                        "photos/new/1.jpg,\"a, \"\"b\"\"\nc\"," + "a".repeat(64) + ",7,image/jpeg,image,1,1,,,{},"),
                added);
        assertTrue(Files.readString(export.resolve("added-files.csv")).contains("photos/new/1.jpg," + "a".repeat(64)));
        assertEquals(4, Files.readAllLines(export.resolve("added-events_event.csv")).size());
        assertTrue(Files.readString(export.resolve("changed-mediafiles_photoseries.csv")).contains("melhor"));
        assertTrue(Files.readString(export.resolve("changed-mediafiles_mediafile.csv")).contains("b".repeat(64)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"saved", "taken out", "rolled back", "keys put back"})
    void givingBackThatBrokeOffGoesOn(String place) throws Exception {
        DjangoDatabase.make(database, 4, false);
        List<String> before = DjangoDatabase.everything(database);
        adopt();
        use(4);
        AdoptReport broken = unadopt(reached -> {
            if (reached.equals(place)) {
                throw new SQLException("pulled the plug", "08006");
            }
        });
        assertEquals(Outcome.FAILED, broken.outcome());
        assertEquals(place.equals("saved") ? Recognition.Kind.ADOPTED : Recognition.Kind.LEAVING, recognised().kind());
        if (!place.equals("saved")) {
            MigrateReport migrated = Migrate.unguarded(site).run(OptionalInt.empty(), MigrateOptions.DEFAULTS);
            assertEquals(1, migrated.exitCode());
            assertTrue(migrated.sentence(Locale.ENGLISH).contains("unadopt --yes again"),
                    migrated.sentence(Locale.ENGLISH));
        }

        assertOk(unadopt(Adopt.Checkpoint.NONE));
        assertSame(before, DjangoDatabase.everything(database));
    }

    @Test
    void exportThatBreaksOffLeavesNothingThatLooksLikeOne() throws Exception {
        DjangoDatabase.make(database, 6, false);
        adopt();
        use(6);
        // The rows come by the name of their table; those of the last file can't be read to their end.
        TestServer.execute(name, "alter table mediafiles_ops.media_file_object rename to kept; create view"
                + " mediafiles_ops.media_file_object as select media_file_id, stored_object_id, 1 / (count(*) over () - 7)"
                + " as broken from mediafiles_ops.kept");
        AdoptReport broken = unadopt(Adopt.Checkpoint.NONE);
        assertEquals(Outcome.FAILED, broken.outcome());
        try (Stream<Path> left = Files.list(folder.resolve("backups"))) {
            assertEquals(List.of(), left.filter(each -> each.getFileName().toString().startsWith("unadopt-")).toList());
        }
        assertEquals(Recognition.Kind.ADOPTED, recognised().kind());
    }

    @Test
    void folderOfAnExportBearsItsNameOnlyWhenItIsWhole() throws Exception {
        CsvFolder export = new CsvFolder(folder.resolve("unadopt-1"));
        try (Connection connection = database.getConnection()) {
            assertEquals(1, export.write(connection, "one.csv", "select 1 as a"));
            assertFalse(Files.exists(export.path()));
            assertThrows(IOException.class, () -> export.write(connection, "no/such/two.csv", "select 2 as b"));
            assertTrue(export.discard());
            try (Stream<Path> left = Files.list(folder)) {
                assertEquals(List.of("storage"), left.map(each -> each.getFileName().toString()).toList());
            }
            export.write(connection, "one.csv", "select 1 as a");
            export.complete();
            assertEquals("\"a\"\n1\n".replace("\"", ""), Files.readString(export.path().resolve("one.csv")));
            assertTrue(export.isMade());
        }
    }

    @Test
    void noOtherDoorComesInBetweenTheSteps() throws Exception {
        DjangoDatabase.make(database, 5, false);
        adopt();
        List<String> free = new ArrayList<>();
        assertOk(unadopt(place -> {
            try (Connection other = database.getConnection()) {
                if (SchemaLock.tryLock(other).isPresent()) {
                    free.add(place);
                }
            }
        }));
        assertEquals(List.of(), free, "a migration that waits would bring versions back whose history then goes");
    }

    @Test
    void adoptionThatBrokeOffCanBeGivenBack() throws Exception {
        for (String place : List.of("taken over", "rows noted", "keys ruled")) {
            newDatabaseIn(place);
            DjangoDatabase.make(database, 6, false);
            List<String> before = DjangoDatabase.everything(database);
            new Adopt(site, schema, SHORT_LOOK, reached -> {
                if (reached.equals(place)) {
                    throw new SQLException("pulled the plug", "08006");
                }
            }).run(true);
            assertOk(unadopt(Adopt.Checkpoint.NONE));
            assertSame(before, DjangoDatabase.everything(database));
        }
    }

    private void newDatabaseIn(String place) throws IOException {
        folder = Files.createDirectory(folder.resolve(place.replace(' ', '-')));
        newDatabase();
    }

    @Test
    void withoutAYesNothingIsWritten() throws Exception {
        DjangoDatabase.make(database, 2, false);
        adopt();
        use(2);
        List<String> before = DjangoDatabase.everything(database);
        AdoptReport report = new Unadopt(site, schema, SHORT_LOOK, Adopt.Checkpoint.NONE).run(false);
        assertEquals(Outcome.NEEDS_YES, report.outcome());
        assertEquals(1, report.exitCode());
        assertEquals(4, report.added().get("mediafiles_mediafile"));
        assertTrue(report.changed().get("mediafiles_mediafile") > 3, report::toString);
        assertSame(before, DjangoDatabase.everything(database));
        assertFalse(Files.exists(folder.resolve("backups")));
    }

    @Test
    void eventsOfOthersStay() throws Exception {
        DjangoDatabase.make(database, 6, false);
        adopt();
        // One that stood without a picture gets one, one of another program's came since, and gets one as well.
        TestServer.execute(name,
                """
                INSERT INTO events_event SELECT md5('other')::uuid, 3, now(), 'deles', now(), now(), 1, md5('p1')::uuid, 1;
                INSERT INTO mediafiles_mediafile SELECT md5('import' || n)::uuid, 'photos/import/' || n, 'a', repeat('c', 64), 7,
                    'image/jpeg', 'image', 1, 1, NULL, NULL, '{}', now(), now() FROM generate_series(1, 2) n;
                INSERT INTO mediafiles_photo VALUES (md5('other')::uuid, md5('import1')::uuid),
                    ('30000000-0000-4000-8000-000000000012', md5('import2')::uuid);
                INSERT INTO mediafiles_ops.audit_event (act, outcome, event_id, user_id) VALUES
                    ('event-change', 'ok', md5('other')::uuid, 1), ('event-move', 'ok', '30000000-0000-4000-8000-000000000012', 1),
                    ('event-change', 'ok', '30000000-0000-4000-8000-000000000011', NULL);
                UPDATE events_event SET patient_id = md5('p2')::uuid WHERE id = '30000000-0000-4000-8000-000000000012'""");
        AdoptReport report = unadopt(Adopt.Checkpoint.NONE);
        assertOk(report);
        assertEquals(List.of("2"), query("select count(*) from events_event where id in (md5('other')::uuid,"
                + " '30000000-0000-4000-8000-000000000012')"));
        assertEquals(List.of("8"), query("select count(*) from mediafiles_photo"));
        assertTrue(report.findings().stream().anyMatch(finding -> finding.code().equals("events-edited")
                && finding.arguments().equals(List.of("1"))), report::toString);
        assertEquals(List.of("t"), query("select patient_id = md5('p2')::uuid from events_event where id ="
                + " '30000000-0000-4000-8000-000000000012'"), "a person moved it to the right patient");
    }

    @Test
    void runnersRightsGoAndThoseOfOthersStay() throws Exception {
        DjangoDatabase.make(database, 6, false);
        String runner = "runner_" + name;
        TestServer.execute(name, "create role " + runner + " login; create role reader_" + name + ";"
                + " grant select on mediafiles_photo, events_event to reader_" + name + ";"
                + " grant select on events_event to " + runner);
        String rights = "select relname || ' ' || (a.grantee::regrole)::text || ' ' || a.privilege_type from pg_class,"
                + " aclexplode(relacl) a where relnamespace = 'public'::regnamespace and a.grantee <> relowner order by 1";
        List<String> before = query(rights);
        assertEquals(3, before.size());
        site = new SchemaSite(database, Optional.of(runner), site.storageRoot(), site.config(), site.tools(),
                site.initiator(), site.progress(), site.means());
        schema = new PlainSchemaWork(site);
        adopt();
        assertTrue(query(rights).size() > 10);
        assertOk(unadopt(Adopt.Checkpoint.NONE));
        assertEquals(before, query(rights));
    }

    @Test
    void databaseThatWasNotAdoptedIsNotGivenBack() throws Exception {
        DjangoDatabase.make(database, 6, false);
        assertEquals(Outcome.REFUSED, unadopt(Adopt.Checkpoint.NONE).outcome());
    }
}
