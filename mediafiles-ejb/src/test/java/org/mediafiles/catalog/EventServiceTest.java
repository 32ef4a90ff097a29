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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.model.EventType;
import org.mediafiles.model.Sha256;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Caller;

class EventServiceTest {
    private static final Instant NOW = Instant.now();
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(3));
    private static final ChangeContext WHY = new ChangeContext("wrong patient chosen", null);

    private static CatalogFixture catalog;

    private UUID patient;
    private UUID otherPatient;

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
        otherPatient = catalog.patient("Marta", "1990-05-17").id();
    }

    @Test
    void photoIsReadWithItsFileItsPeopleAndItsWindow() {
        UUID id = catalog.photo(patient, CLINICIAN, LONG_AGO, NOW);
        EventRecord event = get(id);
        assertEquals(EventType.PHOTO, event.type());
        assertEquals(new Person("clara", "clara Silva"), event.createdBy());
        assertEquals(Duration.ofHours(24), Duration.between(event.createdAt(), event.editableUntil()));
        assertEquals("Ferida Ação.jpg", event.mediaFile().originalFilename());
        assertEquals(Map.of("camera", "X-100"), event.mediaFile().metadata(), "nothing but the whitelist");
        assertTrue(event.mediaFile().hasPosition());
        assertNull(event.mediaFile().playback());
        assertNull(event.files());
        assertEquals(1, catalog.audited("event-open", "ok", patient));
    }

    @Test
    void seriesAndClipAreReadWithWhatIsTheirs() {
        UUID series = catalog.series(patient, 3, LONG_AGO, NOW);
        UUID clip = catalog.clip(patient, LONG_AGO, NOW);
        EventRecord read = catalog.events(service -> service.get(VIEWER, EventType.PHOTO_SERIES, series));
        assertEquals(List.of("n1", "n2", "n3"), read.files().stream().map(SeriesFileRecord::caption).toList());
        assertEquals(3, read.totalImages());
        assertNull(read.mediaFile());
        catalog.archive.execute("update mediafiles_photoseriesfile set caption = 'other' where order_index = 2");
        assertNotEquals(read.version(),
                catalog.events(service -> service.get(VIEWER, EventType.PHOTO_SERIES, series)).version());
        MediaFileRecord file = catalog.events(service -> service.get(VIEWER, EventType.VIDEO_CLIP, clip)).mediaFile();
        assertEquals(new PlaybackRecord("processing", null), file.playback());
        assertEquals("2.500", file.duration().toPlainString());
    }

    @Test
    void eventOfAnotherKindIsNotFound() {
        UUID id = catalog.photo(patient, CLINICIAN, LONG_AGO, NOW);
        for (EventType type : List.of(EventType.VIDEO_CLIP, EventType.PHOTO_SERIES)) {
            refused(ProblemCode.NOT_FOUND, () -> catalog.events(service -> service.get(VIEWER, type, id)));
        }
        refused(ProblemCode.NOT_FOUND, () -> get(UUID.randomUUID()));
    }

    @Test
    void timelineIsNewestFirstAndPagesWithoutGapOrRepetition() {
        List<UUID> expected = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            // Three at the same instant each: ids decide.
            expected.add(catalog.photo(patient, CLINICIAN, NOW.minusSeconds(60L * (i / 3)), NOW));
        }
        catalog.photo(otherPatient, CLINICIAN, NOW, NOW);
        List<UUID> seen = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        String cursor = null;
        do {
            Page<EventRecord> page = timeline(Set.of(), null, null, new PageRequest(2, cursor));
            page.items().forEach(event -> {
                seen.add(event.id());
                times.add(event.eventDatetime());
            });
            cursor = page.nextCursor();
        } while (cursor != null);
        assertEquals(Set.copyOf(expected), Set.copyOf(seen));
        assertEquals(9, seen.size());
        assertEquals(times.stream().sorted(java.util.Comparator.reverseOrder()).toList(), times);
        assertEquals(1, catalog.audited("timeline-open", "ok", patient), "pages are one look");
    }

    @Test
    void timelineFiltersByKindAndTimeWithToExclusive() {
        UUID photo = catalog.photo(patient, CLINICIAN, LONG_AGO, NOW);
        UUID clip = catalog.clip(patient, LONG_AGO.plusSeconds(1), NOW);
        UUID series = catalog.series(patient, 2, LONG_AGO.plusSeconds(2), NOW);
        assertEquals(List.of(series, clip, photo), ids(timeline(Set.of(), null, null, PageRequest.first())));
        assertEquals(List.of(clip), ids(timeline(Set.of(EventType.VIDEO_CLIP), null, null, PageRequest.first())));
        assertEquals(List.of(series, photo),
                ids(timeline(Set.of(EventType.PHOTO, EventType.PHOTO_SERIES), null, null, PageRequest.first())));
        assertEquals(List.of(clip, photo), ids(timeline(Set.of(), micros(LONG_AGO), micros(LONG_AGO.plusSeconds(2)),
                PageRequest.first())));
        assertEquals(Map.of(EventType.PHOTO, 1L, EventType.PHOTO_SERIES, 1L, EventType.VIDEO_CLIP, 1L),
                catalog.events(service -> service.counts(VIEWER, patient)));
    }

    @Test
    void eventsWithoutMediaAndOfOtherKindsAreNoMedia() {
        UUID photo = catalog.photo(patient, CLINICIAN, LONG_AGO, NOW);
        foreignEvent(3, "2026-01-10T12:00:00-03");
        foreignEvent(9, "2026-01-11T12:00:00-03");
        foreignEvent(1, "2026-01-10T12:00:00-03");
        assertEquals(List.of(photo), ids(timeline(Set.of(), null, null, PageRequest.first())));
        assertEquals(2, countMissing(Set.of(), null, null));
        assertEquals(1, countMissing(Set.of(EventType.PHOTO), null, null));
        assertEquals(1, countMissing(Set.of(), "2026-01-10", "2026-01-11"));
        assertEquals(1L, catalog.events(service -> service.counts(VIEWER, patient)).get(EventType.PHOTO));
    }

    @Test
    void timelineOfNobodyAndCursorsFromNowhereAreRefused() {
        refused(ProblemCode.NOT_FOUND, () -> catalog.events(service -> service.timeline(VIEWER,
                new TimelineQuery(UUID.randomUUID(), Set.of(), null, null, PageRequest.first()))));
        for (String cursor : List.of("", "x", Cursor.of(patient).encode("trash"),
                "dGltZWxpbmUgOTIyMzM3MjAzNjg1NDc3NTgwNyB4")) {
            invalid("cursor", () -> timeline(Set.of(), null, null, new PageRequest(5, cursor)));
        }
        catalog.photo(patient, CLINICIAN, LONG_AGO, NOW);
        timeline(Set.of(), null, null, new PageRequest(5, new Cursor(NOW, patient).encode("timeline")));
        assertEquals(1, catalog.audited("timeline-open", "ok", patient), "nobody pages past the record");
    }

    @Test
    void timelineReadsAnyLengthWithTheSameFewQueries() {
        for (int i = 0; i < 4; i++) {
            catalog.photo(patient, CLINICIAN, LONG_AGO.plusSeconds(i), NOW);
            catalog.series(patient, 3, LONG_AGO.plusSeconds(i), NOW);
            catalog.clip(patient, LONG_AGO.plusSeconds(i), NOW);
        }
        long few = statements(() -> timeline(Set.of(), null, null, new PageRequest(3, null)));
        long many = statements(() -> timeline(Set.of(), null, null, new PageRequest(12, null)));
        assertEquals(few, many);
    }

    @Test
    void authorChangesWordsAndTimeAndTheVersionGrows() {
        UUID id = catalog.photo(patient, CLINICIAN, LONG_AGO, NOW);
        EventRecord before = get(id);
        Instant when = micros(LONG_AGO.plusSeconds(5));
        EventRecord after = change(CLINICIAN, id, new EventPatch("  ferida\u202e  ", when, null),
                new ChangeContext(null, before.version()));
        assertEquals("ferida", after.description());
        assertEquals(when, after.eventDatetime());
        assertNotEquals(before.version(), after.version());
        assertTrue(after.updatedAt().isAfter(before.updatedAt()));
        assertEquals(after, get(id));
        assertEquals("Foto>ferida", catalog.archive.query("select (before_values->>'description') || '>' ||"
                + " (after_values->>'description') from mediafiles_ops.audit_event where act = 'event-change'"));
        refused(ProblemCode.VERSION_CONFLICT, () -> change(CLINICIAN, id, new EventPatch("x", null, null),
                new ChangeContext(null, before.version())));
        assertEquals("Foto", change(CLINICIAN, id, new EventPatch(" ", null, null), ChangeContext.NONE).description());
    }

    @Test
    void changeThatChangesNothingLeavesVersionAndTrailAlone() {
        UUID id = catalog.photo(patient, CLINICIAN, LONG_AGO, NOW);
        String version = get(id).version();
        assertEquals(version, change(CLINICIAN, id, new EventPatch(null, null, null), ChangeContext.NONE).version());
        assertEquals(version, change(CLINICIAN, id, new EventPatch("Foto", null, null), ChangeContext.NONE).version());
        assertEquals(0, catalog.audited("event-change", "ok", null));
    }

    @Test
    void fieldsAreJudged() {
        UUID id = catalog.photo(patient, CLINICIAN, LONG_AGO, NOW);
        change(CLINICIAN, id, new EventPatch("é".repeat(255), null, null), ChangeContext.NONE);
        invalid("description", () -> change(CLINICIAN, id, new EventPatch("x".repeat(256), null, null),
                ChangeContext.NONE));
        invalid("eventDatetime", () -> change(CLINICIAN, id,
                new EventPatch(null, Instant.now().plusSeconds(400), null), ChangeContext.NONE));
        change(CLINICIAN, id, new EventPatch(null, Instant.now().plusSeconds(200), null), ChangeContext.NONE);
        // The day before the birthday begins at 03:00 UTC in São Paulo.
        invalid("eventDatetime", () -> change(CLINICIAN, id,
                new EventPatch(null, Instant.parse("1980-05-16T02:59:59Z"), null), ChangeContext.NONE));
        change(CLINICIAN, id, new EventPatch(null, Instant.parse("1980-05-16T03:00:00Z"), null), ChangeContext.NONE);
        invalid("seriesDescription", () -> change(CLINICIAN, id, new EventPatch(null, null, "x"), ChangeContext.NONE));
    }

    @Test
    void whoMayNotIsRefusedAndStandsOnRecord() {
        UUID young = catalog.photo(patient, CLINICIAN, LONG_AGO, NOW);
        UUID old = catalog.photo(patient, CLINICIAN, LONG_AGO, LONG_AGO);
        EventPatch patch = new EventPatch("x", null, null);
        refused(ProblemCode.FORBIDDEN, () -> change(VIEWER, young, patch, WHY));
        refused(ProblemCode.FORBIDDEN, () -> change(OTHER_CLINICIAN, young, patch, WHY));
        refused(ProblemCode.FORBIDDEN, () -> delete(INTEGRATOR, young, WHY));
        refused(ProblemCode.EDIT_WINDOW_CLOSED, () -> change(CLINICIAN, old, patch, WHY));
        refused(ProblemCode.EDIT_WINDOW_CLOSED, () -> delete(CLINICIAN, old, WHY));
        refused(ProblemCode.EDIT_WINDOW_CLOSED, () -> move(CLINICIAN, old, otherPatient, WHY));
        assertEquals(3, catalog.audited("event-change", "refused", patient));
        assertEquals(2, catalog.audited("event-delete", "refused", patient));
        assertEquals("Foto", get(young).description());
    }

    @Test
    void adminNeedsAReasonAfterTheWindowOnly() {
        UUID young = catalog.photo(patient, CLINICIAN, LONG_AGO, NOW);
        UUID old = catalog.photo(patient, CLINICIAN, LONG_AGO, LONG_AGO);
        EventPatch patch = new EventPatch("x", null, null);
        assertEquals("x", change(ADMIN, young, patch, ChangeContext.NONE).description());
        refused(ProblemCode.REASON_REQUIRED, () -> change(ADMIN, old, patch, new ChangeContext("  ", null)));
        EventRecord changed = change(ADMIN, old, patch, new ChangeContext("typing error", null));
        assertEquals("ada", changed.updatedBy().username());
        assertEquals("clara", changed.createdBy().username());
        assertEquals("typing error", catalog.archive.query("select details->>'reason' from mediafiles_ops.audit_event"
                + " where act = 'event-change' and details ? 'reason'"));
    }

    @Test
    void checksComeInTheContractsOrder() {
        UUID old = catalog.photo(patient, CLINICIAN, LONG_AGO, LONG_AGO);
        EventPatch wrong = new EventPatch("x".repeat(256), null, null);
        EventPatch right = new EventPatch("x", null, null);
        ChangeContext stale = new ChangeContext(null, "stale");
        refused(ProblemCode.NOT_FOUND, () -> change(VIEWER, UUID.randomUUID(), wrong, stale));
        refused(ProblemCode.FORBIDDEN, () -> change(VIEWER, old, wrong, stale));
        refused(ProblemCode.INVALID_REQUEST, () -> change(ADMIN, old, wrong, stale));
        refused(ProblemCode.REASON_REQUIRED, () -> change(ADMIN, old, right, stale));
        refused(ProblemCode.VERSION_CONFLICT, () -> change(ADMIN, old, right, new ChangeContext("why", "stale")));
    }

    @Test
    void deletedIsNowhereUntilAnAdminRestoresIt() {
        UUID id = catalog.photo(patient, CLINICIAN, LONG_AGO, NOW);
        EventRecord before = get(id);
        UUID fileId = before.mediaFile().id();
        delete(CLINICIAN, id, ChangeContext.NONE);
        refused(ProblemCode.NOT_FOUND, () -> get(id));
        refused(ProblemCode.NOT_FOUND, () -> change(ADMIN, id, new EventPatch("x", null, null), WHY));
        refused(ProblemCode.NOT_FOUND, () -> delete(ADMIN, id, WHY));
        refused(ProblemCode.NOT_FOUND, () -> move(ADMIN, id, otherPatient, WHY));
        refused(ProblemCode.NOT_FOUND, () -> catalog.mediaFiles(service -> service.get(VIEWER, fileId)));
        assertTrue(catalog.events(service -> service.findByMediaFile(VIEWER, fileId)).isEmpty());
        assertEquals(List.of(), timeline(Set.of(), null, null, PageRequest.first()).items());
        assertEquals(0L, catalog.events(service -> service.counts(VIEWER, patient)).get(EventType.PHOTO));

        refused(ProblemCode.FORBIDDEN, () -> catalog.events(service -> service.trash(CLINICIAN, PageRequest.first())));
        assertEquals(1, catalog.audited("trash-open", "refused", null));
        EventRecord trashed = catalog.events(service -> service.trash(ADMIN, PageRequest.first())).items().get(0);
        assertEquals(id, trashed.id());
        assertTrue(trashed.deletedAt() != null);

        refused(ProblemCode.FORBIDDEN, () -> restore(CLINICIAN, id));
        assertEquals(before, restore(ADMIN, id), "as it was, without a reason");
        assertEquals(before, get(id));
        refused(ProblemCode.CONFLICT, () -> restore(ADMIN, id));
        refused(ProblemCode.NOT_FOUND, () -> restore(ADMIN, UUID.randomUUID()));
        assertEquals(1, catalog.audited("event-delete", "ok", patient));
        assertEquals(1, catalog.audited("event-restore", "ok", patient));
    }

    @Test
    void trashIsPagedLastDeletedFirst() {
        List<UUID> deleted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            UUID id = catalog.photo(patient, CLINICIAN, LONG_AGO, NOW);
            delete(CLINICIAN, id, ChangeContext.NONE);
            deleted.add(0, id);
        }
        List<UUID> seen = new ArrayList<>();
        String cursor = null;
        do {
            PageRequest request = new PageRequest(2, cursor);
            Page<EventRecord> page = catalog.events(service -> service.trash(ADMIN, request));
            seen.addAll(ids(page));
            cursor = page.nextCursor();
        } while (cursor != null);
        assertEquals(deleted, seen);
    }

    @Test
    void moveNeedsAReasonAndStandsOnTheTrailOfBothPatients() {
        UUID id = catalog.photo(patient, CLINICIAN, LONG_AGO, NOW);
        refused(ProblemCode.REASON_REQUIRED, () -> move(CLINICIAN, id, otherPatient, ChangeContext.NONE));
        EventRecord moved = move(CLINICIAN, id, otherPatient, WHY);
        assertEquals(otherPatient, moved.patientId());
        assertEquals(List.of(), timeline(Set.of(), null, null, PageRequest.first()).items());
        assertEquals(1, catalog.audited("event-move", "ok", patient));
        assertEquals(1, catalog.audited("event-move", "ok", otherPatient));
        assertEquals("wrong patient chosen", catalog.archive
                .query("select details->>'reason' from mediafiles_ops.audit_event where act = 'event-move'"
                        + " and outcome = 'ok'"));
    }

    @Test
    void moveToWhereItCannotBelongIsRefused() {
        UUID id = catalog.photo(patient, CLINICIAN, Instant.parse("1985-01-01T12:00:00Z"), NOW);
        invalid("patientId", () -> move(CLINICIAN, id, null, WHY));
        invalid("patientId", () -> move(CLINICIAN, id, patient, WHY));
        invalid("patientId", () -> move(CLINICIAN, id, otherPatient, WHY));
        refused(ProblemCode.NOT_FOUND, () -> move(CLINICIAN, id, UUID.randomUUID(), WHY));
    }

    @Test
    void moveMakesNoSilentDuplicate() {
        Sha256 bytes = Sha256.of(new byte[32]);
        UUID there = catalog.photo(otherPatient, OTHER_CLINICIAN, LONG_AGO, NOW, bytes);
        UUID id = catalog.photo(patient, CLINICIAN, LONG_AGO, NOW, bytes);
        MediaFilesException refusal = refused(ProblemCode.DUPLICATE_MEDIA,
                () -> move(CLINICIAN, id, otherPatient, WHY));
        assertEquals(there.toString(), ((Map<?, ?>) refusal.extensions().get("duplicateOf")).get("eventId"));
        delete(OTHER_CLINICIAN, there, ChangeContext.NONE);
        assertEquals(otherPatient, move(CLINICIAN, id, otherPatient, WHY).patientId());
    }

    @Test
    void neighboursAreThoseOfTheTimeline() {
        UUID oldest = catalog.photo(patient, CLINICIAN, LONG_AGO, NOW);
        UUID middle = catalog.clip(patient, LONG_AGO.plusSeconds(1), NOW);
        UUID newest = catalog.photo(patient, CLINICIAN, LONG_AGO.plusSeconds(2), NOW);
        catalog.photo(otherPatient, CLINICIAN, LONG_AGO.plusSeconds(3), NOW);
        EventLink clip = new EventLink(middle, EventType.VIDEO_CLIP);
        assertEquals(
                Map.of("newer", new EventLink(newest, EventType.PHOTO), "older",
                        new EventLink(oldest, EventType.PHOTO)),
                catalog.events(service -> service.neighbours(VIEWER, middle)));
        assertEquals(Map.of("older", clip), catalog.events(service -> service.neighbours(VIEWER, newest)));
        assertEquals(Map.of("newer", clip), catalog.events(service -> service.neighbours(VIEWER, oldest)));
    }

    @Test
    void auditRowThatCannotBeWrittenKeepsTheChangeFromStanding() {
        UUID id = catalog.photo(patient, CLINICIAN, LONG_AGO, NOW);
        catalog.archive
                .execute("alter table mediafiles_ops.audit_event add constraint none check (act <> 'event-change')"
                        + " not valid");
        try {
            change(CLINICIAN, id, new EventPatch("x", null, null), ChangeContext.NONE);
            throw new AssertionError("it was changed without a trace");
        } catch (jakarta.persistence.PersistenceException expected) {
            assertEquals("Foto", get(id).description());
        } finally {
            catalog.archive.execute("alter table mediafiles_ops.audit_event drop constraint none");
        }
    }

    @Test
    void mediaFilesAreListedForAdminsWithFilters() {
        UUID photo = catalog.photo(patient, CLINICIAN, LONG_AGO, NOW.minusSeconds(10));
        UUID clip = catalog.clip(patient, LONG_AGO, NOW);
        delete(CLINICIAN, clip, ChangeContext.NONE);
        refused(ProblemCode.FORBIDDEN, () -> list(CLINICIAN, null, null, null));
        List<MediaFileListing> all = list(ADMIN, null, null, null).items();
        assertEquals(List.of(clip, photo), all.stream().map(MediaFileListing::eventId).toList());
        assertTrue(all.get(0).deleted());
        assertFalse(all.get(1).deleted());
        assertEquals("Maria", all.get(1).patientName());
        assertEquals("clara", all.get(1).sentBy().username());
        assertEquals(1, list(ADMIN, "video", null, null).items().size());
        assertEquals(1, list(ADMIN, null, "ferida ACAO", null).items().size());
        assertEquals(0, list(ADMIN, null, "fer_da", null).items().size());
        assertEquals(0, list(ADMIN, null, null, "caio").items().size());
        Page<MediaFileListing> first = catalog.mediaFiles(service -> service.list(ADMIN,
                new MediaFileQuery(null, null, null, null, null, null, new PageRequest(1, null))));
        Page<MediaFileListing> second = catalog.mediaFiles(service -> service.list(ADMIN,
                new MediaFileQuery(null, null, null, null, null, null, new PageRequest(1, first.nextCursor()))));
        assertEquals(photo, second.items().get(0).eventId());
        assertNull(second.nextCursor());
    }

    @Test
    void mediaFileIsOpenedWithItsPatientOnRecord() {
        UUID id = catalog.photo(patient, CLINICIAN, LONG_AGO, NOW);
        UUID fileId = get(id).mediaFile().id();
        assertEquals(get(id).mediaFile(), catalog.mediaFiles(service -> service.get(VIEWER, fileId)));
        assertEquals(1, catalog.audited("media-open", "ok", patient));
        assertEquals(id, catalog.events(service -> service.findByMediaFile(VIEWER, fileId)).orElseThrow().id());
        refused(ProblemCode.NOT_FOUND, () -> catalog.mediaFiles(service -> service.get(VIEWER, UUID.randomUUID())));
    }

    private static EventRecord get(UUID id) {
        return catalog.events(service -> service.get(VIEWER, EventType.PHOTO, id));
    }

    private static EventRecord change(Caller caller, UUID id, EventPatch patch,
            ChangeContext context) {
        return catalog.events(service -> service.change(caller, EventType.PHOTO, id, patch, context));
    }

    private static void delete(Caller caller, UUID id, ChangeContext context) {
        catalog.events(service -> {
            for (EventType type : List.of(EventType.PHOTO, EventType.VIDEO_CLIP)) {
                try {
                    service.delete(caller, type, id, context);
                    return null;
                } catch (MediaFilesException e) {
                    if (type == EventType.VIDEO_CLIP || e.code() != ProblemCode.NOT_FOUND) {
                        throw e;
                    }
                }
            }
            return null;
        });
    }

    private static EventRecord restore(Caller caller, UUID id) {
        return catalog.events(service -> service.restore(caller, EventType.PHOTO, id, ChangeContext.NONE));
    }

    private static EventRecord move(Caller caller, UUID id, UUID to, ChangeContext context) {
        return catalog.events(service -> service.move(caller, EventType.PHOTO, id, to, context));
    }

    private Page<EventRecord> timeline(Set<EventType> types, Instant from, Instant to, PageRequest page) {
        return catalog.events(
                service -> service.timeline(VIEWER, new TimelineQuery(patient, types, from, to, page)));
    }

    private static Page<MediaFileListing> list(Caller caller, String fileType, String filename,
            String username) {
        return catalog.mediaFiles(service -> service.list(caller,
                new MediaFileQuery(fileType, null, filename, username, null, null, PageRequest.first())));
    }

    private long countMissing(Set<EventType> types, String from, String to) {
        return catalog.events(service -> service.countWithoutMedia(patient, types,
                from == null ? null : java.time.LocalDate.parse(from),
                to == null ? null : java.time.LocalDate.parse(to)));
    }

    private void foreignEvent(int code, String when) {
        catalog.archive.execute("insert into events_event values ('" + UUID.randomUUID() + "'," + code + ",'" + when
                + "','d',now(),now(),2,'" + patient + "',2)");
    }

    private static long statements(Runnable work) {
        var statistics = catalog.archive.units().unwrap(org.hibernate.SessionFactory.class).getStatistics();
        statistics.setStatisticsEnabled(true);
        statistics.clear();
        work.run();
        statistics.setStatisticsEnabled(false);
        return statistics.getPrepareStatementCount();
    }

    private static List<UUID> ids(Page<EventRecord> page) {
        return page.items().stream().map(EventRecord::id).toList();
    }

    private static Instant micros(Instant instant) {
        return instant.truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    }
}
