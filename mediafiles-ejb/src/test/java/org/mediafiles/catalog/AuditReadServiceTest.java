package org.mediafiles.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.read.AuditFilter;
import org.mediafiles.audit.read.AuditPosition;
import org.mediafiles.audit.read.AuditRow;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;

class AuditReadServiceTest {
    private static CatalogFixture in;

    /** Nobody whom another test knows, so that rows can be counted. */
    private final Caller reader = CatalogFixture.caller(77, "leitora-" + UUID.randomUUID(), Role.ADMIN);
    private final UUID patient = UUID.randomUUID();

    @BeforeAll
    static void open() {
        in = new CatalogFixture();
    }

    @AfterAll
    static void close() {
        in.close();
    }

    private <T> T trail(Function<AuditReadService, T> call) {
        try {
            return in.archive.inTransaction(
                    em -> call.apply(new AuditReadService(em, in.trail(em), new AccessPolicy())));
        } catch (MediaFilesException refusal) {
            refusal.settle();
            throw refusal;
        }
    }

    private void record(Caller who, AuditEntry entry) {
        in.inTransaction(em -> in.trail(em).record(who.actor(), entry));
    }

    private AuditFilter of(UUID patientId) {
        return new AuditFilter(patientId, null, null, null, null, null, null);
    }

    private List<AuditRow> list(AuditFilter filter) {
        return trail(service -> service.list(reader, filter, PageRequest.first())).items();
    }

    @Test
    void readingIsOnRecordOfThePatientAndIsTheFirstRowRead() {
        record(CatalogFixture.VIEWER, AuditEntry.ok(AuditAct.PATIENT_OPEN).patient(patient));
        List<AuditRow> rows = list(of(patient));
        assertEquals(List.of("audit-open", "patient-open"), rows.stream().map(AuditRow::act).toList());
        assertEquals(reader.username(), rows.get(0).username());
        assertEquals(patient, rows.get(0).patientId());
    }

    @Test
    void everyConditionLeavesOutWhatDoesNotMeetIt() {
        UUID event = UUID.randomUUID();
        record(CatalogFixture.VIEWER, AuditEntry.ok(AuditAct.EVENT_OPEN).patient(patient).event(event));
        record(CatalogFixture.CLINICIAN, AuditEntry.refused(AuditAct.EVENT_DELETE, "forbidden").patient(patient)
                .event(event));
        Instant now = Instant.now();
        assertEquals(1, list(new AuditFilter(patient, null, "vera", null, null, null, null)).size());
        assertEquals(1, list(new AuditFilter(patient, null, null, AuditAct.EVENT_DELETE, null, null, null)).size());
        assertEquals(1, list(new AuditFilter(patient, null, null, null, "refused", null, null)).size());
        assertEquals(2, list(new AuditFilter(null, event, null, null, null, now.minusSeconds(60), null)).stream()
                .filter(row -> !row.act().equals("audit-open")).count());
        assertEquals(0, list(new AuditFilter(patient, null, null, null, null, now.plusSeconds(60), null)).size());
        assertEquals(0, list(new AuditFilter(patient, null, null, null, null, null, now.minusSeconds(60))).size());
        AuditRow refused = list(new AuditFilter(patient, null, null, AuditAct.EVENT_DELETE, null, null, null)).get(0);
        assertEquals(Map.of("code", "forbidden"), refused.details());
        assertTrue(refused.beforeValues().isEmpty());
    }

    @Test
    void fromIsInclusiveAndToExclusive() {
        record(CatalogFixture.VIEWER, AuditEntry.ok(AuditAct.PATIENT_OPEN).patient(patient));
        Instant at = list(new AuditFilter(patient, null, "vera", null, null, null, null)).get(0).at();
        assertEquals(1, list(new AuditFilter(patient, null, "vera", null, null, at, null)).size());
        assertEquals(0, list(new AuditFilter(patient, null, "vera", null, null, null, at)).size());
    }

    @Test
    void pagesGoOnWhereTheyEndedAlsoWithinOneInstant() {
        // One transaction's rows may bear one instant: the id tells them apart.
        for (int i = 0; i < 7; i++) {
            in.archive.execute("set session_replication_role = replica; insert into mediafiles_ops.audit_event"
                    + " (id, at, act, outcome, username, patient_id) values"
                    + " (nextval('mediafiles_ops.audit_event_id_seq'), date_trunc('minute', now()), 'patient-open',"
                    + " 'ok', 'vera', '" + patient + "'); set session_replication_role = origin");
        }
        AuditFilter filter = new AuditFilter(patient, null, "vera", null, null, null, null);
        List<Long> seen = new ArrayList<>();
        String cursor = null;
        do {
            String at = cursor;
            Page<AuditRow> page = trail(service -> service.list(reader, filter, new PageRequest(3, at)));
            page.items().forEach(row -> seen.add(row.id()));
            cursor = page.nextCursor();
        } while (cursor != null);
        assertEquals(7, seen.size());
        assertEquals(seen.stream().sorted(java.util.Comparator.reverseOrder()).distinct().toList(), seen);
        assertEquals(1, list(new AuditFilter(patient, null, reader.username(), AuditAct.AUDIT_OPEN, null, null, null))
                .stream().filter(row -> row.details().get("username").equals("vera")).count(),
                "further pages are the same look");
    }

    @Test
    void whoIsNoAdminIsRefusedAndThatStandsOnRecord() {
        for (Caller who : List.of(CatalogFixture.VIEWER, CatalogFixture.CLINICIAN, CatalogFixture.INTEGRATOR)) {
            CatalogFixture.refused(ProblemCode.FORBIDDEN,
                    () -> trail(service -> service.list(who, of(patient), PageRequest.first())));
            CatalogFixture.refused(ProblemCode.FORBIDDEN, () -> trail(service -> {
                service.beginExport(who, of(patient), "csv");
                return null;
            }));
            CatalogFixture.refused(ProblemCode.FORBIDDEN,
                    () -> trail(service -> service.exportNext(who, of(patient), null)));
        }
        assertEquals(3, in.audited("audit-open", "refused", patient));
        assertEquals(3, in.audited("audit-export", "refused", patient));
    }

    @Test
    void anExportGoesThroughAllChunksNewestFirst() {
        in.archive
                .execute("set session_replication_role = replica; insert into mediafiles_ops.audit_event (id, at, act,"
                        + " outcome, username, patient_id) select nextval('mediafiles_ops.audit_event_id_seq'), now() - n * interval '1 second', 'patient-open', 'ok', 'vera', '"
                        + patient + "' from generate_series(1, " + (AuditReadService.CHUNK + 5)
                        + ") n; set session_replication_role = origin");
        AuditFilter filter = new AuditFilter(patient, null, "vera", null, null, null, null);
        List<AuditRow> first = trail(service -> service.exportNext(reader, filter, null));
        AuditPosition behind = first.get(first.size() - 1).position();
        List<AuditRow> second = trail(service -> service.exportNext(reader, filter, behind));
        assertEquals(AuditReadService.CHUNK, first.size());
        assertEquals(5, second.size());
        assertTrue(second.get(0).at().isBefore(behind.at()));
        assertEquals(List.of(), trail(service -> service.exportNext(reader, filter, second.get(4).position())));
    }

    @Test
    void aForeignCursorIsRefused() {
        for (String cursor : List.of("x", "YQ", Cursor.of(patient).encode("audit"),
                new AuditPosition(Instant.now(), 3).encode() + "A")) {
            CatalogFixture.invalid("cursor",
                    () -> trail(service -> service.list(reader, of(patient), new PageRequest(5, cursor))));
        }
        AuditPosition place = new AuditPosition(Instant.parse("2026-11-23T10:00:00.123456Z"), 42);
        assertEquals(place, AuditPosition.decode(place.encode()));
    }

    @Test
    void tellsPeopleByName() {
        assertEquals(Map.of("ada", "ada Silva"), trail(service -> service.named(reader, Set.of("ada", "niemand"))));
        assertFalse(trail(service -> service.named(reader, Set.of())).containsKey("ada"));
        assertNull(list(of(patient)).get(0).eventId());
    }
}
