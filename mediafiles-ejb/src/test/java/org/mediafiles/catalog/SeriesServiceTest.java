package org.mediafiles.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mediafiles.catalog.CatalogFixture.ADMIN;
import static org.mediafiles.catalog.CatalogFixture.CLINICIAN;
import static org.mediafiles.catalog.CatalogFixture.INTEGRATOR;
import static org.mediafiles.catalog.CatalogFixture.OTHER_CLINICIAN;
import static org.mediafiles.catalog.CatalogFixture.VIEWER;
import static org.mediafiles.catalog.CatalogFixture.invalid;
import static org.mediafiles.catalog.CatalogFixture.refused;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.model.EventType;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Caller;

class SeriesServiceTest {
    private static final Instant NOW = Instant.now();
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(3));
    private static final ChangeContext WHY = new ChangeContext("blurred", null);

    private static CatalogFixture catalog;

    private UUID patient;
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
        patient = catalog.patient("Maria", "1980-05-17").id();
        series = catalog.series(patient, 4, LONG_AGO, NOW);
        files = ids(get());
    }

    private EventRecord get() {
        return catalog.events(service -> service.get(VIEWER, EventType.PHOTO_SERIES, series));
    }

    private static List<UUID> ids(EventRecord event) {
        return event.files().stream().map(SeriesFileRecord::id).toList();
    }

    private static String shown(EventRecord event) {
        List<String> words = new ArrayList<>();
        event.files().forEach(file -> words.add(file.orderIndex() + ":" + file.caption()));
        return String.join(" ", words);
    }

    private String total() {
        return catalog.archive.query("select total_images from mediafiles_photoseries where event_ptr_id = '" + series
                + "'");
    }

    private EventRecord reorder(Caller caller, List<UUID> order, ChangeContext context) {
        return catalog.series(service -> service.reorder(caller, series, order, context));
    }

    private EventRecord remove(UUID file) {
        return catalog.series(service -> service.remove(CLINICIAN, series, file, ChangeContext.NONE));
    }

    private EventRecord restore(UUID file) {
        return catalog.series(service -> service.restore(ADMIN, series, file, ChangeContext.NONE));
    }

    @Test
    void picturesChangePlacesAndTheTrailTellsBothOrders() {
        String version = get().version();
        List<UUID> order = List.of(files.get(3), files.get(0), files.get(2), files.get(1));

        EventRecord after = reorder(CLINICIAN, order, ChangeContext.NONE);

        assertEquals(order, ids(after));
        assertEquals("1:n4 2:n1 3:n3 4:n2", shown(after));
        assertEquals(shown(after), shown(get()));
        assertNotEquals(version, after.version());
        assertTrue(after.updatedAt().isAfter(after.createdAt()));
        assertEquals(files.get(0) + " " + files.get(3), catalog.archive.query(
                "select (before_values->'files'->0->>'id') || ' ' || (after_values->'files'->0->>'id')"
                        + " from mediafiles_ops.audit_event where act = 'event-change' and event_id = '" + series
                        + "'"));
    }

    @Test
    void theSameOrderChangesNothing() {
        EventRecord before = get();
        assertEquals(before.version(), reorder(CLINICIAN, files, ChangeContext.NONE).version());
        assertEquals(0, catalog.audited("event-change", "ok", patient));
    }

    @Test
    void anOrderNamesEachPictureOnce() {
        UUID foreign = ids(catalog.events(service -> service.get(VIEWER, EventType.PHOTO_SERIES,
                catalog.series(patient, 1, LONG_AGO, NOW)))).get(0);
        for (List<UUID> wrong : List.of(files.subList(0, 3), List.<UUID>of(),
                List.of(files.get(0), files.get(1), files.get(2), files.get(2)),
                List.of(files.get(0), files.get(1), files.get(2), files.get(3), files.get(3)),
                List.of(files.get(0), files.get(1), files.get(2), foreign))) {
            invalid("order", () -> reorder(CLINICIAN, wrong, ChangeContext.NONE));
        }
        assertEquals("1:n1 2:n2 3:n3 4:n4", shown(get()));
    }

    @Test
    void aCaptionIsCleanedAndBounded() {
        EventRecord after = catalog.series(service -> service.recaption(CLINICIAN, series, files.get(1),
                " antes\u202E\n da sutura ", ChangeContext.NONE));
        assertEquals("1:n1 2:antes da sutura 3:n3 4:n4", shown(after).replaceAll("  +", " "));
        invalid("caption", () -> catalog.series(service -> service.recaption(CLINICIAN, series, files.get(1),
                "x".repeat(1_001), ChangeContext.NONE)));
        assertEquals("", catalog.series(
                service -> service.recaption(CLINICIAN, series, files.get(1), null, ChangeContext.NONE)).files().get(1)
                .caption());
        refused(ProblemCode.NOT_FOUND, () -> catalog.series(service -> service.recaption(CLINICIAN, series,
                UUID.randomUUID(), "a", ChangeContext.NONE)));
    }

    @Test
    void whoMayChangeAnEventMayChangeItsPictures() {
        refused(ProblemCode.FORBIDDEN, () -> reorder(OTHER_CLINICIAN, files, ChangeContext.NONE));
        refused(ProblemCode.FORBIDDEN, () -> reorder(INTEGRATOR, files, ChangeContext.NONE));
        refused(ProblemCode.FORBIDDEN,
                () -> catalog.series(service -> service.remove(VIEWER, series, files.get(0), WHY)));
        assertEquals(3, catalog.audited("event-change", "refused", patient));

        catalog.archive.execute("update events_event set created_at = now() - interval '25 hours' where id = '"
                + series + "'");
        refused(ProblemCode.EDIT_WINDOW_CLOSED, () -> remove(files.get(0)));
        refused(ProblemCode.REASON_REQUIRED, () -> reorder(ADMIN, files, ChangeContext.NONE));
        catalog.series(service -> service.remove(ADMIN, series, files.get(0), WHY));
        assertEquals("blurred", catalog.archive.query("select details->>'reason' from mediafiles_ops.audit_event"
                + " where act = 'event-change' and outcome = 'ok' and event_id = '" + series + "'"));
    }

    @Test
    void checksComeInTheContractsOrder() {
        catalog.archive.execute("update events_event set created_at = now() - interval '25 hours' where id = '"
                + series + "'");
        ChangeContext stale = new ChangeContext(null, "stale");
        ChangeContext staleWithReason = new ChangeContext("why", "stale");
        invalid("order", () -> reorder(ADMIN, List.of(), stale));
        refused(ProblemCode.REASON_REQUIRED, () -> reorder(ADMIN, files, stale));
        refused(ProblemCode.VERSION_CONFLICT, () -> reorder(ADMIN, files, staleWithReason));
        AddPicturesCommand twenty = new AddPicturesCommand(series, List.of(), List.of(), false);
        refused(ProblemCode.VERSION_CONFLICT, () -> catalog.series(service -> {
            service.check(ADMIN, twenty, staleWithReason, 20);
            return null;
        }));
        assertEquals(Map.of("limit", 20), refused(ProblemCode.TOO_MANY_IMAGES, () -> catalog.series(service -> {
            service.check(ADMIN, twenty, WHY, 17);
            return null;
        })).extensions());
    }

    @Test
    void aRemovedPictureIsGoneForAllUntilAnAdminPutsItBackAsItWas() {
        UUID file = files.get(1);
        MediaFileRecord media = get().files().get(1).mediaFile();
        catalog.archive.execute("update mediafiles_photoseriesfile set created_at = '2026-01-02 03:04:05Z' where id = '"
                + file + "'");

        EventRecord after = remove(file);

        assertEquals("1:n1 2:n3 3:n4", shown(after));
        assertEquals(3, after.totalImages());
        assertEquals("3", total());
        for (Caller anyone : List.of(VIEWER, CLINICIAN, ADMIN)) {
            refused(ProblemCode.NOT_FOUND, () -> catalog.mediaFiles(service -> service.get(anyone, media.id())));
            refused(ProblemCode.NOT_FOUND, () -> catalog.archive.inTransaction(
                    em -> new MediaBytesService(em, new AuditTrail(em), new AccessPolicy()).get(anyone, media.id(),
                            Variant.LARGE)));
            assertTrue(catalog.events(service -> service.findByMediaFile(anyone, media.id())).isEmpty());
        }
        refused(ProblemCode.NOT_FOUND, () -> remove(file));

        RemovedPictureRecord removed = removed().items().get(0);
        assertEquals(file, removed.fileId());
        assertEquals(List.of(series, patient), List.of(removed.seriesId(), removed.patientId()));
        assertEquals("Série", removed.description());
        assertEquals(List.of(2, "n2", "clara Silva"),
                List.of(removed.orderIndex(), removed.caption(), removed.removedBy().displayName()));
        assertEquals(media.id(), removed.mediaFile().id());
        assertNull(removed.reason());
        assertFalse(removed.seriesDeleted());

        EventRecord back = restore(file);
        assertEquals("1:n1 2:n2 3:n3 4:n4", shown(back));
        assertEquals(files, ids(back));
        assertEquals(media, back.files().get(1).mediaFile());
        assertEquals("4", total());
        assertEquals("t", catalog.archive.query("select created_at = '2026-01-02 03:04:05Z' from"
                + " mediafiles_photoseriesfile where id = '" + file + "'"));
        assertEquals(List.of(), removed().items());
        refused(ProblemCode.CONFLICT, () -> restore(file));
        refused(ProblemCode.NOT_FOUND, () -> restore(UUID.randomUUID()));
    }

    private Page<RemovedPictureRecord> removed() {
        return catalog.series(service -> service.removed(ADMIN, PageRequest.first()));
    }

    @Test
    void theAdminsListOfMediaTellsOfARemovedPictureAsDeleted() {
        UUID media = get().files().get(0).mediaFile().id();
        remove(files.get(0));
        Page<MediaFileListing> list = catalog.mediaFiles(service -> service.list(ADMIN,
                new MediaFileQuery(null, null, null, null, null, null, PageRequest.first())));
        MediaFileListing removed = list.items().stream().filter(one -> one.mediaFile().id().equals(media)).findFirst()
                .orElseThrow();
        assertEquals(List.of(series, patient), List.of(removed.eventId(), removed.patientId()));
        assertTrue(removed.deleted());
        assertEquals(1, list.items().stream().filter(MediaFileListing::deleted).count());
    }

    @Test
    void onlyAdminsSeeAndPutBackWhatWasRemoved() {
        remove(files.get(0));
        for (Caller other : List.of(VIEWER, CLINICIAN, INTEGRATOR)) {
            refused(ProblemCode.FORBIDDEN, () -> catalog.series(service -> service.removed(other,
                    PageRequest.first())));
            refused(ProblemCode.FORBIDDEN, () -> catalog.series(service -> service.restore(other, series,
                    files.get(0), ChangeContext.NONE)));
        }
        assertEquals(3, catalog.audited("trash-open", "refused", null));
        removed();
        assertEquals(1, catalog.audited("trash-open", "ok", null));
    }

    @Test
    void theListOfRemovedPicturesIsPagedLastRemovedFirst() {
        List.of(files.get(2), files.get(0), files.get(3)).forEach(this::remove);
        List<UUID> seen = new ArrayList<>();
        String cursor = null;
        do {
            PageRequest page = new PageRequest(1, cursor);
            Page<RemovedPictureRecord> found = catalog.series(service -> service.removed(ADMIN, page));
            found.items().forEach(one -> seen.add(one.fileId()));
            cursor = found.nextCursor();
        } while (cursor != null);
        assertEquals(List.of(files.get(3), files.get(0), files.get(2)), seen);
    }

    @Test
    void theLastPictureStays() {
        files.subList(0, 3).forEach(this::remove);
        refused(ProblemCode.LAST_IMAGE, () -> remove(files.get(3)));
        assertEquals("1:n4", shown(get()));
    }

    @Test
    void whatComesBackToAShorterSeriesComesToItsEnd() {
        remove(files.get(3));
        remove(files.get(0));
        remove(files.get(1));
        assertEquals("1:n3 2:n4", shown(restore(files.get(3))));
        assertEquals("1:n1 2:n3 3:n4", shown(restore(files.get(0))));
    }

    @Test
    void aPictureThatTheSeriesHasAgainDoesNotComeBack() {
        String hash = get().files().get(0).mediaFile().fileHash();
        remove(files.get(0));
        catalog.archive.execute("update mediafiles_mediafile m set file_hash = '" + hash + "' from"
                + " mediafiles_photoseriesfile f where f.media_file_id = m.id and f.id = '" + files.get(1) + "'");
        Map<String, Object> told = refused(ProblemCode.DUPLICATE_MEDIA, () -> restore(files.get(0))).extensions();
        assertEquals(series.toString(), ((Map<?, ?>) told.get("duplicateOf")).get("eventId"));
    }

    @Test
    void aFullSeriesTakesNothingBack() {
        UUID file = files.get(0);
        remove(file);
        UUID other = catalog.series(patient, 17, LONG_AGO, NOW);
        catalog.archive.execute("update mediafiles_photoseriesfile set photo_series_id = '" + series
                + "', order_index = order_index + 100 where photo_series_id = '" + other + "'");
        assertEquals(Map.of("limit", 20),
                refused(ProblemCode.TOO_MANY_IMAGES, () -> restore(file)).extensions());
    }

    @Test
    void removedPicturesGoWhereTheirSeriesGoes() {
        UUID right = catalog.patient("Marta", "1990-05-17").id();
        remove(files.get(0));
        catalog.events(service -> service.move(CLINICIAN, EventType.PHOTO_SERIES, series, right, WHY));
        assertEquals(right, removed().items().get(0).patientId());

        catalog.events(service -> {
            service.delete(CLINICIAN, EventType.PHOTO_SERIES, series, ChangeContext.NONE);
            return null;
        });
        assertTrue(removed().items().get(0).seriesDeleted());
        refused(ProblemCode.NOT_FOUND, () -> restore(files.get(0)));
        catalog.events(service -> service.restore(ADMIN, EventType.PHOTO_SERIES, series, ChangeContext.NONE));
        assertEquals("1:n1 2:n2 3:n3 4:n4", shown(restore(files.get(0))));
    }

    @Test
    void adoptedGapsAndZerosAreReadAndMendedByTheNextChange() {
        for (List<Integer> places : List.of(List.of(0, 3, 4, 9),
                List.of(1_000_000, 1_000_001, 2_000_000, Integer.MAX_VALUE),
                List.of(2, 3, 4, 5))) {
            for (int at = 3; at >= 0; at--) {
                catalog.archive.execute("update mediafiles_photoseriesfile set order_index = " + (3_000_000 + at)
                        + " where id = '" + files.get(at) + "'");
            }
            for (int at = 0; at < 4; at++) {
                catalog.archive.execute("update mediafiles_photoseriesfile set order_index = " + places.get(at)
                        + " where id = '" + files.get(at) + "'");
            }
            assertEquals(files, ids(get()));
            List<UUID> order = new ArrayList<>(files);
            Collections.reverse(order);
            assertEquals("1:n4 2:n3 3:n2 4:n1", shown(reorder(CLINICIAN, order, ChangeContext.NONE)));
            reorder(CLINICIAN, files, ChangeContext.NONE);
        }
    }

    @Test
    void anAdoptedSeriesWithoutPicturesReadsEmptyWhateverItsTotalSays() {
        UUID empty = catalog.series(patient, 0, LONG_AGO, NOW);
        catalog.archive.execute("alter table mediafiles_photoseries disable trigger user");
        try {
            catalog.archive.execute("update mediafiles_photoseries set total_images = 7 where event_ptr_id = '" + empty
                    + "'");
        } finally {
            catalog.archive.execute("alter table mediafiles_photoseries enable trigger user");
        }
        EventRecord read = catalog.events(service -> service.get(VIEWER, EventType.PHOTO_SERIES, empty));
        assertEquals(List.of(), read.files());
        assertEquals(0, read.totalImages());
        assertEquals(read.version(),
                catalog.series(service -> service.reorder(CLINICIAN, empty, List.of(), ChangeContext.NONE)).version());
    }
}
