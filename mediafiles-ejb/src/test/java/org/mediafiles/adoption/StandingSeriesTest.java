package org.mediafiles.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.InTransactions;
import org.mediafiles.TestArchive;
import org.mediafiles.TestServer;
import org.mediafiles.adoption.AdoptReport.Outcome;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.catalog.StandingSeriesService;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.schema.validation.DataFindings;
import org.mediafiles.schema.version.BackupMeans;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;

/** Series that Django left with untrue totals, gaps, zeros, or nothing: listed, mended, and given back as they were. */
class StandingSeriesTest {
    private static final Duration SHORT_LOOK = Duration.ofMillis(50);
    /** Besides the fixture's three: zeros, a gap, the largest number there is, the wrong end of a full row, one that is right. */
    private static final String MORE = """
                                       INSERT INTO events_event SELECT md5('more' || n)::uuid, 9, '2025-04-01 08:00-03', 'Série', now(), now(), 1,
                                           md5('p1')::uuid, 1 FROM generate_series(1, 6) n;
                                       INSERT INTO mediafiles_photoseries SELECT md5('more' || n)::uuid, CASE n WHEN 6 THEN 2 ELSE 3 END, ''
                                           FROM generate_series(1, 6) n;
                                       INSERT INTO mediafiles_photoseriesfile SELECT md5('more' || s || '-' || place)::uuid, place, 'p' || place, now(),
                                           md5('more' || s)::uuid, ('f0000000-0000-4000-8000-' || lpad(rank::text, 12, '0'))::uuid
                                       FROM (VALUES (1, ARRAY[0, 1, 2]), (2, ARRAY[0, 2, 3]), (3, ARRAY[1, 2, 2147483647]),
                                           (4, ARRAY[2, 3, 1000000, 1000001]), (6, ARRAY[1, 2])) given (s, places),
                                           unnest(places) WITH ORDINALITY AS at (place, rank)""";

    @TempDir
    private Path folder;
    private String name;
    private DataSource database;
    private SchemaSite site;
    private TestArchive archive;
    private StandingSeriesService service;
    private List<String> before;

    @BeforeEach
    void adopt() throws IOException, SQLException {
        name = TestServer.newDatabase(null);
        database = TestServer.dataSource(name);
        Path storage = Files.createDirectory(folder.resolve("storage"));
        site = new SchemaSite(database, Optional.empty(), Optional.of(storage),
                new SchemaConfig(SchemaConfig.OnStartup.VALIDATE, false, Backup.EXTERNAL,
                        Optional.of(folder.resolve("backups")), 1, Optional.empty(), Optional.empty(), false,
                        Duration.ofSeconds(3), Duration.ofMinutes(1)),
                ToolConfig.DEFAULTS, new Initiator("tester", Door.COMMAND), Progress.NONE,
                BackupMeans.NONE.labelled("last night"));
        DjangoDatabase.make(database, 6, false);
        TestServer.execute(name, MORE);
        before = DjangoDatabase.everything(database);
        assertOk(new Adopt(site, new PlainSchemaWork(site), SHORT_LOOK, Adopt.Checkpoint.NONE).run(true));
        archive = TestArchive.of(name);
        InTransactions transactions = new InTransactions(archive, point -> {});
        service = transactions.around(StandingSeriesService.class, new StandingSeriesService(
                transactions.entityManager(), new AuditTrail(transactions.entityManager())));
    }

    @AfterEach
    void close() {
        archive.close();
    }

    private static void assertOk(AdoptReport report) {
        assertEquals(Outcome.OK, report.outcome(), () -> String.join("\n", report.lines(Locale.ENGLISH)));
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.texts(connection, sql);
        }
    }

    private String found() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return new DataFindings(site).read(connection, false).stream()
                    .filter(finding -> List.of("untrue-totals", "order-gaps").contains(finding.code()))
                    .sorted((one, two) -> two.code().compareTo(one.code())).map(Finding::toString)
                    .map(text -> text.replaceAll(".*code=([^,]+),.*count=(\\d+),.*", "$1 $2"))
                    .collect(Collectors.joining(", "));
        }
    }

    private List<String> places(String series) throws SQLException {
        return query("select order_index || ' ' || caption from public.mediafiles_photoseriesfile where photo_series_id"
                + " = md5('" + series + "')::uuid order by order_index");
    }

    @Test
    void seriesThatDjangoLeftUntrueAreListedAndMended() throws SQLException {
        assertEquals("untrue-totals 3, order-gaps 5", found());
        List<String> events = query("select t::text from public.events_event t order by 1");

        assertEquals(6, new StandingSeriesWalk(service).walk());

        assertEquals("untrue-totals 0, order-gaps 0", found());
        assertEquals(List.of("1 p0", "2 p1", "3 p2"), places("more1"));
        assertEquals(List.of("1 p0", "2 p2", "3 p3"), places("more2"));
        assertEquals(List.of("1 p1", "2 p2", "3 p2147483647"), places("more3"));
        assertEquals(List.of("1 p2", "2 p3", "3 p1000000", "4 p1000001"), places("more4"));
        assertEquals(List.of("0"), query("select total_images from public.mediafiles_photoseries where event_ptr_id ="
                + " md5('more5')::uuid"));
        assertEquals(events, query("select t::text from public.events_event t order by 1"), "the hospital's rows");
        assertEquals(0, new StandingSeriesWalk(service).walk(), "nothing is left to mend");
        assertEquals(List.of("6"), query("select count(*) from mediafiles_ops.audit_event where act = 'event-change'"
                + " and user_id is null and before_values <> after_values and patient_id is not null"));
    }

    @Test
    void whatWasMendedComesBackAsItWas() throws SQLException {
        new StandingSeriesWalk(service).walk();
        AdoptReport report = new Unadopt(site, new PlainSchemaWork(site), SHORT_LOOK, Adopt.Checkpoint.NONE).run(true);
        assertOk(report);
        assertEquals(String.join("\n", before), String.join("\n", DjangoDatabase.everything(database)));
        assertFalse(report.findings().stream().anyMatch(finding -> finding.code().equals("events-edited")),
                "nobody edited an event");
    }

    @Test
    void walkThatBrokeOffIsTakenUpAgain() throws SQLException {
        TestServer.execute(name, "create function public.refuse() returns trigger language plpgsql as"
                + " 'begin raise exception ''not now''; end'; create trigger refuse before update on"
                + " public.mediafiles_photoseriesfile for each row when (old.photo_series_id = md5('more2')::uuid)"
                + " execute function public.refuse()");
        assertEquals(5, new StandingSeriesWalk(service).walk(), "one that fails leaves the others to be mended");
        assertEquals("untrue-totals 0, order-gaps 1", found());
        TestServer.execute(name, "drop function public.refuse() cascade");
        assertEquals(1, new StandingSeriesWalk(service).walk());
        assertEquals("untrue-totals 0, order-gaps 0", found());
    }

    @Test
    void seriesThatSomebodyIsChangingIsMendedAfterHim() throws Exception {
        UUID series = UUID.fromString(query("select md5('more1')::uuid").get(0));
        try (Connection other = database.getConnection()) {
            other.setAutoCommit(false);
            Sql.run(other, "delete from public.mediafiles_photoseriesfile where photo_series_id = '" + series
                    + "' and order_index = 1");
            CompletableFuture<Boolean> mended = CompletableFuture.supplyAsync(() -> service.mend(series));
            Thread.sleep(300);
            assertFalse(mended.isDone());
            other.commit();
            assertTrue(mended.get(30, TimeUnit.SECONDS));
        }
        assertEquals(List.of("1 p0", "2 p2"), places("more1"));
        assertFalse(service.mend(series));
        assertFalse(service.mend(UUID.randomUUID()));
    }

    @Test
    void databaseOfOurOwnIsNotWalked() {
        try (TestArchive own = TestArchive.open()) {
            InTransactions transactions = new InTransactions(own, point -> {});
            assertEquals(0, new StandingSeriesWalk(transactions.around(StandingSeriesService.class,
                    new StandingSeriesService(transactions.entityManager(),
                            new AuditTrail(transactions.entityManager()))))
                    .walk());
        }
    }
}
