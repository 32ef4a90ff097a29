package org.mediafiles.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mediafiles.catalog.CatalogFixture.ADMIN;
import static org.mediafiles.catalog.CatalogFixture.CLINICIAN;
import static org.mediafiles.catalog.CatalogFixture.INTEGRATOR;
import static org.mediafiles.catalog.CatalogFixture.VIEWER;
import static org.mediafiles.catalog.CatalogFixture.invalid;
import static org.mediafiles.catalog.CatalogFixture.refused;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

class PatientServiceTest {
    private static CatalogFixture catalog;

    @BeforeAll
    static void open() {
        catalog = new CatalogFixture();
    }

    @AfterAll
    static void close() {
        catalog.close();
    }

    @BeforeEach
    void clear() {
        catalog.clear();
    }

    @Test
    void namedIsForAdminsAndNoLookOfItsOwn() {
        PatientRecord added = catalog.patient("Ângela Souza", "1980-05-17", id("prontuario", "123"));
        Set<UUID> asked = Set.of(added.id(), UUID.randomUUID());
        assertEquals(Map.of(added.id(), added), catalog.patients(service -> service.named(ADMIN, asked)));
        assertEquals(Map.of(), catalog.patients(service -> service.named(ADMIN, Set.of())));
        assertEquals(0, catalog.audited("patient-open", "ok", added.id()));
        refused(ProblemCode.FORBIDDEN, () -> catalog.patients(service -> service.named(CLINICIAN, asked)));
    }

    @Test
    void createdPatientIsReadAgainAndBothStandOnRecord() {
        PatientRecord added = catalog.patient("  Ângela\u0000  Souza ", "1980-05-17", id("prontuario", "123"),
                id("cns", "9"));
        PatientRecord read = catalog.patients(service -> service.get(VIEWER, added.id()));
        assertEquals(added, read);
        assertEquals(List.of(id("cns", "9"), id("prontuario", "123")), read.identifiers());
        assertEquals(1, catalog.audited("patient-create", "ok", added.id()));
        assertEquals(1, catalog.audited("patient-open", "ok", added.id()));
        assertEquals("request-1", catalog.archive
                .query("select request_id from mediafiles_ops.audit_event where act = 'patient-open'"));
    }

    @Test
    void unknownPatientIsNotFound() {
        refused(ProblemCode.NOT_FOUND, () -> catalog.patients(service -> service.get(VIEWER, UUID.randomUUID())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"angela souza", "SOUZA ANGELA", "sou ang", "Ângela", "angela d'avila", "d avi", "joão",
            "D'ÁVILA"})
    void findsByWordsInAnyOrderWithoutAccentsAndCase(String words) {
        catalog.patient("Ângela João Souza D'Ávila", "1980-05-17");
        catalog.patient("Somebody Else", "1980-05-17");
        assertEquals(1, search(words).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gela", "%", "_", "100%", "ang%la", "angela souza x", "\\", "' or true --", "???"})
    void findsNothingByPartsWithinAWordOrByWildcards(String words) {
        catalog.patient("Ângela Souza", "1980-05-17");
        assertEquals(List.of(), search(words));
    }

    @Test
    void identifierIsExactAndOfAnySystem() {
        PatientRecord one = catalog.patient("Um", "1980-05-17", id("prontuario", "A-1"));
        catalog.patient("Dois", "1980-05-17", id("prontuario", "A-12"));
        assertEquals(List.of(one), catalog.patients(
                service -> service.search(VIEWER, new PatientQuery(null, " A-1 ", PageRequest.first())).items()));
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetitionAndWithoutNamesInTheCursor() {
        for (int i = 0; i < 7; i++) {
            catalog.patient("Maria " + (i % 3), "198" + i + "-05-17");
        }
        List<UUID> seen = new ArrayList<>();
        String cursor = null;
        do {
            PatientQuery query = new PatientQuery("maria", null, new PageRequest(2, cursor));
            Page<PatientRecord> page = catalog.patients(service -> service.search(VIEWER, query));
            page.items().forEach(patient -> seen.add(patient.id()));
            cursor = page.nextCursor();
            assertTrue(cursor == null
                    || !new String(java.util.Base64.getUrlDecoder().decode(cursor)).toLowerCase().contains("maria"));
        } while (cursor != null);
        assertEquals(7, seen.size());
        assertEquals(7, seen.stream().distinct().count());
        assertEquals(1, catalog.audited("patient-search", "ok", null), "one search is one look");
    }

    @Test
    void cursorFromNowhereIsRefusedAndAnOldOneIsALookOfItsOwn() {
        PatientRecord known = catalog.patient("Maria", "1980-05-17");
        for (String cursor : List.of("x", "%%%", "", "dGltZWxpbmUgMCAx",
                Cursor.of(UUID.randomUUID()).encode(PatientService.listOf("", "")),
                Cursor.of(known.id()).encode("patients"),
                Cursor.of(known.id()).encode(PatientService.listOf("maria", "")),
                Cursor.of(known.id()).encode("timeline"))) {
            invalid("cursor", () -> catalog.patients(
                    service -> service.search(VIEWER, new PatientQuery(null, null, new PageRequest(5, cursor)))));
        }
        String crafted = Cursor.of(known.id()).encode(PatientService.listOf("", ""));
        catalog.patients(service -> service.search(VIEWER, new PatientQuery(null, null, new PageRequest(5, crafted))));
        assertEquals(1, catalog.audited("patient-search", "ok", null), "nobody pages past the record");
    }

    @Test
    void searchLeavesNoWordOfItOnRecord() {
        catalog.patient("Zuleica", "1980-05-17");
        search("zuleica");
        assertEquals("{\"by\": \"name\", \"found\": 1}", catalog.archive
                .query("select details from mediafiles_ops.audit_event where act = 'patient-search'"));
    }

    @Test
    void sameNameAndBirthdayIsAPossibleDuplicateUnlessAllowed() {
        PatientRecord first = catalog.patient("Ângela Souza", "1980-05-17");
        NewPatient again = new NewPatient("ANGELA  souza", LocalDate.parse("1980-05-17"), List.of(), false);
        MediaFilesException refusal = refused(ProblemCode.POSSIBLE_DUPLICATE_PATIENT,
                () -> catalog.patients(service -> service.create(CLINICIAN, again)));
        assertEquals(Map.of("patientId", first.id().toString()), refusal.extensions().get("duplicateOf"));
        assertEquals(1, catalog.audited("patient-create", "refused", first.id()));
        NewPatient meant = new NewPatient("Angela Souza", again.birthday(), List.of(), true);
        assertNotNull(catalog.patients(service -> service.create(CLINICIAN, meant)));
        assertEquals(2, search("angela").size());
    }

    @Test
    void sameIdentifierIsADuplicateAlsoWhereAllowed() {
        catalog.patient("Ângela Souza", "1980-05-17", id("prontuario", "1"));
        refused(ProblemCode.POSSIBLE_DUPLICATE_PATIENT, () -> catalog.patients(service -> service.create(CLINICIAN,
                new NewPatient("Outra", LocalDate.parse("1990-01-01"), List.of(id("prontuario", "1")), true))));
        assertEquals(List.of(), search("outra"));
    }

    @Test
    void ofManyAtOnceOneIsAddedAndTheOthersAreDuplicates() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(() -> {
                try {
                    catalog.patient("Gêmea", "1980-05-17", id("prontuario", "77"));
                    return true;
                } catch (MediaFilesException e) {
                    assertEquals(ProblemCode.POSSIBLE_DUPLICATE_PATIENT, e.code());
                    return false;
                }
            });
        }
        int added = 0;
        for (Future<Boolean> result : threads.invokeAll(calls)) {
            added += result.get() ? 1 : 0;
        }
        threads.shutdown();
        assertEquals(1, added);
        assertEquals("1", catalog.archive.query("select count(*) from patients_patient"));
    }

    @Test
    void fieldsAreJudged() {
        LocalDate day = LocalDate.parse("1980-05-17");
        invalidNew("name", new NewPatient(" \u0000 ", day, List.of(), false));
        invalidNew("name", new NewPatient(null, day, List.of(), false));
        invalidNew("name", new NewPatient("x".repeat(201), day, List.of(), false));
        invalidNew("birthday", new NewPatient("X", null, List.of(), false));
        // It is 12:00 of the 23rd in São Paulo.
        invalidNew("birthday", new NewPatient("X", LocalDate.parse("2026-11-24"), List.of(), false));
        invalidNew("birthday", new NewPatient("X", LocalDate.parse("1849-12-31"), List.of(), false));
        invalidNew("identifiers", new NewPatient("X", day, List.of(id("", "1")), false));
        invalidNew("identifiers", new NewPatient("X", day, List.of(id("s", "1".repeat(101))), false));
        List<PatientIdentifier> many = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            many.add(id("s", "v" + i));
        }
        invalidNew("identifiers", new NewPatient("X", day, many, false));
        assertEquals("0", catalog.archive.query("select count(*) from patients_patient"));
        assertNotNull(catalog.patient("😀".repeat(200), "2026-11-23"), "200 code points of today");
    }

    @Test
    void viewerMayNotWriteAndTheAttemptStandsOnRecord() {
        PatientRecord patient = catalog.patient("Maria", "1980-05-17");
        refused(ProblemCode.FORBIDDEN, () -> catalog.patients(service -> service.create(VIEWER,
                new NewPatient("Nova", LocalDate.parse("1990-01-01"), List.of(), false))));
        refused(ProblemCode.FORBIDDEN, () -> catalog.patients(
                service -> service.change(VIEWER, patient.id(), new PatientPatch("Outra", null, null, false))));
        assertEquals(1, catalog.audited("patient-change", "refused", patient.id()));
        assertEquals("Maria", catalog.patients(service -> service.get(ADMIN, patient.id())).name());
    }

    @Test
    void changeKeepsBeforeAndAfterAndTheSearchFollows() {
        PatientRecord patient = catalog.patient("Maria", "1980-05-17", id("prontuario", "1"));
        PatientRecord changed = catalog.patients(service -> service.change(INTEGRATOR, patient.id(),
                new PatientPatch("Mariana Lima", null, List.of(id("prontuario", "2")), false)));
        assertEquals("Mariana Lima", changed.name());
        assertEquals(patient.birthday(), changed.birthday());
        assertEquals(changed, catalog.patients(service -> service.get(VIEWER, patient.id())));
        assertEquals(1, search("lima").size());
        assertEquals("Maria|Mariana Lima", catalog.archive.query("select (before_values->>'name') || '|' ||"
                + " (after_values->>'name') from mediafiles_ops.audit_event where act = 'patient-change'"));
        catalog.patients(
                service -> service.change(INTEGRATOR, patient.id(), new PatientPatch(null, null, null, false)));
        assertEquals(1, catalog.audited("patient-change", "ok", patient.id()), "no change, no row");
    }

    @Test
    void changeIntoATwinIsRefusedButNotTheChangeOfATwin() {
        catalog.patient("Maria", "1980-05-17");
        PatientRecord other = catalog.patient("Marta", "1980-05-17");
        refused(ProblemCode.POSSIBLE_DUPLICATE_PATIENT, () -> catalog.patients(
                service -> service.change(CLINICIAN, other.id(), new PatientPatch("maria", null, null, false))));
        PatientRecord twin = catalog.patients(
                service -> service.change(CLINICIAN, other.id(), new PatientPatch("maria", null, null, true)));
        assertEquals("Maria", catalog.patients(
                service -> service.change(CLINICIAN, twin.id(), new PatientPatch("Maria", null, null, false))).name());
    }

    @Test
    void patientsOfTheOtherSystemAreFoundAndLeftAlone() {
        catalog.archive.execute("alter table patients_patient add column ward varchar(10) not null default 'x'");
        UUID id = UUID.randomUUID();
        catalog.archive.execute("insert into patients_patient values ('" + id + "', 'Otávio Ñandu', '1970-01-01')");
        assertEquals(1, search("nandu").size());
        catalog.archive.execute("update patients_patient set name = 'Otávio Lima'");
        catalog.patients(service -> {
            catalog.inTransaction(em -> assertTrue(new PatientSearchService(em).refreshBatch(null).isEmpty()));
            return null;
        });
        assertEquals(1, search("lima").size());
        assertEquals(0, search("nandu").size());
        assertFalse(catalog.patients(PatientService::isManagedHere));
        refused(ProblemCode.PATIENTS_ARE_MANAGED_ELSEWHERE, () -> catalog.patient("Nova", "1990-01-01"));
        refused(ProblemCode.PATIENTS_ARE_MANAGED_ELSEWHERE, () -> catalog
                .patients(service -> service.change(ADMIN, id, new PatientPatch("Outra", null, null, false))));
        catalog.archive.execute("delete from patients_patient");
        assertEquals(0, search("lima").size());
        assertEquals("0", catalog.archive.query("select count(*) from mediafiles_ops.patient_search"));
        catalog.archive.execute("alter table patients_patient drop column ward");
    }

    @Test
    void cursorOfOneSearchDoesNotCarryAnotherPastTheRecord() {
        catalog.patient("Maria Um", "1980-05-17");
        catalog.patient("Maria Dois", "1980-05-17");
        catalog.patient("Zuleica", "1980-05-17");
        String cursor = catalog.patients(service -> service.search(VIEWER,
                new PatientQuery("maria", null, new PageRequest(1, null)))).nextCursor();
        for (PatientQuery other : List.of(new PatientQuery("zuleica", null, new PageRequest(1, cursor)),
                new PatientQuery(null, "maria", new PageRequest(1, cursor)),
                new PatientQuery(null, null, new PageRequest(1, cursor)))) {
            invalid("cursor", () -> catalog.patients(service -> service.search(VIEWER, other)));
        }
        assertEquals(1, catalog.patients(service -> service.search(VIEWER,
                new PatientQuery(" maria ", null, new PageRequest(1, cursor)))).items().size());
    }

    @Test
    void searchFoldsABatchAndLeavesTheRestToTheTimer() {
        catalog.archive.execute("insert into patients_patient select gen_random_uuid(), 'Otávio ' || n, '1970-01-01'"
                + " from generate_series(1, 2500) n");
        search("otavio");
        assertEquals("1000", catalog.archive.query("select count(*) from mediafiles_ops.patient_search"));
        List<Integer> batches = new ArrayList<>();
        Optional<UUID> last = Optional.empty();
        do {
            UUID after = last.orElse(null);
            last = catalog.archive.inTransaction(em -> new PatientSearchService(em).refreshBatch(after));
            batches.add(Integer
                    .valueOf(catalog.archive.query("select count(*) from mediafiles_ops.patient_search")));
        } while (last.isPresent());
        assertEquals(List.of(2000, 2500), batches);
    }

    @Test
    void searchDoesNotWaitForAnotherThatFolds() {
        catalog.archive.execute("insert into patients_patient values (gen_random_uuid(), 'Otávio', '1970-01-01')");
        catalog.inTransaction(em -> {
            em.createNativeQuery("select 1 from pg_advisory_xact_lock(hashtextextended('patient_search', 0))")
                    .getSingleResult();
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertEquals(0, search("otavio").size()));
        });
        assertEquals(1, search("otavio").size());
    }

    @Test
    void whetherSomebodyIsThereIsNoLook() {
        PatientRecord patient = catalog.patient("Maria", "1980-05-17");
        catalog.patients(service -> {
            service.requireThere(VIEWER, patient.id());
            return null;
        });
        refused(ProblemCode.NOT_FOUND, () -> catalog.patients(service -> {
            service.requireThere(VIEWER, UUID.randomUUID());
            return null;
        }));
        assertEquals(0, catalog.audited("patient-open", "ok", null));
    }

    @Test
    void recentlyOpenedAreTheCallersOwnNewestFirst() {
        PatientRecord one = catalog.patient("Um", "1980-05-17");
        PatientRecord two = catalog.patient("Dois", "1980-05-17");
        PatientRecord three = catalog.patient("Três", "1980-05-17");
        for (PatientRecord opened : List.of(one, two, one)) {
            catalog.patients(service -> service.get(VIEWER, opened.id()));
        }
        catalog.patients(service -> service.get(ADMIN, three.id()));
        assertEquals(List.of(one, two), catalog.patients(service -> service.recentlyOpened(VIEWER, 10)));
        assertEquals(List.of(one), catalog.patients(service -> service.recentlyOpened(VIEWER, 1)));
    }

    @Test
    void whatCannotBePutOnRecordIsNotShown() {
        PatientRecord patient = catalog.patient("Maria", "1980-05-17");
        catalog.archive
                .execute("alter table mediafiles_ops.audit_event add constraint none check (act <> 'patient-open')"
                        + " not valid");
        Exception failure = null;
        try {
            assertNull(catalog.patients(service -> service.get(VIEWER, patient.id())));
        } catch (jakarta.persistence.PersistenceException e) {
            failure = e;
        }
        catalog.archive.execute("alter table mediafiles_ops.audit_event drop constraint none");
        assertNotNull(failure);
    }

    private void invalidNew(String field, NewPatient command) {
        invalid(field, () -> catalog.patients(service -> service.create(CLINICIAN, command)));
    }

    private List<PatientRecord> search(String words) {
        return catalog.patients(
                service -> service.search(VIEWER, new PatientQuery(words, null, PageRequest.first())).items());
    }

    private static PatientIdentifier id(String system, String value) {
        return new PatientIdentifier(system, value);
    }
}
