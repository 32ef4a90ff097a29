package org.mediafiles.schema.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mediafiles.schema.preflight.Scene.assertFine;
import static org.mediafiles.schema.preflight.Scene.assertFound;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestServer;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.Sql;

class ActivityChecksTest {
    private static final ActivityChecks AT_ONCE = new ActivityChecks(Duration.ZERO);

    private Scene scene;
    private Connection other;

    @BeforeEach
    void somebodyElse() throws SQLException {
        scene = Scene.migrated();
        other = TestServer.dataSource(scene.name()).getConnection();
        other.setAutoCommit(false);
    }

    @AfterEach
    void goes() throws SQLException {
        other.rollback();
        other.close();
    }

    @Test
    void transactionThatIsOpenForLongIsNamedWithoutWhatItAsks() throws SQLException {
        assertFine(scene.run(AT_ONCE::longTransactions));
        String pid = Sql.text(other, "select pg_backend_pid() /* Maria da Silva */");
        Finding found = assertFound(Level.WARNING, "long-transactions", scene.run(AT_ONCE::longTransactions));
        assertEquals(1, found.count());
        assertTrue(found.examples().get(0).startsWith("pid " + pid + ", "), found::toString);
        assertTrue(found.examples().get(0).contains("idle in transaction, postgres"), found::toString);
        assertFalse(found.toString().contains("Maria"), found::toString);
        assertFine(scene.check("long-transactions"));
    }

    @Test
    void sessionsThatTheLoginIsNotShownAreAWarning() throws SQLException {
        String login = Scene.newLogin();
        Sql.run(other, "select 1");
        scene.ownerNamed(login);
        assertFound(Level.WARNING, "activity-hidden", scene.run(AT_ONCE::longTransactions));
        scene.execute("grant pg_read_all_stats to " + login);
        assertFound(Level.WARNING, "long-transactions", scene.run(AT_ONCE::longTransactions));
        assertTrue(scene.run(AT_ONCE::longTransactions).stream()
                .noneMatch(found -> found.code().equals("activity-hidden")));
        scene.execute("revoke pg_read_all_stats from " + login);
    }

    @Test
    void lockThatNothingCanBeChangedAgainstStopsOnceItIsHeldForLong() throws SQLException {
        assertFine(scene.run(AT_ONCE::locks));
        Sql.run(other, "lock table public.mediafiles_mediafile in share mode");
        Finding found = assertFound(Level.STOPS, "locks-block", scene.run(AT_ONCE::locks));
        assertTrue(found.examples().get(0).endsWith(": mediafiles_mediafile ShareLock"), found::toString);
        assertFound(Level.WARNING, "locks-strong", scene.check("locks"));
        assertFound(Level.WARNING, "locks-block",
                scene.run(Check.of("locks", Topic.CONCURRENCY, AT_ONCE::locks), Purpose.DEPLOY));
    }

    @Test
    void readerAndWriterAreNoMoreThanAWarningHoweverLong() throws SQLException {
        Sql.run(other, "select count(*) from public.events_event");
        assertFine(scene.check("locks"));
        assertFound(Level.WARNING, "locks-long", scene.run(AT_ONCE::locks));
        assertEquals(List.of(), scene.run(AT_ONCE::locks).stream().filter(found -> found.level() == Level.STOPS)
                .toList());
        Sql.run(other, "lock table public.others in access exclusive mode".replace("public.others",
                "mediafiles_ops.upload"));
        assertFound(Level.WARNING, "locks-long", scene.run(AT_ONCE::locks));
    }

    @Test
    void sessionThatWaitsForOneOfOurTablesIsNamed() throws Exception {
        Sql.run(other, "select count(*) from public.patients_patient");
        Thread waiting = new Thread(() -> {
            try (Connection third = TestServer.dataSource(scene.name()).getConnection()) {
                third.setAutoCommit(false);
                Sql.run(third, "lock table public.patients_patient in access exclusive mode");
                third.rollback();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        waiting.start();
        try (Connection looker = TestServer.dataSource(scene.name()).getConnection()) {
            while (!Sql.flag(looker, "select exists (select from pg_locks where not granted)")) {
                Thread.sleep(20);
            }
        }
        assertFound(Level.WARNING, "locks-waited-for", scene.check("locks"));
        other.rollback();
        waiting.join();
    }
}
