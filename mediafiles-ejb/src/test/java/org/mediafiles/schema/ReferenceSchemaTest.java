package org.mediafiles.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.TestServer;
import org.mediafiles.config.SchemaConfig.OnStartup;
import org.mediafiles.schema.version.VersionScripts;

/** A database migrated to N is the reference of phase N, but for what is named here and nothing else. */
class ReferenceSchemaTest {
    /** What Django kept in Python (CASCADE, PROTECT) the keys of the five tables say themselves. */
    private static final Map<String, String> ON_DELETE = Map.of(
            "mediafiles_photo_event_ptr_id_39517c6f_fk_events_event_id", "CASCADE",
            "mediafiles_photo_media_file_id_c44a07e1_fk_mediafile", "RESTRICT",
            "mediafiles_photoseries_event_ptr_id_31e2c756_fk_events_event_id", "CASCADE",
            "mediafiles_photoseri_photo_series_id_599eef21_fk_mediafile", "CASCADE",
            "mediafiles_photoseri_media_file_id_29a738ea_fk_mediafile", "CASCADE",
            "mediafiles_videoclip_event_ptr_id_32587de9_fk_events_event_id", "CASCADE",
            "mediafiles_videoclip_media_file_id_9903dea1_fk_mediafile", "RESTRICT");

    /** Of a standalone installation, whose events table is ours. */
    private static final String TIMELINE_INDEX = "events_event index CREATE INDEX events_event_timeline_idx ON"
            + " public.events_event USING btree (patient_id, event_datetime DESC, id DESC)";

    private static List<String> migratedTo(int version) throws Exception {
        DataSource database = TestServer.dataSource(TestServer.newDatabase(null));
        Verdict verdict = new SchemaMigration(database, database, MigrationVersion.fromVersion(String.valueOf(version)))
                .run(OnStartup.MIGRATE);
        assertEquals(Verdict.open(String.valueOf(version)), verdict);
        return PublicCatalogue.read(database);
    }

    private static List<String> expected(int phase) throws Exception {
        TreeSet<String> lines = new TreeSet<>();
        for (String line : ReferenceSchema.phase(phase)) {
            String[] words = line.split(" ", 4);
            String rule = words[1].equals("constraint") ? ON_DELETE.get(words[2]) : null;
            lines.add(rule == null ? line : line.replace(" DEFERRABLE", " ON DELETE " + rule + " DEFERRABLE"));
        }
        lines.add(TIMELINE_INDEX);
        return List.copyOf(lines);
    }

    /** As text, so that a failure shows the lines that differ. */
    private static void assertSame(Iterable<String> expected, Iterable<String> actual) {
        assertEquals(String.join("\n", expected), String.join("\n", actual));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void databaseMigratedToAPhaseIsTheReferenceOfThatPhase(int phase) throws Exception {
        assertSame(expected(phase), migratedTo(phase));
    }

    @Test
    void beyondTheSeedOnlyTheNamedPartsOfItsTablesChange() throws Exception {
        TreeSet<String> lines = new TreeSet<>(expected(ReferenceSchema.LAST_PHASE));
        lines.removeIf(line -> line.contains("mediafiles_mediafile_file_hash_key"));
        String check = "mediafiles_mediafile constraint mediafiles_mediafile_";
        lines.add(check + "file_type_check CHECK (((file_type)::text = ANY ((ARRAY['image'::character varying,"
                + " 'video'::character varying])::text[])))");
        lines.add(check + "file_hash_check CHECK (((file_hash)::text ~ '^[0-9a-f]{64}$'::text))");
        lines.add(check + "file_size_check CHECK ((file_size > 0))");
        String trigger = " trigger CREATE TRIGGER mediafiles_";
        String recounts = " FOR EACH STATEMENT EXECUTE FUNCTION mediafiles_ops.recount_series() O";
        String file = "mediafiles_photoseriesfile" + trigger;
        String on = " ON public.mediafiles_photoseriesfile REFERENCING ";
        lines.add("mediafiles_photoseries" + trigger + "true_total_images BEFORE INSERT OR UPDATE OF total_images ON"
                + " public.mediafiles_photoseries FOR EACH ROW EXECUTE FUNCTION mediafiles_ops.count_pictures_of_series() O");
        lines.add(file + "pictures_came AFTER INSERT" + on + "NEW TABLE AS came" + recounts);
        lines.add(file + "pictures_went AFTER DELETE" + on + "OLD TABLE AS went" + recounts);
        lines.add(file + "pictures_moved AFTER UPDATE" + on + "OLD TABLE AS went NEW TABLE AS came" + recounts);
        assertSame(lines, migratedTo(VersionScripts.ours().latest()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void keptReferenceIsWhatDjangoLeft(int phase) throws Exception {
        Path folder = Path.of(System.getProperty("mediafiles.reference-schema", "../../shared/schema"));
        Path file = folder.resolve("after-phase-" + phase + ".sql");
        if (!Files.isRegularFile(file)) {
            System.out.println("NOT RUN: no reference schema at " + folder
                    + "; -Dmediafiles.reference-schema names another place");
        }
        assumeTrue(Files.isRegularFile(file), "no reference schema at " + folder);
        String name = TestServer.newDatabase(null);
        TestServer.execute(name, Files.readString(file));
        assertSame(ReferenceSchema.phase(phase), PublicCatalogue.read(TestServer.dataSource(name)));
    }
}
