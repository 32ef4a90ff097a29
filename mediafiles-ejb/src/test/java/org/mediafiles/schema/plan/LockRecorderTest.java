package org.mediafiles.schema.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestServer;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScript;

class LockRecorderTest {
    private String name;
    private DataSource scratch;

    @BeforeEach
    void newDatabase() {
        name = TestServer.newDatabase(null);
        scratch = TestServer.dataSource(name);
    }

    private static VersionScript script(boolean transactional, String up, String down, String prepare) {
        return new VersionScript(99, VersionScript.OWN_PHASE, "V99__test.sql", transactional, up, 1, "U99__test.sql",
                down,
                Optional.ofNullable(prepare));
    }

    private List<StatementEffect> record(boolean transactional, String up) throws SQLException {
        TestServer.execute(name, "create table kept (id int primary key, word varchar(20), parent int);"
                + " insert into kept select n, 'w', n from generate_series(1, 50) n; create table empty (id int);"
                + " create table child (id int references kept deferrable initially deferred)");
        try (LockRecorder recorder = new LockRecorder(scratch)) {
            return recorder.up(script(transactional, up, "", null)).statements();
        }
    }

    private static String told(StatementEffect effect) {
        return effect.standingLocks().stream().map(lock -> lock.relation() + " " + lock.strongest().sqlName()).toList()
                + " rewrites " + effect.rewrites() + " scans " + effect.scans();
    }

    @Test
    void rewriteIsToldFromScanAndFromNeither() throws SQLException {
        List<StatementEffect> effects = record(true, """
                                                     ALTER TABLE kept ALTER word TYPE varchar(40);
                                                     ALTER TABLE kept ALTER word SET NOT NULL;
                                                     ALTER TABLE kept ALTER parent TYPE bigint;
                                                     ALTER TABLE empty ALTER id TYPE bigint;
                                                     CREATE TABLE made (id int);
                                                     ALTER TABLE made ALTER id TYPE bigint;
                                                     """);
        assertEquals(List.of("[public.kept ACCESS EXCLUSIVE] rewrites [] scans []",
                "[] rewrites [] scans [public.kept]",
                "[] rewrites [public.kept, public.kept_pkey] scans [public.kept]",
                "[public.empty ACCESS EXCLUSIVE] rewrites [public.empty] scans []", "[] rewrites [] scans []",
                "[] rewrites [] scans []"), effects.stream().map(LockRecorderTest::told).toList());
    }

    @Test
    void indexesBuiltEitherWayDifferInWhomTheyKeepWaiting() throws SQLException {
        List<StatementEffect> effects = record(false, """
                                                      CREATE INDEX one ON kept (word);
                                                      CREATE INDEX CONCURRENTLY two ON kept (word);
                                                      DROP INDEX CONCURRENTLY one;
                                                      REINDEX INDEX CONCURRENTLY two;
                                                      """);
        assertEquals("[public.kept SHARE] rewrites [] scans [public.kept]", told(effects.get(0)));
        assertTrue(effects.get(0).standingLocks().get(0).strongest().blocksWrites());
        assertEquals("[public.kept SHARE UPDATE EXCLUSIVE] rewrites [] scans [public.kept]", told(effects.get(1)));
        assertEquals(StatementEffect.Seen.WATCHED, effects.get(1).seen());
        assertEquals("[public.kept SHARE UPDATE EXCLUSIVE] rewrites [] scans []", told(effects.get(2)));
        assertEquals(List.of("public.one"),
                effects.get(2).drops().stream().map(StatementEffect.Made::relation).toList());
        assertEquals(List.of("public.kept"), effects.get(3).scans());
    }

    @Test
    void whatADeferredKeyReadsAtTheEndIsTold() throws SQLException {
        List<StatementEffect> effects = record(true, "INSERT INTO child VALUES (1)");
        assertEquals("[public.child ROW EXCLUSIVE] rewrites [] scans []", told(effects.get(0)));
        assertEquals("[public.kept ROW SHARE] rewrites [] scans []", told(effects.get(1)));
        assertEquals("COMMIT", effects.get(1).summary());
    }

    @Test
    void failureOfAStatementThatIsWatchedComesThrough() {
        SQLException refused = assertThrows(SQLException.class,
                () -> record(false, "CREATE UNIQUE INDEX CONCURRENTLY one ON kept (word)"));
        assertEquals("23505", refused.getSQLState());
    }

    @Test
    void scratchMustBeEmptyFreeAndAnotherDatabase() throws SQLException {
        ScratchRun run = new ScratchRun(scratch, Progress.NONE);
        try (Connection same = scratch.getConnection()) {
            assertTrue(assertThrows(MediaFilesException.class,
                    () -> run.run(Optional.of(same), List.of(), List.of())).getMessage().contains("plan is for"));
            SchemaLock lock = SchemaLock.tryLock(same).orElseThrow();
            assertTrue(assertThrows(MediaFilesException.class,
                    () -> run.run(Optional.empty(), List.of(), List.of())).getMessage().contains("Somebody else"));
            lock.release();
        }
        run.run(Optional.empty(), List.of(), List.of());
        for (String something : List.of("create schema mediafiles_ops", "create table public.t (id int)",
                "create schema other create sequence other.s")) {
            TestServer.execute(name, something);
            assertTrue(assertThrows(MediaFilesException.class, () -> run.run(Optional.empty(), List.of(), List.of()))
                    .getMessage().contains("not empty"), something);
            TestServer.execute(name, "drop schema if exists mediafiles_ops; drop table if exists public.t");
        }
    }

    @Test
    void scratchIsLeftEmptyAlsoByWhatFails() throws SQLException {
        VersionScript bad = script(true, "CREATE TABLE mediafiles_ops.x (id int); SELECT 1 / 0", "", null);
        assertThrows(SQLException.class,
                () -> new ScratchRun(scratch, Progress.NONE).run(Optional.empty(), List.of(bad), List.of()));
        RecordedLocksTest.record(scratch);
        try (Connection connection = scratch.getConnection()) {
            assertEquals(List.of(), Relations.read(connection).tables());
            assertTrue(Sql.flag(connection, "SELECT to_regnamespace('mediafiles_ops') IS NULL"));
        }
    }
}
