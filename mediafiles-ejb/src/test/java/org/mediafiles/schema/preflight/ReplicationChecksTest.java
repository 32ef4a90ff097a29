package org.mediafiles.schema.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mediafiles.schema.preflight.Scene.assertFine;
import static org.mediafiles.schema.preflight.Scene.assertFound;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.Sql;

/** On servers of their own: these settings need a start. */
class ReplicationChecksTest {
    @Test
    void settingsOfTheServerAreSeen() throws IOException, SQLException {
        try (OwnServer server = OwnServer.start(Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes",
                "on", "max_prepared_transactions", "5", "wal_level", "logical"))) {
            Scene scene = Scene.on(server.database());
            server.execute("create table public.events_event (id uuid primary key);"
                    + " create table public.others (id int primary key)");
            durability(server, scene);
            autovacuum(server, scene);
            preparedTransactions(server, scene);
            slots(server, scene);
            publications(server, scene);
            synchronousReplica(server, scene);
        }
    }

    @Test
    void serverThatDoesNotWaitForItsDiskIsAWarning() {
        // That of the other tests is such a one.
        Finding found = assertFound(Level.WARNING, "not-durable", Scene.empty().check("durability"));
        assertTrue(found.examples().contains("fsync"), found::toString);
    }

    private static void durability(OwnServer server, Scene scene) throws SQLException {
        assertFine(scene.check("durability"));
        server.execute("alter database postgres set synchronous_commit = off");
        assertEquals(List.of("synchronous_commit"),
                assertFound(Level.WARNING, "not-durable", scene.check("durability")).examples());
    }

    private static void autovacuum(OwnServer server, Scene scene) throws SQLException {
        assertFine(scene.check("autovacuum"));
        server.set("autovacuum", "off");
        assertFound(Level.WARNING, "autovacuum-off", scene.check("autovacuum"));
    }

    private static void preparedTransactions(OwnServer server, Scene scene) throws SQLException {
        assertFine(scene.check("prepared-transactions"));
        try (var connection = server.database().getConnection()) {
            connection.setAutoCommit(false);
            Sql.run(connection, "lock table public.others in share mode");
            Sql.run(connection, "prepare transaction 'elsewhere'");
            connection.setAutoCommit(true);
            assertFound(Level.WARNING, "prepared-transactions", scene.check("prepared-transactions"));
            connection.setAutoCommit(false);
            Sql.run(connection,
                    "insert into public.events_event values (gen_random_uuid())");
            Sql.run(connection, "prepare transaction 'ours'");
            connection.setAutoCommit(true);
        }
        Finding blocks = assertFound(Level.STOPS, "prepared-transactions-block", scene.check("prepared-transactions"));
        assertEquals(1, blocks.count());
        assertTrue(blocks.examples().get(0).startsWith("ours (postgres, "), blocks::toString);
        assertFound(Level.WARNING, "prepared-transactions-block",
                scene.check("prepared-transactions", Purpose.DEPLOY));
        server.execute("commit prepared 'ours'");
        server.execute("rollback prepared 'elsewhere'");
        assertFine(scene.check("prepared-transactions"));
    }

    private static void slots(OwnServer server, Scene scene) throws SQLException {
        assertFine(scene.check("slots"));
        server.execute("select pg_create_physical_replication_slot('left_behind', true)");
        Finding idle = assertFound(Level.WARNING, "slots-inactive", scene.check("slots"));
        assertTrue(idle.examples().get(0).startsWith("left_behind (physical, reserved"), idle::toString);
        server.execute("select pg_drop_replication_slot('left_behind')");
    }

    private static void publications(OwnServer server, Scene scene) throws SQLException {
        server.execute("create publication elsewhere for table public.others");
        assertFine(scene.check("publications"));
        server.execute("create publication everything for all tables");
        assertEquals(List.of("everything: events_event"),
                assertFound(Level.WARNING, "publications", scene.check("publications")).examples());
        server.execute("drop publication everything");
        server.execute("create subscription incoming connection 'dbname=x' publication p with (connect = false)");
        assertFine(scene.check("publications"));
        server.execute("insert into pg_subscription_rel select oid, 'public.events_event'::regclass, 'i', null from"
                + " pg_subscription");
        assertFound(Level.WARNING, "subscriptions", scene.check("publications"));
        server.execute("alter subscription incoming set (slot_name = none); drop subscription incoming");
    }

    private static void synchronousReplica(OwnServer server, Scene scene) throws SQLException {
        assertFine(scene.check("replicas"));
        server.set("synchronous_standby_names", "gone");
        assertFound(Level.STOPS, "synchronous-replica-away", scene.check("replicas"));
    }

    @Test
    void standbyIsNotWorkedOnAndItsLagIsSeen(@TempDir Path folder) throws IOException, SQLException {
        Path cluster = folder.resolve("primary");
        Path copy = folder.resolve("standby");
        int port = OwnServer.freePort();
        try (OwnServer first = OwnServer.start(cluster, port)) {
            first.execute("create table public.grows (words text)");
        }
        OwnServer.copyAsStandby(cluster, copy, port, "follower");
        try (OwnServer primary = OwnServer.start(cluster, port);
                OwnServer standby = OwnServer.start(copy, OwnServer.freePort())) {
            PreflightReport report = Scene.on(standby.database()).report(Purpose.MIGRATE);
            assertFound(Level.STOPS, "server-in-recovery", report.findings());
            assertEquals(List.of(),
                    report.findings().stream().filter(found -> found.code().equals("check-failed")).toList());
            lag(primary, standby);
        }
    }

    private static void lag(OwnServer primary, OwnServer standby) throws SQLException {
        Scene scene = Scene.on(primary.database());
        Check.Inspection replicas = new ReplicationChecks(1 << 20)::replicas;
        primary.await("select count(*) = 1 from pg_stat_replication where replay_lsn = pg_current_wal_lsn()");
        assertEquals("1", assertFound(Level.OK, "replicas", scene.run(replicas)).arguments().get(0));

        standby.execute("select pg_wal_replay_pause()");
        primary.execute("insert into public.grows select repeat('x', 1000) from generate_series(1, 5000)");
        primary.await("select pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) > 2000000 from pg_stat_replication");
        Finding late = assertFound(Level.WARNING, "replicas-late", scene.run(replicas));
        assertTrue(late.examples().get(0).startsWith("follower (streaming, "), late::toString);

        primary.execute("create role looker login");
        assertFound(Level.WARNING, "replicas-hidden", Scene.on(primary.as("looker")).run(replicas));
        standby.execute("select pg_wal_replay_resume()");
    }
}
