package org.mediafiles.schema.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mediafiles.OldServer;
import org.mediafiles.TestServer;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.VersionScripts;

class ExpectedCatalogueTest {
    private static final Path FOLDER = Path.of("src/main/resources/db/catalogue");
    private static final boolean RECORD = Boolean.getBoolean("mediafiles.record");
    private static final int LATEST = VersionScripts.ours().latest();

    private static Catalogue latest;

    static IntStream versions() {
        return VersionScripts.ours().all().stream().mapToInt(script -> script.version());
    }

    @BeforeAll
    static void readTheLatest() throws Exception {
        latest = migratedTo(LATEST);
    }

    private static Catalogue migratedTo(int version) throws Exception {
        String name = TestServer.newDatabase(null);
        ArchiveRows.migrate(TestServer.dataSource(name), version);
        try (Connection connection = TestServer.dataSource(name).getConnection()) {
            return Catalogue.read(connection);
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void recordedCatalogueIsWhatTheVersionMakes(int version) throws Exception {
        String made = ExpectedCatalogue.print(migratedTo(version));
        Path file = FOLDER.resolve("V" + version + ".txt");
        if (RECORD) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, made);
            System.out.println("recorded " + file);
        }
        assertEquals(Files.isRegularFile(file) ? Files.readString(file) : "", made, file
                + " is not what V" + version
                + " makes. If the version is new and right, record it: mvn -pl mediafiles-ejb"
                + " test -Dtest=ExpectedCatalogueTest -Dmediafiles.record=true, and look at the difference");
    }

    @Test
    void nothingIsRecordedThatIsNoVersion() throws Exception {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertEquals(versions().mapToObj(version -> "V" + version + ".txt").sorted().toList(),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    private static List<Finding> compared(String sql) throws Exception {
        assumeFalse(RECORD, "what is being recorded is not on the class path yet");
        String name = TestServer.newMigratedDatabase();
        TestServer.execute(name, sql);
        try (Connection connection = TestServer.dataSource(name).getConnection()) {
            return ExpectedCatalogue.of(LATEST).orElseThrow().compare(Catalogue.read(connection));
        }
    }

    private static void assertCloses(String sql, String... codesAndNames) throws Exception {
        List<Finding> found = compared(sql);
        assertEquals(List.of(codesAndNames),
                found.stream().filter(finding -> finding.level() == Level.CLOSES)
                        .map(finding -> finding.code() + " " + finding.arguments().get(0)).toList());
    }

    @Test
    void migratedDatabaseIsEqual() throws Exception {
        assertEquals(List.of(), compared("select 1"));
    }

    @Test
    void droppedTableIsNamedOnceAndFirst() throws Exception {
        List<Finding> found = compared("drop table public.mediafiles_videoclip");
        assertEquals("missing-table", found.get(0).code());
        assertEquals(List.of("public.mediafiles_videoclip"), found.get(0).arguments());
        assertEquals(1, found.size(), found::toString);
        assertCloses("alter table public.patients_patient rename to others", "missing-table public.patients_patient");
    }

    @Test
    void droppedColumnIsNamedBeforeWhatWentWithIt() throws Exception {
        assertCloses("alter table public.mediafiles_mediafile drop column mime_type",
                "missing-column public.mediafiles_mediafile.mime_type",
                "missing-index public.mediafiles_mediafile.mediafile_mime_idx");
        assertCloses("alter table public.events_event drop column description",
                "missing-column public.events_event.description");
        assertCloses("alter table mediafiles_ops.upload drop column refusal",
                "missing-column mediafiles_ops.upload.refusal");
    }

    @Test
    void changedColumnIsDifferent() throws Exception {
        assertCloses("alter table public.mediafiles_mediafile alter column width type bigint",
                "different-column public.mediafiles_mediafile.width");
        assertCloses("alter table public.mediafiles_mediafile alter column metadata drop not null",
                "different-column public.mediafiles_mediafile.metadata");
        assertCloses("alter table mediafiles_ops.upload alter column created_at drop default",
                "different-column mediafiles_ops.upload.created_at");
        assertCloses("alter table public.patients_patient alter column birthday type timestamptz",
                "different-column public.patients_patient.birthday");
    }

    @Test
    void droppedOrLoosenedConstraintCloses() throws Exception {
        assertCloses("alter table public.mediafiles_photoseriesfile drop constraint unique_series_order",
                "missing-constraint public.mediafiles_photoseriesfile.unique_series_order",
                "missing-index public.mediafiles_photoseriesfile.unique_series_order");
        String key = "mediafiles_photo_event_ptr_id_39517c6f_fk_events_event_id";
        assertCloses("alter table public.mediafiles_photo drop constraint " + key + ", add constraint " + key
                + " foreign key (event_ptr_id) references public.events_event (id)",
                "different-constraint public.mediafiles_photo." + key);
    }

    @Test
    void checkThatOlderRowsBreakIsEqualAllTheSame() throws Exception {
        assertEquals(List.of(), compared(
                """
                alter table public.mediafiles_mediafile validate constraint mediafiles_mediafile_file_size_check;
                alter table public.mediafiles_mediafile drop constraint mediafiles_mediafile_file_type_check;
                alter table public.mediafiles_mediafile add constraint mediafiles_mediafile_file_type_check
                    check (file_type in ('image', 'video')) not valid"""));
    }

    @Test
    void missingOrInvalidIndexCloses() throws Exception {
        assertCloses("drop index public.series_file_order_idx",
                "missing-index public.mediafiles_photoseriesfile.series_file_order_idx");
        assertCloses("update pg_index set indisvalid = false where indexrelid = 'public.mediafile_hash_idx'::regclass",
                "invalid-index public.mediafiles_mediafile.mediafile_hash_idx");
        assertCloses("drop index public.mediafile_created_idx; create index mediafile_created_idx on"
                + " public.mediafiles_mediafile (updated_at)",
                "different-index public.mediafiles_mediafile.mediafile_created_idx");
    }

    @Test
    void countOfPicturesThatIsNotKeptCloses() throws Exception {
        String trigger = "public.mediafiles_photoseries.mediafiles_true_total_images";
        String counts = "mediafiles_ops.count_pictures_of_series";
        assertCloses("drop trigger mediafiles_true_total_images on public.mediafiles_photoseries",
                "missing-trigger " + trigger);
        assertCloses("alter table public.mediafiles_photoseries disable trigger mediafiles_true_total_images",
                "different-trigger " + trigger);
        assertCloses("alter table public.mediafiles_photoseries enable replica trigger mediafiles_true_total_images",
                "different-trigger " + trigger);
        assertCloses("alter table public.mediafiles_photoseriesfile disable trigger user",
                "different-trigger public.mediafiles_photoseriesfile.mediafiles_pictures_came",
                "different-trigger public.mediafiles_photoseriesfile.mediafiles_pictures_moved",
                "different-trigger public.mediafiles_photoseriesfile.mediafiles_pictures_went");
        assertCloses("create or replace function " + counts + "() returns trigger language plpgsql as"
                + " 'begin return new; end'", "different-function " + counts);
        assertCloses("alter function " + counts + "() security invoker", "different-function " + counts);
        assertCloses("drop function " + counts + "() cascade", "missing-function " + counts,
                "missing-trigger " + trigger);
    }

    @Test
    void whatWouldRefuseOurRowsCloses() throws Exception {
        assertCloses("alter table public.mediafiles_mediafile add column ward text not null",
                "unexpected-column public.mediafiles_mediafile.ward");
        assertCloses("alter table public.mediafiles_mediafile add constraint small check (file_size < 10)",
                "unexpected-constraint public.mediafiles_mediafile.small");
        assertCloses("create unique index one_name on public.mediafiles_mediafile (original_filename)",
                "unexpected-index public.mediafiles_mediafile.one_name");
    }

    @Test
    void whatIsOnlyThereBesidesIsANote() throws Exception {
        List<Finding> found = compared("""
                                       create table public.mediafiles_more (id int);
                                       create table mediafiles_ops.more (id int primary key);
                                       alter table public.mediafiles_mediafile add column ward text;
                                       alter table public.events_event add column ward text not null default '';
                                       create index more_idx on public.mediafiles_mediafile (file_size);
                                       create index events_more_idx on public.events_event (description)""");
        assertEquals(1, found.size(), found::toString);
        assertEquals(Level.NOTE, found.get(0).level());
        assertEquals(List.of("public.mediafiles_mediafile.ward", "public.mediafiles_mediafile.more_idx"),
                found.get(0).examples());
    }

    @Test
    void sharedColumnsMayBeOfAKindredType() throws Exception {
        assertEquals(List.of(), compared("""
                                         alter table public.patients_patient alter column name type text;
                                         alter table public.accounts_eqmduser alter column username type varchar(254);
                                         alter table public.events_event alter column description drop not null"""));
    }

    @Test
    void olderServerMakesTheSameAndAsMuchComesBackFromItsDump() throws Exception {
        assumeFalse(RECORD, "what is being recorded is not on the class path yet");
        try (OldServer server = OldServer.start()) {
            DataSource made = server.newDatabase("made");
            for (int version : versions().toArray()) {
                ArchiveRows.migrate(made, version);
                try (Connection connection = made.getConnection()) {
                    assertEquals(List.of(), ExpectedCatalogue.of(version).orElseThrow()
                            .compare(Catalogue.read(connection)), "V" + version + " on PostgreSQL 15");
                }
            }
            DataSource restored = server.newDatabase("restored");
            server.copy("made", "restored");
            try (Connection connection = restored.getConnection()) {
                assertEquals(List.of(),
                        ExpectedCatalogue.of(LATEST).orElseThrow().compare(Catalogue.read(connection)));
            }
        }
    }

    @Test
    void expressionsLoseOnlyWhatARestoreChanges() {
        assertEquals("CHECK state = ANY ARRAY['a', 'b (c)::text']",
                PlainExpression
                        .of("CHECK (((state)::text = ANY ((ARRAY['a'::character varying, 'b (c)::text'::character"
                                + " varying])::text[])))"));
        assertEquals("CHECK state = ANY ARRAY['a', 'b']", PlainExpression.of(
                "CHECK (((state)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])))"));
        assertEquals(" WHERE lower(x) = y::integer", PlainExpression.of(" WHERE (lower((x)::text) = (y)::integer)"));
    }

    @Test
    void everyFactIsReadBackAsItWasPrinted() {
        assertEquals(latest, ExpectedCatalogue.parse(ExpectedCatalogue.print(latest)));
        assertTrue(new TreeMap<>(latest.facts()).size() > 200);
    }
}
