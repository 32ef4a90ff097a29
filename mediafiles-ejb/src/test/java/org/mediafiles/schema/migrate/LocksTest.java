package org.mediafiles.schema.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.Sql;

/** Others are at work: at the schema, or on its tables. */
class LocksTest {
    private static Migrate patient(Ward ward, Duration lockWait) {
        return new Migrate(ward.site(Optional.empty(), lockWait, Duration.ofSeconds(30)), Guards.NONE);
    }

    private static MigrateReport run(Migrate migrate) {
        return migrate.run(OptionalInt.empty(), MigrateOptions.DEFAULTS);
    }

    @Test
    void anotherRunIsWaitedForAndThatIsSaid() throws Exception {
        Ward ward = Ward.empty();
        try (Connection other = ward.database.getConnection()) {
            SchemaLock lock = SchemaLock.tryLock(other).orElseThrow();
            CompletableFuture<MigrateReport> run = CompletableFuture
                    .supplyAsync(() -> run(patient(ward, Duration.ofSeconds(30))));
            await(() -> ward.said.stream().anyMatch(line -> line.contains("waiting for it")));
            assertEquals("f", ward.text("select to_regnamespace('mediafiles_ops') is not null"));
            lock.release();
            assertTrue(run.join().isDone());
        }
    }

    @Test
    void waitingEndsCleanly() throws SQLException {
        Ward ward = Ward.empty();
        try (Connection other = ward.database.getConnection()) {
            SchemaLock lock = SchemaLock.tryLock(other).orElseThrow();
            assertEquals(Optional.of(Stop.ANOTHER_RUN), run(patient(ward, Duration.ofMillis(300))).stop());
            assertEquals(Optional.of(Stop.ANOTHER_RUN),
                    patient(ward, Duration.ofMinutes(5)).run(OptionalInt.empty(), new MigrateOptions(false)).stop());
            lock.release();
        }
    }

    @Test
    void busyTableIsTriedAgainUntilItIsFree() throws Exception {
        Ward ward = Ward.at(6);
        CompletableFuture<MigrateReport> run;
        try (Connection other = ward.database.getConnection()) {
            other.setAutoCommit(false);
            Sql.run(other, "lock table public.mediafiles_mediafile in access share mode");
            run = CompletableFuture.supplyAsync(() -> run(patient(ward, Duration.ofSeconds(30))));
            await(() -> ward.said.stream().anyMatch(line -> line.contains("try 3 in")));
            other.rollback();
        }
        MigrateReport report = run.join();
        assertTrue(report.isDone(), report::toString);
        assertTrue(report.steps().get(0).attempts() >= 3);
        assertEquals("t", ward.text("select attempts >= 3 from mediafiles_ops.schema_step where version = 7"));
    }

    @Test
    void tableThatStaysBusyIsACleanStop() throws Exception {
        Ward ward = Ward.at(6);
        try (Connection other = ward.database.getConnection()) {
            Sql.run(other, "set application_name to 'report of the year'");
            other.setAutoCommit(false);
            Sql.run(other, "lock table public.mediafiles_mediafile in access share mode");
            MigrateReport report = run(patient(ward, Duration.ofSeconds(2)));
            assertEquals(Optional.of(Stop.TABLES_BUSY), report.stop());
            assertTrue(report.sentence(Locale.ENGLISH).contains("report of the year"),
                    report.sentence(Locale.ENGLISH));
            assertEquals(6, report.reached());
            other.rollback();
        }
        assertEquals("0", ward.text("select count(*) from pg_class where relnamespace = 'mediafiles_ops'::regnamespace"
                + " and relname = 'stored_object'"));
        assertEquals("stopped",
                ward.text("select outcome from mediafiles_ops.schema_run order by started_at desc limit 1"));
        assertTrue(run(patient(ward, Duration.ofSeconds(2))).isDone());
    }

    @Test
    void aWriterWaitsBehindATryForLessThanASecond() throws Exception {
        Ward ward = Ward.at(6);
        try (Connection reader = ward.database.getConnection(); Connection writer = ward.database.getConnection()) {
            reader.setAutoCommit(false);
            Sql.run(reader, "select count(*) from public.mediafiles_mediafile");
            CompletableFuture<MigrateReport> run = CompletableFuture
                    .supplyAsync(() -> run(patient(ward, Duration.ofSeconds(4))));
            await(() -> !ward.query("select pid from pg_locks where relation = 'public.mediafiles_mediafile'::regclass"
                    + " and not granted").isEmpty());
            long longest = 0;
            while (!run.isDone()) {
                long begun = System.nanoTime();
                Sql.run(writer, Ward.MEDIA_FILE);
                longest = Math.max(longest, System.nanoTime() - begun);
            }
            assertEquals(Optional.of(Stop.TABLES_BUSY), run.join().stop());
            long waited = Duration.ofNanos(longest).toMillis();
            assertTrue(waited > 50 && waited < 1000, "the longest write waited " + waited + " ms");
            reader.rollback();
        }
    }

    @Test
    void indexesAreBuiltWithoutTimeOutsWhileAnOldTransactionLasts() throws Exception {
        Ward ward = Ward.at(5);
        Migrate migrate = new Migrate(ward.site(Optional.empty(), Duration.ofSeconds(2), Duration.ofSeconds(1)),
                Guards.NONE);
        CompletableFuture<MigrateReport> run;
        try (Connection old = ward.database.getConnection(); Connection writer = ward.database.getConnection()) {
            old.setAutoCommit(false);
            Sql.run(old, Ward.MEDIA_FILE);
            run = CompletableFuture.supplyAsync(() -> migrate.run(OptionalInt.of(6), MigrateOptions.DEFAULTS));
            await(() -> ward.said.stream().anyMatch(line -> line.contains("for the transaction of process")));
            long begun = System.nanoTime();
            Sql.run(writer, Ward.MEDIA_FILE);
            assertTrue(Duration.ofNanos(System.nanoTime() - begun).toMillis() < 500, "writes go on");
            Thread.sleep(1000);
            old.commit();
        }
        MigrateReport report = run.join();
        assertTrue(report.isDone(), report::toString);
        assertEquals(1, report.steps().get(0).attempts());
    }

    @Test
    void statementThatTakesTooLongIsUndone() throws SQLException {
        Ward ward = Ward.at(2);
        ward.execute("create function pg_temp_slow() returns bool language sql as $$ select pg_sleep(3) is not null $$;"
                + " alter table public.events_event rename to held;"
                + " create view public.events_event as select * from public.held where pg_temp_slow();"
                + " insert into public.patients_patient values (gen_random_uuid(), 'x', '2000-01-01');"
                + " alter table public.held disable trigger all;"
                + " insert into public.held values (gen_random_uuid(), 3, now(), '', now(), now(), 1, gen_random_uuid(), 1)");
        MigrateReport report = new Migrate(ward.site(Optional.empty(), Duration.ofSeconds(2), Duration.ofSeconds(1)),
                Guards.NONE).run(OptionalInt.of(3), MigrateOptions.DEFAULTS);
        assertEquals(Optional.of(Stop.TOO_SLOW), report.stop(), report::toString);
        assertEquals(2, report.reached());
    }

    @Test
    void settingsDoNotStayOnAConnectionOfAPool() throws SQLException {
        Ward ward = Ward.at(0);
        try (Connection real = ward.database.getConnection()) {
            Sql.run(real, "set application_name to 'pool'");
            DataSource pool = new OneConnection(ward.database, real);
            try (Connection lent = new WorkConnections(pool).getConnection()) {
                Sql.run(lent, "set lock_timeout to 7");
                assertEquals("7ms", Sql.text(lent, "show lock_timeout"));
                assertEquals(WorkConnections.MARK, Sql.text(lent, "show application_name"));
            }
            assertEquals("0", Sql.text(real, "show lock_timeout"));
            assertEquals("0", Sql.text(real, "show client_connection_check_interval"));
            assertTrue(!Sql.text(real, "show application_name").equals(WorkConnections.MARK));
        }
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < end, "it did not come about");
            Thread.sleep(20);
        }
    }
}
