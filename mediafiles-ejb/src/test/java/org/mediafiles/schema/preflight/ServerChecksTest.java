package org.mediafiles.schema.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mediafiles.schema.preflight.Scene.assertFine;
import static org.mediafiles.schema.preflight.Scene.assertFound;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestServer;
import org.mediafiles.schema.version.Finding.Level;

class ServerChecksTest {
    @Test
    void versionsFrom15To18AreKnown() {
        assertFine(Scene.empty().check("server-version"));
        assertEquals(Level.OK, ServerChecks.judge(150_013, "15.13").level());
        assertEquals(Level.OK, ServerChecks.judge(180_004, "18.4").level());
        assertFound(Level.STOPS, "server-too-old", List.of(ServerChecks.judge(140_018, "14.18")));
        assertFound(Level.WARNING, "server-untried", List.of(ServerChecks.judge(190_000, "19.0")));
    }

    @Test
    void databaseSetToReadOnlyStops() {
        Scene scene = Scene.empty();
        assertFine(scene.check("server-writable"));
        scene.execute("alter database " + scene.name() + " set default_transaction_read_only = on");
        assertFound(Level.STOPS, "server-read-only", scene.check("server-writable"));
    }

    @Test
    void encodingThatIsNotUtf8Stops() {
        assertFine(Scene.empty().check("encoding"));
        TestServer.execute("postgres", "drop database if exists preflight_latin1");
        TestServer.execute("postgres", "create database preflight_latin1 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'"
                + " locale_provider 'libc' template template0");
        PreflightReport report = Scene.on("preflight_latin1").report(Purpose.MIGRATE);
        assertEquals("LATIN1", assertFound(Level.STOPS, "encoding-not-utf8", report.findings()).arguments().get(0));
    }

    @Test
    void sortOrderThatHasChangedIsAWarning() {
        TestServer.execute("postgres", "drop database if exists preflight_sorted");
        TestServer.execute("postgres",
                "create database preflight_sorted locale_provider 'builtin' builtin_locale 'C.UTF-8'"
                        + " encoding 'UTF8' template template0");
        Scene scene = Scene.on("preflight_sorted");
        assertFine(scene.check("collation"));
        scene.execute("update pg_database set datcollversion = '0' where datname = current_database()");
        assertEquals(List.of("0", "1", "preflight_sorted"),
                assertFound(Level.WARNING, "collation-changed", scene.check("collation")).arguments());
    }

    @Test
    void sortOrderOfAnIndexThatHasChangedIsAWarning() {
        Scene scene = Scene.migrated();
        scene.execute("create collation public.hospital (provider = builtin, locale = 'C.UTF-8');"
                + " create index by_name on public.patients_patient (name collate public.hospital)");
        assertFine(scene.check("collation-of-indexes"));
        scene.execute("update pg_collation set collversion = '0' where collname = 'hospital'");
        assertEquals(List.of("by_name (hospital)"),
                assertFound(Level.WARNING, "collation-of-indexes-changed", scene.check("collation-of-indexes"))
                        .examples());
    }

    @Test
    void autovacuumSwitchedOffForATableIsAWarning() {
        Scene scene = Scene.migrated();
        assertFine(scene.check("autovacuum"));
        scene.execute("alter table public.events_event set (autovacuum_enabled = false);"
                + " alter table mediafiles_ops.upload set (toast.autovacuum_enabled = off)");
        assertEquals(List.of("events_event", "upload"),
                assertFound(Level.WARNING, "autovacuum-off-for-tables", scene.check("autovacuum")).examples());
    }

    @Test
    void transactionNumbersThatGrowOldAreToldInTime() {
        Scene scene = Scene.empty();
        assertFine(scene.check("transaction-ids"));
        grow(scene, 900_000_000L);
        assertFound(Level.WARNING, "transaction-ids-old", scene.check("transaction-ids"));
        grow(scene, 1_700_000_000L);
        assertEquals("1700",
                assertFound(Level.STOPS, "transaction-ids-run-out", scene.check("transaction-ids")).arguments().get(0));
        grow(scene, 10L);
    }

    /** As if nobody had cleaned up for so many transactions. */
    private static void grow(Scene scene, long age) {
        scene.execute("update pg_database set datfrozenxid = (((txid_current() - " + age
                + ") & 4294967295)::text)::xid where datname = current_database()");
    }
}
