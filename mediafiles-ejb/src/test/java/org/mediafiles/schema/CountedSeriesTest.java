package org.mediafiles.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestServer;
import org.mediafiles.schema.migrate.SchemaGrants;
import org.mediafiles.schema.version.Sql;

/** From V20 on the database itself keeps total_images true, whoever writes and whatever he claims. */
class CountedSeriesTest {
    private static final String SERIES = """
                                         insert into public.patients_patient values ('00000000-0000-0000-0000-0000000000a1', 'A', '2000-01-01');
                                         insert into public.accounts_eqmduser (id, username, password, is_superuser, first_name, last_name, email, is_staff,
                                             is_active, date_joined) values (1, 'ana', '!', false, '', '', '', false, true, '2026-01-01');
                                         insert into public.events_event select md5('series' || n)::uuid, 9, '2026-01-01', 'x', '2026-01-01', '2026-01-01', 1,
                                             '00000000-0000-0000-0000-0000000000a1', 1 from generate_series(1, 3) n;
                                         insert into public.mediafiles_mediafile (id, file_path, original_filename, file_size, mime_type, file_type,
                                             metadata, created_at, updated_at)
                                         select md5('file' || n)::uuid, 'photo_series/' || n, 'a.jpg', 1, 'image/jpeg', 'image', '{}', now(), now()
                                         from generate_series(1, 9) n;
                                         insert into public.mediafiles_photoseries select md5('series' || n)::uuid, 7, '' from generate_series(1, 3) n""";

    private String name;
    private DataSource database;

    @BeforeEach
    void threeEmptySeries() {
        name = TestServer.newMigratedDatabase();
        database = TestServer.dataSource(name);
        TestServer.execute(name, SERIES);
    }

    private static String picture(int series, int file, int place) {
        return "insert into public.mediafiles_photoseriesfile values (md5('row' || " + file + ")::uuid, " + place
                + ", '', now(), md5('series' || " + series + ")::uuid, md5('file' || " + file + ")::uuid)";
    }

    private List<String> totals() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.texts(connection, "select total_images from public.mediafiles_photoseries,"
                    + " generate_series(1, 3) n where event_ptr_id = md5('series' || n)::uuid order by n");
        }
    }

    private void assertTotals(String sql, int... expected) throws SQLException {
        TestServer.execute(name, sql);
        assertEquals(Arrays.stream(expected).mapToObj(String::valueOf).toList(), totals(), sql);
    }

    @Test
    void whatIsClaimedOfASeriesIsReplacedByTheCount() throws SQLException {
        assertEquals(List.of("0", "0", "0"), totals());
        assertTotals(picture(1, 1, 1) + ";" + picture(1, 2, 2), 2, 0, 0);
        assertTotals("update public.mediafiles_photoseries set total_images = 19", 2, 0, 0);
        assertTotals("update public.mediafiles_photoseries set series_description = 'x', total_images = 0", 2, 0, 0);
    }

    @Test
    void everyWayInAndOutCounts() throws SQLException {
        assertTotals("insert into public.mediafiles_photoseriesfile select md5('row' || n)::uuid, n, '', now(),"
                + " md5('series' || 1 + n % 2)::uuid, md5('file' || n)::uuid from generate_series(1, 5) n", 2, 3, 0);
        assertTotals("update public.mediafiles_photoseriesfile set photo_series_id = md5('series3')::uuid"
                + " where order_index in (2, 3)", 1, 2, 2);
        assertTotals("update public.mediafiles_photoseriesfile set order_index = order_index + 10, caption = 'x'", 1,
                2, 2);
        assertTotals("delete from public.mediafiles_photoseriesfile where photo_series_id = md5('series2')::uuid", 1, 0,
                2);
        assertTotals("delete from public.mediafiles_mediafile where id in (select media_file_id from"
                + " public.mediafiles_photoseriesfile where photo_series_id = md5('series3')::uuid)", 1, 0, 0);
        assertTotals(picture(2, 9, 1) + " on conflict do nothing;" + picture(2, 9, 1) + " on conflict do nothing", 1, 1,
                0);
    }

    @Test
    void picturesThatAreExchangedLeaveBothCountsAlone() throws SQLException {
        TestServer.execute(name, picture(1, 1, 1) + ";" + picture(2, 2, 2));
        String before = written();
        assertTotals("update public.mediafiles_photoseriesfile set photo_series_id = case when photo_series_id ="
                + " md5('series1')::uuid then md5('series2')::uuid else md5('series1')::uuid end", 1, 1, 0);
        assertEquals(before, written(), "no series was written");
    }

    private String written() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return String.join(" ", Sql.texts(connection,
                    "select xmin from public.mediafiles_photoseries order by event_ptr_id"));
        }
    }

    @Test
    void seriesThatGoesTakesItsPicturesAlong() throws SQLException {
        TestServer.execute(name, picture(1, 1, 1) + ";" + picture(2, 2, 1));
        TestServer.execute(name, "delete from public.mediafiles_photoseries where event_ptr_id = md5('series1')::uuid");
        assertEquals(List.of("0", "1"), totals().stream().sorted().toList());
    }

    @Test
    void rowsOfPicturesMayComeBeforeTheirSeries() throws SQLException {
        TestServer.execute(name, "delete from public.mediafiles_photoseries where event_ptr_id = md5('series3')::uuid;"
                + picture(3, 3, 1) + ";" + picture(3, 4, 2)
                + "; insert into public.mediafiles_photoseries values (md5('series3')::uuid, 0, '')");
        assertEquals(List.of("0", "0", "2"), totals());
    }

    @Test
    void twoWhoWriteOneSeriesAtATimeWaitForEachOtherAndBothCount() throws Exception {
        try (Connection first = database.getConnection()) {
            first.setAutoCommit(false);
            Sql.run(first, picture(1, 1, 1));
            CompletableFuture<Void> second = CompletableFuture
                    .runAsync(() -> TestServer.execute(name, picture(1, 2, 2)));
            CompletableFuture<Void> claim = CompletableFuture.runAsync(() -> TestServer.execute(name,
                    "update public.mediafiles_photoseries set total_images = 5"));
            assertThrows(TimeoutException.class, () -> second.get(500, TimeUnit.MILLISECONDS));
            assertFalse(claim.isDone());
            first.commit();
            second.get(30, TimeUnit.SECONDS);
            claim.get(30, TimeUnit.SECONDS);
        }
        assertEquals(List.of("2", "0", "0"), totals());
    }

    @Test
    void snapshotThatIsTooOldToCountIsRefused() throws Exception {
        try (Connection old = database.getConnection()) {
            old.setAutoCommit(false);
            old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            Sql.text(old, "select count(*) from public.mediafiles_photoseriesfile");
            TestServer.execute(name, picture(1, 1, 1));
            SQLException refused = assertThrows(SQLException.class, () -> Sql.run(old, picture(1, 2, 2)));
            assertEquals("40001", refused.getSQLState());
            old.rollback();
        }
        assertEquals(List.of("1", "0", "0"), totals());
    }

    /** Two series in both orders, many times: a deadlock would end one of them. */
    @Test
    void whoWritesSeveralSeriesTakesThemInOneOrder() throws Exception {
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < 2; writer++) {
            String order = writer == 0 ? "n" : "-n";
            int mine = writer;
            writers.add(CompletableFuture.runAsync(() -> {
                for (int round = 0; round < 60; round++) {
                    TestServer.execute(name, "insert into public.mediafiles_photoseriesfile select gen_random_uuid(), "
                            + (1 + mine) + ", '', now(), md5('series' || n)::uuid, md5('file' || " + (1 + mine)
                            + ")::uuid from generate_series(1, 3) n order by " + order
                            + "; delete from public.mediafiles_photoseriesfile where order_index = " + (1 + mine));
                }
            }));
        }
        for (CompletableFuture<Void> writer : writers) {
            try {
                writer.get(60, TimeUnit.SECONDS);
            } catch (ExecutionException | CompletionException failed) {
                throw new AssertionError(failed.getCause());
            }
        }
        assertEquals(List.of("0", "0", "0"), totals());
    }

    /** Whatever the order in which rows lie in the table and come to be written. */
    @Test
    void whoWritesSeveralSeriesWaitsForTheFirstBeforeLockingAnother() throws Exception {
        String first = "event_ptr_id = (select event_ptr_id from public.mediafiles_photoseries order by 1 limit 1)";
        TestServer.execute(name, "update public.mediafiles_photoseries set series_description = 'last in the table'"
                + " where " + first);
        try (Connection holder = database.getConnection(); Connection other = database.getConnection()) {
            holder.setAutoCommit(false);
            Sql.run(holder, "select 1 from public.mediafiles_photoseries where " + first + " for no key update");
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> TestServer.execute(name,
                    "set enable_indexscan = off; set enable_bitmapscan = off; insert into"
                            + " public.mediafiles_photoseriesfile select gen_random_uuid(), 1, '', now(),"
                            + " md5('series' || n)::uuid, md5('file' || n)::uuid from generate_series(1, 3) n"));
            while (Sql.text(other, "select count(*) from pg_stat_activity where datname = current_database() and"
                    + " wait_event_type = 'Lock'").equals("0")) {
                assertFalse(writer.isDone(), "it waits for who holds the first");
                Thread.sleep(10);
            }
            assertEquals(2, Sql.texts(other, "select event_ptr_id::text from public.mediafiles_photoseries where not "
                    + first + " for no key update nowait").size());
            holder.rollback();
            writer.get(30, TimeUnit.SECONDS);
        }
        assertEquals(List.of("1", "1", "1"), totals());
    }

    @Test
    void loginThatMayNotWriteTheSeriesCountsAllTheSame() throws SQLException {
        String login = "ward_" + UUID.randomUUID().toString().replace("-", "");
        TestServer.execute(name, "create role " + login + " login; grant usage on schema public to " + login
                + "; grant insert on public.mediafiles_photoseriesfile to " + login);
        try (Connection connection = TestServer.dataSource(name, login).getConnection()) {
            Sql.run(connection, picture(1, 1, 1));
        }
        assertEquals(List.of("1", "0", "0"), totals());
        try (Connection owner = database.getConnection()) {
            SchemaGrants.apply(owner, login);
        }
        try (Connection connection = TestServer.dataSource(name, login).getConnection()) {
            Sql.run(connection, "insert into mediafiles_ops.removed_picture (file_id, photo_series_id, media_file_id,"
                    + " order_index, caption, created_at, removed_by_id) select id, photo_series_id, media_file_id,"
                    + " order_index, caption, created_at, 1 from public.mediafiles_photoseriesfile");
            Sql.run(connection, "delete from public.mediafiles_photoseriesfile");
            Sql.run(connection, "insert into mediafiles_ops.regeneration (scope, state, requested_by_id, total)"
                    + " values ('one', 'running', 1, 1)");
            assertTrue(assertThrows(SQLException.class, () -> Sql.run(connection,
                    "alter table public.mediafiles_photoseries disable trigger all")).getMessage().contains("owner"));
        }
        assertEquals(List.of("0", "0", "0"), totals());
    }
}
