package org.mediafiles.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mediafiles.catalog.CatalogFixture.ADMIN;
import static org.mediafiles.catalog.CatalogFixture.CLINICIAN;
import static org.mediafiles.catalog.CatalogFixture.VIEWER;
import static org.mediafiles.catalog.CatalogFixture.refused;

import jakarta.interceptor.InvocationContext;
import jakarta.persistence.PersistenceException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.ProblemCode;

@Timeout(60)
class CollisionRepetitionTest {
    private static CatalogFixture catalog;

    private UUID series;
    private List<UUID> files;

    @BeforeAll
    static void open() {
        catalog = new CatalogFixture();
    }

    @AfterAll
    static void close() {
        catalog.close();
    }

    @BeforeEach
    void fill() {
        catalog.clear();
        series = catalog.series(catalog.patient("Maria", "1980-05-17").id(), 4, Instant.now(), Instant.now());
        files = ids();
    }

    private List<UUID> ids() {
        return catalog.events(service -> service.get(VIEWER, EventType.PHOTO_SERIES, series)).files().stream()
                .map(SeriesFileRecord::id).toList();
    }

    @Test
    void theServiceOfSeriesAsksForIt() {
        assertTrue(SeriesService.class.isAnnotationPresent(RepeatsCollisions.class));
    }

    @Test
    void aPlaceThatAnotherProgramTookMeanwhileIsNotTakenTwice() throws Exception {
        UUID last = files.get(3);
        catalog.series(service -> service.remove(CLINICIAN, series, last, ChangeContext.NONE));

        AtomicInteger tries = whileAnotherTakesTheLastPlace(() -> catalog
                .series(service -> service.restore(ADMIN, series, last, ChangeContext.NONE)));

        assertEquals(2, tries.get(), "the first try was to collide");
        assertEquals(files, ids());
        assertEquals("1 2 3 4", catalog.archive.query("select string_agg(order_index::text, ' ' order by order_index)"
                + " from mediafiles_photoseriesfile where photo_series_id = '" + series + "'"));
        assertEquals(2, catalog.audited("event-change", "ok", null), "the try that was undone left no row");
    }

    /** The other one's transaction ends when the call waits for it. */
    private AtomicInteger whileAnotherTakesTheLastPlace(Callable<?> call) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (Connection other = catalog.archive.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("update mediafiles_photoseriesfile set order_index = 4 where id = '" + files.get(2)
                    + "'");
            CompletableFuture<Object> ours = CompletableFuture.supplyAsync(() -> repeated(call, tries));
            while (!"1".equals(catalog.archive.query("select count(*) from pg_stat_activity"
                    + " where datname = current_database() and wait_event_type = 'Lock'"))) {
                Thread.sleep(20);
            }
            other.commit();
            ours.get(30, TimeUnit.SECONDS);
        }
        return tries;
    }

    @Test
    void whoeverCollidesEachTimeIsToldToReadAgain() {
        AtomicInteger tries = new AtomicInteger();

        refused(ProblemCode.VERSION_CONFLICT, () -> repeated(() -> {
            throw new PersistenceException(new SQLException("deadlock detected", "40P01"));
        }, tries));

        assertEquals(3, tries.get());
    }

    @Test
    void whatIsNoCollisionIsThrownAtOnce() {
        AtomicInteger tries = new AtomicInteger();

        assertThrows(PersistenceException.class, () -> repeated(() -> {
            throw new PersistenceException(new SQLException("no connection", "08006"));
        }, tries));

        assertEquals(1, tries.get());
    }

    private static Object repeated(Callable<?> call, AtomicInteger tries) {
        InvocationContext context = (InvocationContext) Proxy.newProxyInstance(
                CollisionRepetitionTest.class.getClassLoader(), new Class<?>[]{InvocationContext.class},
                (proxy, method, args) -> {
                    if (method.getName().equals("getMethod")) {
                        return Callable.class.getMethod("call");
                    }
                    tries.incrementAndGet();
                    return call.call();
                });
        try {
            return new CollisionRepetition().repeat(context);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
