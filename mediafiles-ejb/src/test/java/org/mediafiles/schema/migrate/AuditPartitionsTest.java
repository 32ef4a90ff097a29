package org.mediafiles.schema.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestServer;
import org.mediafiles.schema.version.Sql;

class AuditPartitionsTest {
    private static final String MONTHS = "select inhrelid::regclass::text from pg_inherits"
            + " where inhparent = 'mediafiles_ops.audit_event'::regclass and inhrelid::regclass::text ~ '_\\d{4}_\\d{2}$' order by 1";

    private Ward ward;

    @BeforeEach
    void migrated() {
        ward = Ward.at(Ward.LATEST);
    }

    private int ensure() throws SQLException {
        try (Connection owner = ward.database.getConnection()) {
            return AuditPartitions.ensure(owner);
        }
    }

    private String last() throws SQLException {
        return ward.text("select max(m) from (" + MONTHS + ") months (m)");
    }

    private void remove(String partition) {
        ward.execute(
                "alter table mediafiles_ops.audit_event detach partition " + partition + "; drop table " + partition);
    }

    @Test
    void everyMonthUntilTwoYearsAheadHasItsOwn() throws SQLException {
        List<String> months = ward.query(MONTHS);
        assertEquals("mediafiles_ops.audit_event_" + ward.text(
                "select to_char(date_trunc('month', now() at time zone 'UTC') + interval '24 months', 'YYYY_MM')"),
                last());
        assertTrue(months.size() >= 22, months::toString);
        assertEquals(0, ensure(), "nothing is missing");
        assertEquals(months, ward.query(MONTHS));
    }

    @Test
    void whatIsMissingIsMadeWithAllThatTheOthersHave() throws SQLException {
        String gone = last();
        remove(gone);
        assertEquals(1, ensure());
        assertEquals(gone, last());
        String facts = "select (select count(*) from pg_index where indrelid = '%1$s'::regclass and indisvalid) || ' '"
                + " || (select string_agg(tgname::text || tgenabled::text, ' ' order by tgname) from pg_trigger where tgrelid = '%1$s'::regclass)"
                + " || ' ' || (select string_agg(conname, ' ' order by conname) from pg_constraint where contype = 'c'"
                + " and conrelid = '%1$s'::regclass) || ' ' || (select relowner from pg_class where oid = '%1$s'::regclass)";
        assertEquals(ward.text(facts.formatted(ward.query(MONTHS).get(0))), ward.text(facts.formatted(gone)));
        assertTrue(ward.text(facts.formatted(gone)).startsWith("7 audit_event_arrivesO audit_event_staysO"),
                ward.text(facts.formatted(gone)));
    }

    /** Rows of a month that nobody had made a partition for. */
    @Test
    void rowsOfTheDefaultPartitionStayThereAndCloseNothing() throws SQLException {
        String gone = last();
        remove(gone);
        String within = gone.substring(gone.length() - 7).replace('_', '-') + "-15";
        ward.execute(
                "set session_replication_role = replica; insert into mediafiles_ops.audit_event (id, at, act, outcome)"
                        + " values (77, '" + within + "', 'sign-in', 'ok'); set session_replication_role = origin");
        assertEquals(0, ensure(), "the month has rows elsewhere");
        assertEquals("1", ward.text("select count(*) from mediafiles_ops.audit_event_default"));
        assertEquals("1", ward.text("select count(*) from mediafiles_ops.audit_event where id = 77"));
    }

    @Test
    void whoHoldsTheTrailIsNotWaitedFor() throws SQLException {
        String gone = last();
        remove(gone);
        try (Connection other = ward.database.getConnection()) {
            other.setAutoCommit(false);
            Sql.run(other, "lock table mediafiles_ops.audit_event in share row exclusive mode");
            assertEquals(0, ensure());
            other.rollback();
        }
        assertEquals(1, ensure());
    }

    @Test
    void writersGoOnWhileOneIsMade() throws SQLException {
        remove(last());
        try (Connection writer = ward.database.getConnection(); Connection owner = ward.database.getConnection()) {
            writer.setAutoCommit(false);
            Sql.run(writer, "insert into mediafiles_ops.audit_event (act, outcome) values ('sign-in', 'ok')");
            assertEquals(1, AuditPartitions.ensure(owner), "beside a writer's open transaction");
            Sql.run(writer, "insert into mediafiles_ops.audit_event (act, outcome) values ('sign-out', 'ok')");
            writer.commit();
        }
        assertEquals("2", ward.text("select count(*) from mediafiles_ops.audit_event where act like 'sign-%'"));
    }

    @Test
    void nothingIsDoneBelowItsVersionOrAsAnotherLogin() throws SQLException {
        Ward older = Ward.at(21);
        try (Connection owner = older.database.getConnection()) {
            assertEquals(0, AuditPartitions.ensure(owner));
        }
        remove(last());
        String clerk = "clerk_" + ward.name;
        ward.execute("create role " + clerk + " login; grant usage on schema mediafiles_ops to " + clerk);
        try (Connection atWork = TestServer.dataSource(ward.name, clerk).getConnection()) {
            assertEquals(0, AuditPartitions.ensure(atWork));
        }
        ward.execute("drop owned by " + clerk + "; drop role " + clerk);
    }
}
