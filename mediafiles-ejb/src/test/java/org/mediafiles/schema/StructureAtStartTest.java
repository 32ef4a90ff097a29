package org.mediafiles.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mediafiles.TestServer;
import org.mediafiles.config.SchemaConfig.OnStartup;

/** What somebody did to the tables by hand is seen at the start, whether or not it may migrate. */
class StructureAtStartTest {
    private String name;
    private DataSource database;

    @BeforeEach
    void newDatabase() {
        name = TestServer.newDatabase(null);
        database = TestServer.dataSource(name);
        assertTrue(run(OnStartup.MIGRATE).isOpen());
    }

    private Verdict run(OnStartup permission) {
        return new SchemaMigration(database, database).run(permission);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "drop table public.mediafiles_videoclip | The table public.mediafiles_videoclip is missing.",
            "alter table public.mediafiles_mediafile drop column duration"
                    + " | The column public.mediafiles_mediafile.duration (numeric(10,3)) is missing.",
            "alter table public.events_event drop column description"
                    + " | The column public.events_event.description (character varying) is missing.",
            "alter table mediafiles_ops.upload drop column refusal"
                    + " | The column mediafiles_ops.upload.refusal (character varying(60)) is missing.",
            "alter table public.mediafiles_photo drop constraint mediafiles_photo_media_file_id_key"
                    + " | The constraint public.mediafiles_photo.mediafiles_photo_media_file_id_key (UNIQUE (media_file_id)) is"
                    + " missing.",
            "update pg_index set indisvalid = false where indexrelid = 'public.mediafile_mime_idx'::regclass"
                    + " | The index public.mediafiles_mediafile.mediafile_mime_idx is invalid"})
    void whatIsMissingKeepsItShutAndIsNamed(String sql, String sentence) {
        TestServer.execute(name, sql);
        for (OnStartup permission : OnStartup.values()) {
            Verdict verdict = run(permission);
            assertEquals(GateReason.SCHEMA_MISMATCH, verdict.reason(), verdict::toString);
            assertTrue(verdict.detail().startsWith(sentence), verdict::toString);
            assertTrue(verdict.detail().length() > sentence.length(), "with what to do: " + verdict.detail());
        }
    }

    @ParameterizedTest
    @EnumSource
    void tableThatSomebodyAddedIsNoFault(OnStartup permission) {
        TestServer.execute(name, "create table public.mediafiles_more (id int primary key)");
        TestServer.execute(name, "create table mediafiles_ops.more (id int primary key)");
        assertTrue(run(permission).isOpen());
    }

    @Test
    void itOpensOnceItIsMended() {
        TestServer.execute(name, "drop index public.series_file_order_idx");
        assertEquals(GateReason.SCHEMA_MISMATCH, run(OnStartup.VALIDATE).reason());
        TestServer.execute(name, "create index concurrently series_file_order_idx on public.mediafiles_photoseriesfile"
                + " (photo_series_id, order_index)");
        assertTrue(run(OnStartup.VALIDATE).isOpen());
    }
}
