package org.mediafiles.schema.rollback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.TestServer;
import org.mediafiles.schema.rollback.RollbackReport.Outcome;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScripts;

/** It waits for others and keeps none of them waiting. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RollbackLockTest {
    @TempDir
    Path folder;
    private Ladder ladder;
    private final List<String> said = new CopyOnWriteArrayList<>();

    @BeforeEach
    void newDatabase() {
        ladder = Rows.fullLadder(5);
    }

    private RollbackReport run(Duration lockWait, int target) {
        return new Rollback(Sites.of(ladder.database, folder, lockWait, said::add), VersionScripts.ours(),
                (connection, run) -> Optional.of("saved"), UndoStep.Checkpoint.NONE)
                .run(RollbackRequest.to(target).agreed());
    }

    @Test
    void readersThatGoAreWaitedForWithShortTries() throws Exception {
        CompletableFuture<RollbackReport> report;
        try (Connection reader = ladder.database.getConnection(); Connection writer = ladder.database.getConnection()) {
            reader.setAutoCommit(false);
            // The clips hang on the events: undoing V5 asks for both, and writers of events queue behind its request.
            Sql.texts(reader, "select * from public.events_event");
            report = CompletableFuture.supplyAsync(() -> run(Duration.ofSeconds(60), 4));
            for (int i = 0; i < 300 && said.stream().noneMatch(line -> line.contains("tried 2 times")); i++) {
                Thread.sleep(100);
            }
            for (long end = System.nanoTime() + 4_000_000_000L; System.nanoTime() < end; Thread.sleep(20)) {
                long began = System.nanoTime();
                Sql.run(writer, "update public.events_event set description = description");
                Sql.run(writer,
                        "insert into public.mediafiles_mediafile select gen_random_uuid(), gen_random_uuid(), 'a',"
                                + " null, 1, 'image/jpeg', 'image', null, null, null, null, '{}', now(), now()");
                // Half a second is the longest try; the rest is for a busy machine.
                assertTrue(System.nanoTime() - began < 2_000_000_000L, "a write waited behind the rollback");
            }
            assertEquals(5, ladder.current());
            reader.commit();
        }
        assertEquals(Outcome.OK, report.get(60, TimeUnit.SECONDS).outcome(), report.get().message());
        assertTrue(report.get().steps().get(0).attempts() > 2, report.get().steps().toString());
        assertEquals(4, ladder.current());
    }

    @Test
    void whatStaysInUseStopsItCleanlyAndNamesWhoUsesIt() throws Exception {
        try (Connection reader = ladder.database.getConnection()) {
            Sql.run(reader, "set application_name = 'report of the ward'");
            reader.setAutoCommit(false);
            Sql.texts(reader, "select * from public.mediafiles_photoseries");
            RollbackReport report = run(Duration.ofSeconds(2), 0);
            assertEquals(Outcome.STOPPED, report.outcome(), report.message());
            assertTrue(report.message().contains("(report of the ward), idle in transaction for "), report.message());
            assertEquals(4, report.reached());
            assertEquals(4, ladder.current());
            assertEquals(Ladder.at(4).catalogue(), ladder.catalogue());
            reader.commit();
        }
        assertEquals(Outcome.OK, run(Duration.ofSeconds(20), 0).outcome());
    }

    @Test
    void anotherDoorIsWaitedForAndThenItActs() throws Exception {
        CompletableFuture<RollbackReport> report;
        try (Connection other = ladder.database.getConnection()) {
            SchemaLock lock = SchemaLock.tryLock(other).orElseThrow();
            report = CompletableFuture.supplyAsync(() -> run(Duration.ofSeconds(60), 4));
            for (int i = 0; i < 100 && said.isEmpty(); i++) {
                Thread.sleep(100);
            }
            assertTrue(said.get(0).startsWith("Another server or command works on the schema"), said.toString());
            assertEquals(5, ladder.current());
            lock.release();
        }
        assertEquals(Outcome.OK, report.get(60, TimeUnit.SECONDS).outcome());
    }

    @Test
    void doorThatIsNotGivenUpIsNotWaitedForForEver() throws SQLException {
        try (Connection other = ladder.database.getConnection();
                SchemaLock lock = SchemaLock.tryLock(other).orElseThrow()) {
            RollbackReport report = run(Duration.ofSeconds(1), 4);
            assertEquals(Outcome.REFUSED, report.outcome());
            assertTrue(report.message().contains("run this again when it is done"), report.message());
            assertTrue(lock.isHeld());
        }
        assertEquals(5, ladder.current());
    }

    @Test
    void itStopsBetweenTwoVersionsWhereItIsAskedTo() throws SQLException {
        Progress asked = new Progress() {
            @Override
            public void says(String line) {
                said.add(line);
            }

            @Override
            public boolean isStopAsked() {
                return said.stream().anyMatch(line -> line.startsWith("V5"));
            }
        };
        RollbackReport report = new Rollback(Sites.of(ladder.database, folder, Duration.ofSeconds(5), asked),
                VersionScripts.ours(), (connection, run) -> Optional.of("saved"), UndoStep.Checkpoint.NONE)
                .run(RollbackRequest.to(0).agreed());
        assertEquals(Outcome.STOPPED, report.outcome());
        assertEquals(4, ladder.current());
        assertEquals(Ladder.at(4).catalogue(), ladder.catalogue());
    }

    @Test
    void lostLockStopsItBeforeTheNextVersion() throws SQLException {
        RollbackReport report = new Rollback(Sites.of(ladder.database, folder), VersionScripts.ours(),
                (connection, run) -> Optional.of("saved"), (version, place) -> {
                    if (version == 5 && place.equals("recorded")) {
                        ladder.run("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'");
                    }
                }).run(RollbackRequest.to(0).agreed());
        assertEquals(Outcome.FAILED, report.outcome(), report.message());
        assertTrue(report.message().contains("The database does not answer"), report.message());
        assertEquals(4, ladder.current(), "what was undone is undone");
        assertEquals(Ladder.at(4).catalogue(), ladder.catalogue());
    }

    @Test
    void databaseThatIsAwayIsASentence() {
        RollbackReport report = new Rollback(Sites.of(TestServer.dataSource("nowhere"), folder))
                .run(RollbackRequest.to(0));
        assertEquals(Outcome.FAILED, report.outcome());
        assertEquals(1, report.exitCode());
    }
}
