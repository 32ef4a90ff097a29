package org.mediafiles.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestServer;
import org.mediafiles.config.SchemaConfig.OnStartup;
import org.mediafiles.config.Settings;
import org.mediafiles.schema.version.VersionScripts;

class GateKeeperTest {
    private final SchemaGate gate = new SchemaGate();
    private final List<SchemaReady> readied = new ArrayList<>();
    private static final Optional<Duration> WATCH = Optional.of(Duration.ofSeconds(5));

    private String name;
    private SwitchedDatabase database;
    private Optional<String> mismatch = Optional.empty();

    private Verdict unfit;
    private String claimed;

    @BeforeEach
    void newDatabase() {
        name = TestServer.newDatabase(null);
        database = new SwitchedDatabase(TestServer.dataSource(name));
    }

    private GateKeeper keeper(Map<String, String> settings, Consumer<SchemaReady> ready) {
        Map<String, String> values = new HashMap<>(
                Map.of("mediafiles.storage.root", "/srv/mediafiles", "mediafiles.time-zone", "UTC"));
        values.putAll(settings);
        return new GateKeeper(Settings.read(key -> Optional.ofNullable(values.get(key))), gate,
                () -> new Databases(database, database), () -> mismatch, (root, installation) -> {
                    claimed = root + " " + installation;
                    return Optional.ofNullable(unfit);
                }, ready);
    }

    private GateKeeper keeper() {
        return keeper(Map.of(), readied::add);
    }

    @Test
    void folderThatIsUnfitKeepsItShutUntilItIsMended() {
        unfit = Verdict.fail(GateReason.STORAGE_OF_ANOTHER_INSTALLATION, "another's");
        GateKeeper keeper = keeper();
        assertEquals(Optional.of(Duration.ofSeconds(15)), keeper.attempt());
        assertEquals("storage-of-another-installation", gate.reason());
        assertEquals(0, readied.size(), "nothing is begun");

        unfit = null;
        assertEquals(WATCH, keeper.attempt());
        assertTrue(gate.isOpen());
        assertTrue(claimed.matches("/srv/mediafiles [0-9a-f-]{36}"), claimed);
    }

    @Test
    void demoUsersAreNotMadeWhereOthersCanReachTheServer() {
        String before = System.getProperty("jboss.bind.address");
        System.setProperty("jboss.bind.address", "0.0.0.0");
        try {
            GateKeeper keeper = keeper(Map.of("mediafiles.demo-users", "true"), readied::add);
            assertEquals(Optional.of(Duration.ofSeconds(15)), keeper.attempt());
            assertEquals("demo-users-present", gate.reason());
            assertTrue(gate.detail().contains("0.0.0.0"), gate.detail());
            assertEquals(0, readied.size(), "they would be made there");
        } finally {
            if (before == null) {
                System.clearProperty("jboss.bind.address");
            } else {
                System.setProperty("jboss.bind.address", before);
            }
        }
    }

    @Test
    void loginThatMayNotMakeTablesIsToldBeforeAnythingIsTried() {
        TestServer.execute(name, "drop role if exists porter; create role porter login");
        DataSource porter = TestServer.dataSource(name, "porter");
        Verdict verdict = new SchemaMigration(porter, porter).run(OnStartup.MIGRATE);
        assertEquals(GateReason.OWNER_LOGIN_MISSING, verdict.reason(), verdict::toString);
        assertTrue(verdict.detail().contains("MediaFilesOwnerDS") && verdict.detail().contains("porter"),
                verdict.detail());

        new SchemaMigration(database, database).run(OnStartup.MIGRATE);
        TestServer.execute(name, "grant usage on schema mediafiles_ops to porter; grant select, insert, update, delete"
                + " on all tables in schema public, mediafiles_ops to porter;"
                + " grant usage on sequence public.accounts_eqmduser_id_seq to porter");
        assertTrue(new SchemaMigration(porter, porter).run(OnStartup.MIGRATE).isOpen(), "nothing is due any more");
        TestServer.execute(name, "drop owned by porter; drop role porter");
    }

    private void addDemoUser() {
        TestServer.execute(name,
                """
                insert into public.accounts_eqmduser (id, username, password, is_superuser, first_name, last_name, email,
                    is_staff, is_active, date_joined) values (7, 'nobody.knows', '!', false, '', '', '', false, true, now());
                insert into mediafiles_ops.user_role (user_id, role, demo) values (7, 'viewer', true)""");
    }

    @Test
    void whatIsTakenBackUnderneathShutsItAndIsNotMigratedAgain() {
        GateKeeper keeper = keeper(Map.of("mediafiles.schema.on-startup", "migrate"), readied::add);
        keeper.attempt();
        TestServer.execute(name, "delete from mediafiles_ops.schema_history where version = '"
                + VersionScripts.ours().latest() + "'");
        assertEquals(Optional.of(Duration.ofSeconds(15)), keeper.attempt());
        assertEquals("migration-pending", gate.reason());
        assertEquals(Optional.of(Duration.ofSeconds(15)), keeper.attempt());
    }

    @Test
    void newerVersionThatComesMeanwhileIsNoReasonToStop() {
        GateKeeper keeper = keeper();
        keeper.attempt();
        addNewer("-- kind: expand | lock: none | rollback: U999");
        addNewerToHistory();
        assertEquals(WATCH, keeper.attempt());
        assertTrue(gate.isOpen());
    }

    @Test
    void newerVersionOfWhichNothingIsKnownShutsIt() {
        GateKeeper keeper = keeper();
        keeper.attempt();
        addNewerToHistory();
        keeper.attempt();
        assertEquals("schema-newer-than-program", gate.reason());
    }

    @Test
    void newerVersionThatLeavesThisProgramBehindShutsIt() {
        GateKeeper keeper = keeper();
        keeper.attempt();
        addNewerToHistory();
        addNewer("-- kind: contract | lock: none | rollback: U999");
        keeper.attempt();
        assertEquals("schema-newer-than-program", gate.reason());
    }

    private void addNewerToHistory() {
        TestServer.execute(name,
                "insert into mediafiles_ops.schema_history (installed_rank, version, description, type,"
                        + " script, checksum, installed_by, execution_time, success) values (1000, '999', 'x', 'SQL', 'x', 1,"
                        + " 'x', 1, true)");
    }

    private void addNewer(String header) {
        TestServer.execute(name, "insert into mediafiles_ops.schema_undo (version, script_name, script, checksum,"
                + " undo_name, undo, undo_sha256) values (999, 'V999__x.sql', '" + header + "' || E'\\nselect 1', 1,"
                + " 'U999__x.sql', 'select 1', 'x')");
    }

    @Test
    void databaseThatIsAwayWhileItWatchesIsNoVerdict() {
        GateKeeper keeper = keeper();
        keeper.attempt();
        database.off();
        assertEquals(WATCH, keeper.attempt());
        assertTrue(gate.isOpen());
    }

    @Test
    void itOpensAndWatches() {
        GateKeeper keeper = keeper();
        assertEquals(WATCH, keeper.attempt());
        assertTrue(gate.isOpen());
        assertEquals(String.valueOf(VersionScripts.ours().latest()), keeper.version());
        assertEquals(1, readied.size());
    }

    @Test
    void itWaitsForTheDatabaseAndOpensWhenItComes() {
        GateKeeper keeper = keeper();
        database.off();
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            waits.add(keeper.attempt().orElseThrow().toSeconds());
            assertEquals(SchemaGate.State.CLOSED, gate.state());
            assertEquals("database-unavailable", gate.reason());
        }
        assertEquals(List.of(1L, 2L, 4L, 8L, 10L, 10L), waits);

        database.on();
        assertEquals(WATCH, keeper.attempt());
        assertTrue(gate.isOpen());
    }

    @Test
    void configurationThatCannotBeUsedKeepsItShutForGood() {
        assertEquals(Optional.empty(), keeper(Map.of("mediafiles.time-zone", ""), readied::add).attempt());
        assertEquals(SchemaGate.State.FAILED, gate.state());
        assertEquals("configuration-invalid", gate.reason());
        assertTrue(gate.detail().startsWith("mediafiles.time-zone is not set"), gate.detail());
    }

    @Test
    void tablesThatAreNotWhatIsMappedKeepItShut() {
        mismatch = Optional.of("missing column");
        assertTrue(keeper().attempt().isPresent());
        assertEquals("schema-mismatch", gate.reason());
        assertEquals("missing column", gate.detail());
    }

    @Test
    void demoUserKeepsItShutUntilLocked() {
        new SchemaMigration(database, database).run(OnStartup.MIGRATE);
        addDemoUser();
        GateKeeper keeper = keeper();

        assertEquals(Optional.of(Duration.ofSeconds(15)), keeper.attempt());
        assertEquals(SchemaGate.State.FAILED, gate.state());
        assertEquals("demo-users-present", gate.reason());
        assertTrue(gate.detail().contains("nobody.knows"), gate.detail());

        TestServer.execute(name, "update public.accounts_eqmduser set is_active = false");
        assertEquals(WATCH, keeper.attempt());
        assertTrue(gate.isOpen());
    }

    @Test
    void demoUserIsWelcomeInTheRunProfile() {
        GateKeeper keeper = keeper(Map.of("mediafiles.demo-users", "true"), ready -> addDemoUser());
        assertEquals(WATCH, keeper.attempt());
        assertTrue(gate.isOpen());
    }

    @Test
    void whatFailsBeforeTheStartKeepsItShut() {
        GateKeeper keeper = keeper(Map.of(), ready -> {
            throw new IllegalStateException("no");
        });
        assertEquals(Optional.empty(), keeper.attempt());
        assertFalse(gate.isOpen());
        assertEquals("start-failed", gate.reason());
    }

    @Test
    void databaseThatGoesDuringTheLastStepIsWaitedFor() {
        GateKeeper keeper = keeper(Map.of(), ready -> {
            if (readied.isEmpty()) {
                database.off();
            }
            readied.add(ready);
        });
        assertTrue(keeper.attempt().isPresent());
        assertEquals("database-unavailable", gate.reason());
        database.on();
        assertEquals(WATCH, keeper.attempt());
        assertTrue(gate.isOpen());
    }
}
