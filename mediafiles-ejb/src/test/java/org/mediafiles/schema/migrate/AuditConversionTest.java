package org.mediafiles.schema.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mediafiles.schema.version.Sql;

/** A trail of years becomes partitioned while people are at work. How long a write waits then, {@code -Pbench-schema} says. */
class AuditConversionTest {
    private static final int OLD = 300_000;
    private static final int WRITERS = 3;
    private static final String FILL = "insert into mediafiles_ops.audit_event (at, act, outcome, user_id, username, patient_id)"
            + " select now() - i * interval '3 minutes', 'media-look', 'ok', i %% 50, 'u' || i %% 50,"
            + " md5((i %% 999)::text)::uuid from generate_series(1, %d) i";
    private static final String WRITE = "insert into mediafiles_ops.audit_event (act, outcome, username)"
            + " values ('sign-in', 'ok', 'writer')";

    @Test
    void everyRowIsThereAfterwardsAndNoWriteWasRefused() throws Exception {
        Ward ward = Ward.at(30);
        ward.execute(FILL.formatted(OLD) + "; analyze mediafiles_ops.audit_event");
        String old = "select count(*) || ' ' || md5(string_agg(id || ' ' || extract(epoch from at) || act || patient_id, ','"
                + " order by id)) from mediafiles_ops.audit_event where act = 'media-look'";
        String before = ward.text(old);
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        List<CompletableFuture<Void>> writers = IntStream.range(0, WRITERS)
                .mapToObj(n -> CompletableFuture.runAsync(() -> write(ward, done, written))).toList();

        MigrateReport report = ward.run();

        int during = written.get();
        while (written.get() < during + WRITERS) {
            Thread.onSpinWait();
        }
        done.set(true);
        writers.forEach(CompletableFuture::join);
        assertTrue(report.isDone(), report::toString);
        assertEquals(before, ward.text(old));
        assertEquals(String.valueOf(written.get()),
                ward.text("select count(*) from mediafiles_ops.audit_event where username = 'writer'"));
        assertEquals("0", ward.text("select count(*) - count(distinct id) from mediafiles_ops.audit_event"));
        assertEquals("mediafiles_ops.audit_event_before",
                ward.text("select string_agg(distinct tableoid::regclass::text, ' ') from mediafiles_ops.audit_event"));
    }

    private static void write(Ward ward, AtomicBoolean done, AtomicInteger written) {
        try (Connection connection = ward.database.getConnection()) {
            while (!done.get()) {
                Sql.run(connection, WRITE);
                written.incrementAndGet();
                Thread.sleep(2);
            }
        } catch (SQLException | InterruptedException failed) {
            done.set(true);
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void trailWhoseRowsLieAheadOfTheClockIsConvertedToo() throws SQLException {
        Ward ward = Ward.at(21);
        ward.execute(
                "insert into mediafiles_ops.audit_event (at, act, outcome) values (now() + interval '200 days', 'x', 'ok')");
        assertTrue(ward.run().isDone());
        assertEquals("mediafiles_ops.audit_event_before",
                ward.text("select tableoid::regclass from mediafiles_ops.audit_event where act = 'x'"));
    }

    /** V31 stands alone, and the program before it goes on for weeks until V32 comes. */
    @Test
    void rowsGoOnComingBetweenTheTwo() throws SQLException {
        Ward ward = Ward.at(31);
        ward.execute(WRITE + "; set session_replication_role = replica; insert into mediafiles_ops.audit_event"
                + " (at, act, outcome) values (now() + interval '30 days', 'x', 'ok')");
        assertTrue(ward.run().isDone());
        assertEquals("2", ward.text("select count(*) from mediafiles_ops.audit_event where act in ('x', 'sign-in')"));
    }
}
