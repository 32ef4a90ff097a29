package org.mediafiles.schema.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

/** A process is killed in the middle of each version; what stands is whole, and the next run goes on. */
class KilledMigrationTest {
    private static final List<String> INDEXES = List.of(
            "create index mediafile_hash_idx on public.mediafiles_mediafile (file_hash)",
            "create index mediafile_type_created_idx on public.mediafiles_mediafile (file_type, created_at desc)",
            "create index mediafile_mime_idx on public.mediafiles_mediafile (mime_type)",
            "create index mediafile_created_idx on public.mediafiles_mediafile (created_at)",
            "create index series_file_order_idx on public.mediafiles_photoseriesfile (photo_series_id, order_index)");

    /** Those that run in one transaction and make something. */
    static IntStream versions() {
        return VersionScripts.ours().all().stream().filter(VersionScript::transactional)
                .mapToInt(VersionScript::version).filter(version -> version != 3);
    }

    private static Ward before(int version) {
        return version == 0 ? Ward.empty() : Ward.at(VersionScripts.ours().below(version).orElseThrow());
    }

    /** The server itself ends the session of a client that is no more. */
    private static void awaitNoSession(Ward ward) throws Exception {
        LocksTest.await(() -> ward.query("select pid from pg_stat_activity where datname = current_database() and"
                + " application_name = '" + WorkConnections.MARK + "'").isEmpty());
    }

    private static List<String> appliedIfAny(Ward ward) throws SQLException {
        return ward.text("select to_regclass('mediafiles_ops.schema_history') is not null").equals("t")
                ? ward.applied()
                : List.of();
    }

    private static void assertGoesOn(Ward ward, int from) throws SQLException {
        MigrateReport report = ward.run();
        assertTrue(report.isDone(), report::toString);
        assertEquals(Ward.VERSIONS.stream().filter(version -> version >= from).count(), report.steps().size());
        assertEquals(Ward.at(Ward.LATEST).catalogue(), ward.catalogue());
        assertEquals(Ward.VERSIONS.stream().map(String::valueOf).toList(), ward.applied());
        assertEquals(String.valueOf(Ward.VERSIONS.size()),
                ward.text("select count(*) from mediafiles_ops.schema_undo"));
        assertEquals("0", ward.text("select count(*) from mediafiles_ops.schema_run where outcome = 'running'"));
        assertEquals("0", ward.text("select count(*) from mediafiles_ops.schema_step where outcome = 'running'"));
        assertEquals("1", ward.text("select count(*) from mediafiles_ops.schema_run where message = 'broken off'"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void processKilledInsideAVersionLeavesTheVersionBeforeIt(int version) throws Exception {
        Ward ward = before(version);
        List<String> catalogue = ward.catalogue();
        List<String> applied = appliedIfAny(ward);
        Hold hold = new Hold(ward);
        try (MigrateProcess node = MigrateProcess.start(ward)) {
            hold.awaitSomebodyInside();
            node.kill();
        }
        awaitNoSession(ward);
        hold.letGo();
        assertEquals(catalogue, ward.catalogue());
        assertEquals(applied, appliedIfAny(ward));
        assertGoesOn(ward, version);
    }

    @Test
    void processKilledWhileItCountsPhotoEventsLeavesV2() throws Exception {
        Ward ward = before(3);
        try (Connection other = ward.database.getConnection(); MigrateProcess node = MigrateProcess.start(ward)) {
            other.setAutoCommit(false);
            Sql.run(other, "lock table public.events_event in access exclusive mode");
            LocksTest.await(() -> ward.query("select pid from pg_locks where not granted and relation ="
                    + " 'public.events_event'::regclass").size() == 1);
            node.kill();
            awaitNoSession(ward);
            other.rollback();
        }
        assertEquals(List.of("0", "1", "2"), ward.applied());
        assertGoesOn(ward, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void processKilledWhileAnIndexIsBuiltLeavesOneThatIsBuiltAnew(int index) throws Exception {
        Ward ward = before(6);
        INDEXES.subList(0, index - 1).forEach(ward::execute);
        String name = INDEXES.get(index - 1).split(" ")[2];
        try (Connection old = ward.database.getConnection(); MigrateProcess node = MigrateProcess.start(ward)) {
            old.setAutoCommit(false);
            Sql.run(old, "lock table public.mediafiles_mediafile, public.mediafiles_photoseriesfile"
                    + " in row exclusive mode");
            LocksTest.await(() -> ward.query("select pid from pg_stat_progress_create_index"
                    + " where datname = current_database() and current_locker_pid > 0").size() == 1);
            node.kill();
            awaitNoSession(ward);
            old.rollback();
        }
        assertEquals(List.of("f"), ward.query("select indisvalid from pg_index where indexrelid = 'public." + name
                + "'::regclass"));
        assertFalse(ward.applied().contains("6"));

        assertGoesOn(ward, 6);
        assertTrue(ward.said.stream().anyMatch(line -> line.contains("Removing public." + name)), ward.said::toString);
    }

    @Test
    void sessionThatWorksOnAfterItsProgramDiedIsWaitedFor() throws Exception {
        Ward ward = Ward.at(6);
        Connection orphan = ward.database.getConnection();
        Sql.run(orphan, "set application_name to '" + WorkConnections.MARK + "'");
        CompletableFuture<MigrateReport> run = CompletableFuture.supplyAsync(ward::run);
        LocksTest.await(() -> ward.said.stream().anyMatch(line -> line.contains("that broke off")));
        assertEquals("6", ward.text("select max(version::int) from mediafiles_ops.schema_history"));
        orphan.close();
        assertTrue(run.get().isDone());
    }
}
