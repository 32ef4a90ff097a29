package org.mediafiles.audit.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.TestServer;
import org.mediafiles.audit.chain.Fault.Kind;

class SealerTest {
    private static final String EVENT = "mediafiles_ops.audit_event";
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    private Path folder;
    private ChainSite site;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void makeSite() {
        site = ChainSite.empty(folder);
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
    }

    private void seal(Sealer sealer) {
        sealer.work(site.database(), () -> false);
    }

    private void assertAllSealed(long rows) throws SQLException {
        VerificationReport report = site.verify();
        assertTrue(report.intact(), () -> String.valueOf(report.firstFault()));
        assertEquals(List.of(rows, rows, 0L), List.of(report.rows(), report.sealed(), report.unsealed()));
    }

    @Test
    void emptyTrailIsIntactAndGetsNoAnchor() throws SQLException {
        site.sealAndAnchor();
        assertAllSealed(0);
        assertFalse(Files.exists(site.anchors().path()));
    }

    @Test
    void rowsAreSealedInTheOrderOfTheirTimes() throws SQLException {
        site.history(1, 5, "now() - interval '1 hour'");
        site.tamper("UPDATE " + EVENT + " SET at = at - interval '10 hours' WHERE id = 3");
        site.sealAndAnchor();
        assertEquals(3, site.number("SELECT audit_id FROM mediafiles_ops.audit_seal WHERE seq = 1"));
        assertAllSealed(5);
    }

    @Test
    void backlogOfAHundredThousandRowsIsSealedAndThenOnlyItsEndIsRead() throws SQLException {
        site.tamper(
                "INSERT INTO " + EVENT + " (id, at, act, outcome) SELECT n, now() - (100000 - n) * interval '1 minute',"
                        + " 'event-open', 'ok' FROM generate_series(1, 100000) n",
                "SELECT setval('mediafiles_ops.audit_event_id_seq', 100000)");
        seal(site.sealer(NEVER));
        assertAllSealed(100_000);
        try (Connection connection = site.database().getConnection();
                PreparedStatement explain = connection.prepareStatement("EXPLAIN " + Sealing.UNSEALED)) {
            connection.setAutoCommit(false);
            Sealing.oneByOne(connection);
            explain.setObject(1, OffsetDateTime.now().minusSeconds(10));
            explain.setObject(2, OffsetDateTime.now().plusDays(1));
            List<String> plan = new ArrayList<>();
            try (ResultSet line = explain.executeQuery()) {
                while (line.next()) {
                    plan.add(line.getString(1));
                }
            }
            String whole = String.join("\n", plan);
            assertFalse(whole.contains("Seq Scan") || whole.contains("Sort") || whole.contains("Gather"), whole);
            assertTrue(plan.stream().filter(line -> line.contains(" on audit_event")).count() <= 3, whole);
        }
    }

    @Test
    void rowsOfATransactionThatTookLongAreSealedAndNotCalledAdded() throws SQLException {
        Sealer sealer = site.sealer(NEVER);
        try (Connection slow = site.database().getConnection(); Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("SET LOCAL session_replication_role = replica");
            for (String since : List.of("40 seconds", "5 minutes", "9 minutes 50 seconds")) {
                statement.execute("INSERT INTO " + EVENT + " (at, id, act, outcome) VALUES (now() - interval '" + since
                        + "', nextval('mediafiles_ops.audit_event_id_seq'), 'event-open', 'ok')");
            }
            site.write("sign-in");
            seal(sealer);
            assertEquals(1, site.verify().sealed());
            slow.commit();
        }
        assertEquals(3, site.verify().unsealed());
        assertTrue(site.verify().intact());
        // Another server's first round looks as far back as rounds do now and then.
        seal(site.sealer(NEVER));
        site.write("sign-out");
        seal(sealer);
        assertAllSealed(5);
    }

    @Test
    void rowsFromBehindTheReachOfRoundsAreSealedByTheWalk() throws SQLException {
        site.write("sign-in");
        site.sealAndAnchor();
        site.tamper(
                "INSERT INTO " + EVENT + " (id, at, act, outcome) VALUES (900, now() - interval '1 year', 'x', 'ok')");
        Sealing rounds = new Sealing();
        try (Connection connection = site.database().getConnection()) {
            assertEquals(0, rounds.round(connection, null).orElseThrow());
            Sweep sweep = new Sweep(rounds);
            while (sweep.step(connection)) {
                // on
            }
            assertTrue(connection.getAutoCommit());
        }
        assertEquals(2, site.verify().sealed());
        assertEquals(Kind.ADDED, site.verify().firstFault().kind());
    }

    @Test
    void writersAndSealersAtOnceLeaveOneChain() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(threads.submit(() -> writeSlowly(over, written)));
        }
        for (int i = 0; i < 3; i++) {
            Sealer sealer = site.sealer(Duration.ofSeconds(1));
            all.add(threads.submit(() -> {
                while (!over.get()) {
                    seal(sealer);
                    sealer.anchorLast();
                }
            }));
        }
        // Verified beside them: an anchor that is younger than what the verification sees is no fault.
        for (int i = 0; i < 15; i++) {
            VerificationReport report = site.verify();
            assertTrue(report.intact(), () -> String.valueOf(report.firstFault()));
        }
        over.set(true);
        for (Future<?> one : all) {
            one.get(30, TimeUnit.SECONDS);
        }
        seal(site.sealer(NEVER));
        assertTrue(written.get() > 10, () -> written + " rows written");
        assertAllSealed(written.get());
        assertTrue(site.verify().anchorsChecked() > 0);
    }

    private void writeSlowly(AtomicBoolean over, AtomicInteger written) {
        try (Connection connection = site.database().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!over.get()) {
                statement.execute("INSERT INTO " + EVENT + " (act, outcome) VALUES ('event-open', 'ok')");
                Thread.sleep(ThreadLocalRandom.current().nextInt(60));
                connection.commit();
                written.incrementAndGet();
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void sealerThatIsEndedInTheMiddleLeavesNothingBehind() throws Exception {
        site.history(1, 50, "now() - interval '1 hour'");
        TestServer.execute(site.name(), """
                                        CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS
                                            'BEGIN PERFORM pg_sleep(20); RETURN NULL; END';
                                        CREATE TRIGGER linger AFTER INSERT ON mediafiles_ops.audit_seal
                                            FOR EACH STATEMENT EXECUTE FUNCTION linger()""");
        Future<?> first = threads.submit(() -> seal(site.sealer(NEVER)));
        String sealing = " FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'";
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15); site
                .number("SELECT count(*)" + sealing) == 0;) {
            assertTrue(System.nanoTime() < end, "nobody seals");
            Thread.sleep(20);
        }
        seal(site.sealer(NEVER));
        assertEquals(0, site.verify().sealed(), "one at a time; who comes second does not wait");
        site.number("SELECT count(pg_terminate_backend(pid))" + sealing);
        first.get(15, TimeUnit.SECONDS);
        TestServer.execute(site.name(), "DROP TRIGGER linger ON mediafiles_ops.audit_seal");
        seal(site.sealer(NEVER));
        assertAllSealed(50);
    }

    @Test
    void databaseThatIsAwayIsWaitedFor() throws SQLException {
        site.write("sign-in");
        Sealer sealer = site.sealer(NEVER);
        sealer.work(TestServer.dataSource("no_such_database"), () -> false);
        sealer.work(TestServer.dataSource(site.name(), "nobody_of_that_name"), () -> false);
        seal(sealer);
        assertAllSealed(1);
    }

    @Test
    void loginOfTheServerCanSealAndVerify() throws Exception {
        String login = site.name() + "_runner";
        TestServer.execute(site.name(),
                "CREATE ROLE " + login + " LOGIN; GRANT USAGE ON SCHEMA mediafiles_ops TO " + login
                        + "; GRANT SELECT, INSERT ON mediafiles_ops.audit_event, mediafiles_ops.audit_seal TO "
                        + login);
        site.history(1, 10, "now() - interval '1 hour'");
        site.sealer(NEVER).work(TestServer.dataSource(site.name(), login), () -> false);
        VerificationReport report = new AuditVerification(site.anchors()).run(TestServer.dataSource(site.name(), login),
                AuditVerification.Progress.NONE);
        assertTrue(report.intact());
        assertEquals(10, report.sealed());
    }

    @Test
    void chainThatWasCutOffIsFollowedFromItsNewEnd() throws SQLException {
        Sealer sealer = site.sealer(NEVER);
        site.history(1, 10, "now() - interval '1 hour'");
        seal(sealer);
        site.tamper("DELETE FROM mediafiles_ops.audit_seal WHERE seq > 4");
        site.write("sign-in");
        seal(sealer);
        assertEquals(11, site.verify().sealed());
        assertEquals(Kind.ANCHOR, site.verify().firstFault().kind());
    }

    @Test
    void anchorsAreTheOwnersAloneAndGoOnBehindABrokenLine() throws Exception {
        site.write("sign-in");
        site.sealAndAnchor();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(site.anchors().path())));
        Files.writeString(site.anchors().path(), Files.readString(site.anchors().path()) + "{\"at\":\"2026");
        site.write("sign-out");
        site.sealAndAnchor();
        VerificationReport report = site.verify();
        assertEquals(1 + 1, report.anchorsChecked());
        assertEquals("1 lines of the anchor file are no anchors, the first is line 2.", report.anchorTrouble());
        assertTrue(report.intact());
    }

    @Test
    void anchorFileThatCannotBeWrittenIsToldAndTriedAgain() throws Exception {
        Files.createDirectory(site.anchors().path());
        site.write("sign-in");
        Sealer sealer = site.sealer(Duration.ofSeconds(1));
        seal(sealer);
        assertEquals(site.anchors().path().toString(), sealer.anchorTrouble().orElse(null));
        assertEquals(1, site.verify().sealed(), "the sealing goes on");
        Files.delete(site.anchors().path());
        sealer.anchorLast();
        assertTrue(sealer.anchorTrouble().isEmpty());
        assertEquals(1, site.verify().anchorsChecked());
    }
}
