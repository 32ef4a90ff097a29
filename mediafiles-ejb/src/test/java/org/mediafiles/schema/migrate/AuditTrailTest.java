package org.mediafiles.schema.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestServer;
import org.mediafiles.schema.version.Sql;

/** The trail is added to and never changed: by the server's login since it may not, by the owner since a trigger refuses. */
class AuditTrailTest {
    private static final String NO_RIGHT = "42501";
    private static final String REFUSED = "23001";
    private static final String ADD = "insert into mediafiles_ops.audit_event (act, outcome) values ('sign-in', 'ok')";
    private static final String SEAL = "insert into mediafiles_ops.audit_seal (seq, audit_id, audit_at, row_hash, chain_hash)"
            + " select 1, id, at, sha256('row'), sha256('chain') from mediafiles_ops.audit_event order by id limit 1";

    private Ward ward;
    private String runner;

    @BeforeEach
    void migratedWithALoginForTheServer() throws SQLException {
        ward = Ward.at(Ward.LATEST);
        runner = "night_" + ward.name;
        ward.execute("create role " + runner + " login");
        try (Connection owner = ward.database.getConnection()) {
            SchemaGrants.apply(owner, runner);
        }
        ward.execute(ADD + ";" + SEAL);
    }

    @AfterEach
    void forgetTheLogin() {
        ward.execute("drop owned by " + runner + "; drop role " + runner);
    }

    private List<String> trail() throws SQLException {
        return ward.query(
                "select c.oid::regclass::text from pg_class c where c.relnamespace = 'mediafiles_ops'::regnamespace"
                        + " and c.relkind in ('r', 'p') and c.relname ~ '^audit_(event|seal)' order by 1");
    }

    private String rows() throws SQLException {
        return ward.query("select e::text from mediafiles_ops.audit_event e order by id").toString()
                + ward.query("select s::text from mediafiles_ops.audit_seal s order by seq");
    }

    /** @return the SQLSTATE, or {@code done} */
    private static String tried(Connection connection, String sql) {
        try {
            Sql.run(connection, sql);
            return "done";
        } catch (SQLException refused) {
            return refused.getSQLState();
        }
    }

    private Connection asRunner() throws SQLException {
        return TestServer.dataSource(ward.name, runner).getConnection();
    }

    @Test
    void nobodyChangesRemovesOrEmptiesWhatIsOnRecord() throws SQLException {
        String before = rows();
        List<String> tables = trail();
        assertTrue(tables.size() > 25, tables::toString);
        try (Connection atWork = asRunner(); Connection owner = ward.database.getConnection()) {
            for (String table : tables) {
                String column = table.endsWith("audit_seal") ? "seq" : "id";
                for (String change : List.of("update " + table + " set " + column + " = 7", "delete from " + table,
                        "truncate " + table, "truncate " + table + " cascade",
                        "delete from only " + table)) {
                    assertEquals(NO_RIGHT, tried(atWork, change), "as the server: " + change);
                    assertEquals(REFUSED, tried(owner, change), "as the owner: " + change);
                }
            }
            assertEquals(REFUSED, tried(owner, "insert into mediafiles_ops.audit_seal select * from"
                    + " mediafiles_ops.audit_seal on conflict (seq) do update set sealed_at = now()"));
        }
        assertEquals(before, rows());
    }

    @Test
    void theServersLoginAddsAndReadsAndNothingElse() throws SQLException {
        try (Connection atWork = asRunner()) {
            assertEquals("done", tried(atWork, ADD));
            assertEquals("2",
                    Sql.text(atWork, "select count(*) from mediafiles_ops.audit_event where act = 'sign-in'"));
            assertEquals("done", tried(atWork, SEAL.replace("select 1, id", "select 2, id + 1")));
            for (String table : trail()) {
                if (!table.endsWith(".audit_event") && !table.endsWith(".audit_seal")) {
                    assertEquals(NO_RIGHT, tried(atWork, "select * from " + table), table);
                    assertEquals(NO_RIGHT, tried(atWork, ADD.replace("mediafiles_ops.audit_event", table)), table);
                }
                String trigger = table.endsWith(".audit_seal") ? "audit_seal_stays" : "audit_event_stays";
                for (String ddl : List.of("alter table %s disable trigger all", "drop table %s",
                        "drop trigger " + trigger + " on %s", "alter table %s rename to gone",
                        "alter table mediafiles_ops.audit_event detach partition %s")) {
                    assertEquals(NO_RIGHT, tried(atWork, ddl.formatted(table)), ddl.formatted(table));
                }
            }
            for (String ddl : List.of(
                    "create table mediafiles_ops.audit_event_2001_01 partition of mediafiles_ops.audit_event"
                            + " for values from ('2001-01-01') to ('2001-02-01')",
                    "select mediafiles_ops.audit_event_partitions('mediafiles_ops.audit_event', 30)",
                    "select setval('mediafiles_ops.audit_event_id_seq', 1)",
                    "drop function mediafiles_ops.audit_event_stays()", "set session_replication_role = replica",
                    "update mediafiles_ops.installation set id = gen_random_uuid()")) {
                assertEquals(NO_RIGHT, tried(atWork, ddl), ddl);
            }
        }
    }

    @Test
    void rowBearsTheDatabasesTimeAndItsNextNumber() throws SQLException {
        String dated = "insert into mediafiles_ops.audit_event (id, at, act, outcome) values (%s, %s, 'sign-in', 'ok')";
        try (Connection atWork = asRunner(); Connection owner = ward.database.getConnection()) {
            for (String at : List.of("clock_timestamp() - interval '61 seconds'", "now() - interval '1 year'",
                    "clock_timestamp() + interval '2 seconds'", "'2028-05-05'", "'infinity'", "'-infinity'")) {
                assertEquals(REFUSED, tried(atWork, dated.formatted("9", at)), at);
                assertEquals(REFUSED, tried(owner, dated.formatted("9", at)), at);
            }
            assertEquals("done", tried(atWork, dated.formatted("-5", "clock_timestamp()")));
            assertEquals("done", tried(atWork, dated.formatted("1", "clock_timestamp()")));
        }
        assertEquals("3", ward.text("select count(*) from mediafiles_ops.audit_event where act = 'sign-in'"));
        assertEquals("0", ward.text("select count(*) - count(distinct id) from mediafiles_ops.audit_event"));
        assertEquals("t", ward.text("select min(id) > 0 from mediafiles_ops.audit_event"));
    }

    @Test
    void rightsThatSomebodyGaveOnEverythingAreTakenBack() throws SQLException {
        ward.execute("grant all on all tables in schema mediafiles_ops to " + runner
                + "; alter default privileges in schema mediafiles_ops grant all on tables to " + runner
                + "; alter table mediafiles_ops.audit_event detach partition mediafiles_ops.audit_event_default"
                + "; drop table mediafiles_ops.audit_event_default");
        try (Connection owner = ward.database.getConnection()) {
            SchemaGrants.apply(owner, runner);
            assertEquals(1, AuditPartitions.ensure(owner), "the default partition");
        }
        assertEquals(List.of("mediafiles_ops.audit_event INSERT", "mediafiles_ops.audit_event SELECT",
                "mediafiles_ops.audit_seal INSERT", "mediafiles_ops.audit_seal SELECT"),
                ward.query("select c.oid::regclass || ' ' || given.privilege_type from pg_class c"
                        + " cross join lateral aclexplode(c.relacl) given where c.relname ~ '^audit_' and c.relkind in"
                        + " ('r', 'p') and given.grantee = '" + runner + "'::regrole and given.privilege_type in"
                        + " ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER') order by 1"));
        ward.execute("alter default privileges in schema mediafiles_ops revoke all on tables from " + runner);
    }
}
