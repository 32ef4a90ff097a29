package org.mediafiles.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.InTransactions;
import org.mediafiles.TestArchive;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.config.IngestConfig;
import org.mediafiles.config.RateConfig;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.model.EventType;
import org.mediafiles.model.Upload;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.RateKind;
import org.mediafiles.security.RateLimits;

/** A burst of refusals: each stands on record, and none holds a connection while it waits for a second one. */
class RefusalsOnASmallPoolTest {
    private static final int POOL = 2;
    private static final int AT_ONCE = 8;

    private final CatalogFixture catalog = new CatalogFixture();
    private final TestArchive narrow = catalog.archive.withPoolOf(POOL, Duration.ofSeconds(3));
    private final InTransactions transactions = new InTransactions(narrow, point -> {});
    private final AuditTrail audit = transactions.around(AuditTrail.class,
            new AuditTrail(transactions.entityManager()));

    @AfterEach
    void close() {
        narrow.close();
        catalog.close();
    }

    @Test
    void originalsRefusedToAViewer() throws Exception {
        UUID patient = catalog.patient("Maria", "1980-05-17").id();
        catalog.photo(patient, CatalogFixture.CLINICIAN, CatalogFixture.NOW, CatalogFixture.NOW);
        UUID file = UUID.fromString(catalog.archive.query("select id from mediafiles_mediafile"));
        MediaBytesService media = transactions.around(MediaBytesService.class,
                new MediaBytesService(transactions.entityManager(), audit, new AccessPolicy()));
        refuseAtOnce(ProblemCode.FORBIDDEN, () -> media.get(CatalogFixture.VIEWER, file, Variant.CONTENT));
        assertEquals(AT_ONCE, catalog.audited("original-look", "refused", patient));
    }

    @Test
    void changesRefusedUnderTheRowsLock() throws Exception {
        UUID patient = catalog.patient("Maria", "1980-05-17").id();
        UUID photo = catalog.photo(patient, CatalogFixture.CLINICIAN, CatalogFixture.NOW, Instant.now());
        EntityManager em = transactions.entityManager();
        EventRepository events = new EventRepository(em);
        EventRecords records = new EventRecords(em);
        PatientRepository patients = new PatientRepository(em);
        EventService service = transactions.around(EventService.class, new EventService(events,
                new TimelineRepository(em), records, new EventChanges(events, records, patients, audit,
                        new ChangeRules(events, records, audit, new AccessPolicy()),
                        new NewEventFields(UploadLimits.DEFAULTS, CatalogFixture.HOSPITAL)),
                patients, audit, new AccessPolicy(), CatalogFixture.HOSPITAL));
        refuseAtOnce(ProblemCode.FORBIDDEN, () -> service.delete(CatalogFixture.OTHER_CLINICIAN, EventType.PHOTO,
                photo, ChangeContext.NONE));
        assertEquals(AT_ONCE, catalog.audited("event-delete", "refused", patient));
    }

    @Test
    void searchesPastTheLimit() throws Exception {
        EntityManager em = transactions.entityManager();
        RateLimits rates = new RateLimits(RateConfig.DEFAULTS, audit);
        for (int i = 0; i < RateConfig.DEFAULTS.searchesPerMinute(); i++) {
            rates.take(CatalogFixture.VIEWER, RateKind.SEARCHES);
        }
        PatientService service = transactions.around(PatientService.class,
                new PatientService(new PatientRepository(em), new PatientSearchService(em), audit, new AccessPolicy(),
                        CatalogFixture.HOSPITAL, rates, Clock.systemUTC()));
        PatientQuery query = new PatientQuery("maria", null, PageRequest.first());
        refuseAtOnce(ProblemCode.RATE_LIMITED, () -> service.search(CatalogFixture.VIEWER, query));
        assertEquals("1", catalog.archive.query("select count(*) from mediafiles_ops.audit_event"
                + " where act = 'rate-limit' and user_id = " + CatalogFixture.VIEWER.userId()));
    }

    @Test
    void twinsRefused() throws Exception {
        UUID first = catalog.patient("Maria", "1980-05-17").id();
        EntityManager em = transactions.entityManager();
        PatientService service = transactions.around(PatientService.class,
                new PatientService(new PatientRepository(em), new PatientSearchService(em), audit, new AccessPolicy(),
                        CatalogFixture.HOSPITAL, new RateLimits(RateConfig.DEFAULTS, audit), Clock.systemUTC()));
        refuseAtOnce(ProblemCode.POSSIBLE_DUPLICATE_PATIENT, () -> service.create(CatalogFixture.CLINICIAN,
                new NewPatient("maria", LocalDate.parse("1980-05-17"), List.of(), false)));
        assertEquals(AT_ONCE, catalog.audited("patient-create", "refused", first));
    }

    @Test
    void publicationsRefusedToAViewer() throws Exception {
        UUID patient = catalog.patient("Maria", "1980-05-17").id();
        PublicationService service = transactions.around(PublicationService.class, new PublicationService(
                transactions.entityManager(), audit, new AccessPolicy(), UploadLimits.DEFAULTS,
                CatalogFixture.HOSPITAL, wanted -> {}));
        refuseAtOnce(ProblemCode.FORBIDDEN, () -> service.check(CatalogFixture.VIEWER, photoOf(patient, patient)));
        assertEquals(AT_ONCE, catalog.audited("event-create", "refused", patient));
    }

    @Test
    void anothersUploadIsUnknownAndReachingForItStandsOnRecord() throws Exception {
        UUID patient = catalog.patient("Maria", "1980-05-17").id();
        IngestConfig config = new IngestConfig(Duration.ofHours(24), Duration.ofDays(30), Duration.ofMinutes(1));
        UUID upload = catalog.archive.inTransaction(em -> {
            Upload one = Upload.receiving(UUID.randomUUID(), CatalogFixture.CLINICIAN.userId(), "photo", "a.jpg",
                    config.uploadExpiry(), Instant.now());
            em.persist(one);
            return one.getId();
        });
        UploadService service = transactions.around(UploadService.class, new UploadService(
                transactions.entityManager(), audit, new AccessPolicy(), config, CatalogFixture.HOSPITAL));
        refuseAtOnce(ProblemCode.UNKNOWN_UPLOAD,
                () -> service.plan(CatalogFixture.OTHER_CLINICIAN, photoOf(patient, upload)));
        assertEquals(AT_ONCE, catalog.audited("event-create", "refused", null));
        assertEquals(upload.toString(), catalog.archive.query(
                "select details->>'upload' from mediafiles_ops.audit_event where act = 'event-create' limit 1"));
    }

    private static PublishCommand photoOf(UUID patient, UUID upload) {
        return new PublishCommand(EventType.PHOTO, patient, List.of(upload), List.of(), null, null, null, false);
    }

    private void refuseAtOnce(ProblemCode code, Runnable call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        CyclicBarrier together = new CyclicBarrier(AT_ONCE);
        List<Future<?>> answers = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            answers.add(threads.submit(() -> {
                together.await();
                CatalogFixture.refused(code, call);
                return null;
            }));
        }
        try {
            for (Future<?> answer : answers) {
                answer.get();
            }
        } finally {
            threads.shutdown();
        }
    }
}
