package org.mediafiles.schema.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database goes away while a version is at work. */
class DatabaseGoneTest {
    private static final String END_ALL = "select pg_terminate_backend(pid) from pg_stat_activity where datname ="
            + " current_database() and pid <> pg_backend_pid()";

    @ParameterizedTest
    @ValueSource(strings = {"", " and application_name = '" + WorkConnections.MARK + "'"})
    void versionIsUndoneAndTheNextRunGoesOn(String which) throws Exception {
        Ward ward = Ward.at(6);
        List<String> catalogue = ward.catalogue();
        Hold hold = new Hold(ward);
        CompletableFuture<MigrateReport> run = CompletableFuture.supplyAsync(ward::run);
        hold.awaitSomebodyInside();
        ward.execute(END_ALL + which);

        MigrateReport report = run.get();

        assertEquals(Optional.of(Stop.DATABASE_GONE), report.stop(), report::toString);
        assertEquals(1, report.exitCode());
        assertTrue(report.sentence(Locale.ENGLISH).contains("V7 stored objects"), report.sentence(Locale.ENGLISH));
        hold.letGo();
        assertEquals(catalogue, ward.catalogue());
        assertEquals("6", ward.text("select max(version::int) from mediafiles_ops.schema_history"));

        assertTrue(ward.run().isDone());
        assertEquals("0", ward.text("select count(*) from mediafiles_ops.schema_run where outcome = 'running'"));
    }

    @Test
    void lockThatWasLostBetweenTwoVersionsStopsTheRun() throws Exception {
        Ward ward = Ward.at(6);
        Hold hold = new Hold(ward);
        CompletableFuture<MigrateReport> run = CompletableFuture.supplyAsync(ward::run);
        hold.awaitSomebodyInside();
        // The session that holds the lock, not the one at work: another door could come in now.
        ward.execute(END_ALL + " and application_name <> '" + WorkConnections.MARK + "'");
        hold.letGo();

        MigrateReport report = run.get();

        assertTrue(report.stop().filter(List.of(Stop.LOCK_LOST, Stop.DATABASE_GONE)::contains).isPresent(),
                report::toString);
        assertTrue(ward.applied().contains("7") || ward.applied().contains("6"));
        assertTrue(!ward.applied().contains("8"), ward.applied()::toString);
        assertTrue(ward.run().isDone());
    }

    @Test
    void databaseThatDoesNotAnswerIsAReport() {
        Ward ward = new Ward("there_is_no_such_database");
        MigrateReport report = ward.run();
        assertTrue(report.stop().isPresent());
        assertEquals(1, report.exitCode());
    }
}
