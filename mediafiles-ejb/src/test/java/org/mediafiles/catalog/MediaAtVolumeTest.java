package org.mediafiles.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mediafiles.catalog.CatalogFixture.ADMIN;
import static org.mediafiles.catalog.CatalogFixture.CLINICIAN;
import static org.mediafiles.catalog.CatalogFixture.VIEWER;
import static org.mediafiles.catalog.CatalogFixture.refused;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.model.EventType;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessPolicy;

/**
 * 100,000 media files: 60,000 photos, 30,000 pictures in 3,000 series, 10,000 clips. One patient in a hundred has the same
 * picture. What is asked of one file reads no table from end to end.
 */
class MediaAtVolumeTest {
    private static final UUID PATIENT = id('0', 100);
    private static final Sha256 COMMON = new Sha256("c".repeat(64));
    /** A few pages of a table at most. */
    private static final long FEW = 500;

    private static CatalogFixture catalog;

    private static UUID id(char kind, long number) {
        return UUID.fromString("%c0000000-0000-4000-8000-%012x".formatted(kind, number));
    }

    @BeforeAll
    static void fill() throws SQLException {
        catalog = new CatalogFixture();
        try (Connection connection = catalog.archive.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            // The triggers of foreign keys would take most of the time, and the rows are right by construction.
            statement.execute("set session_replication_role = replica");
            statement.execute(
                    """
                    create function pg_temp.id(kind text, number bigint) returns uuid language sql immutable as
                        $$ select (kind || '0000000-0000-4000-8000-' || lpad(to_hex(number), 12, '0'))::uuid $$;
                    insert into patients_patient
                    select pg_temp.id('0', i), 'Paciente ' || i, date '1950-01-01' + i % 20000
                      from generate_series(1, 40000) i;
                    insert into events_event
                    select pg_temp.id('1', i), case when i <= 60000 then 3 when i <= 63000 then 9 else 10 end,
                           timestamptz '2016-01-01' + i * interval '15 min', 'Foto', now(), now(), 2,
                           pg_temp.id('0', i % 40000 + 1), 2
                      from generate_series(1, 73000) i;
                    insert into mediafiles_mediafile
                    select pg_temp.id('2', i), 'k' || i, 'a.jpg',
                           case when i % 4000 = 99 then repeat('c', 64) else lpad(to_hex(i), 64, '0') end, 1,
                           case when i <= 90000 then 'image/jpeg' else 'video/mp4' end,
                           case when i <= 90000 then 'image' else 'video' end, 1, 1, null, null, '{}',
                           timestamptz '2016-01-01' + i * interval '15 min', now()
                      from generate_series(1, 100000) i;
                    insert into mediafiles_photo
                    select pg_temp.id('1', i), pg_temp.id('2', i) from generate_series(1, 60000) i;
                    insert into mediafiles_photoseries
                    select pg_temp.id('1', i), 10, '' from generate_series(60001, 63000) i;
                    insert into mediafiles_photoseriesfile
                    select pg_temp.id('3', i), (i - 1) % 10 + 1, '', now(), pg_temp.id('1', 60001 + (i - 60001) / 10),
                           pg_temp.id('2', i) from generate_series(60001, 90000) i;
                    insert into mediafiles_videoclip
                    select pg_temp.id('1', i - 27000), pg_temp.id('2', i) from generate_series(90001, 100000) i;
                    insert into mediafiles_ops.removed_picture
                    select pg_temp.id('4', i), pg_temp.id('1', 60001 + i % 3000), pg_temp.id('5', i), 1, '', now(),
                           now() - i * interval '1 min', 2, null from generate_series(1, 20000) i;
                    analyze;
                    """);
        }
    }

    @AfterAll
    static void close() {
        catalog.close();
    }

    /** Counts what the statements of one transaction read of whole tables. */
    private static void assertNoScan(String what, Consumer<EntityManager> work) {
        catalog.inTransaction(em -> {
            work.accept(em);
            Object read = em.createNativeQuery("""
                                               select coalesce(string_agg(relname || ' ' || seq_tup_read, ', '), '')
                                                 from pg_stat_xact_user_tables where seq_tup_read > :few""",
                    String.class).setParameter("few", FEW).getSingleResult();
            assertEquals("", read, what + " scans");
        });
    }

    @Test
    void aScanWouldBeNoticed() {
        assertThrows(AssertionError.class, () -> assertNoScan("every file", em -> em
                .createNativeQuery("select count(*) from mediafiles_mediafile where original_filename = 'b'")
                .getResultList()));
    }

    @Test
    void askingWhetherThePatientHasTheBytesScansNothing() {
        assertNoScan("a hash that nobody has",
                em -> DuplicateMedia.refuse(em, PATIENT, new Sha256("d".repeat(64))));
        assertNoScan("a hash that another patient has",
                em -> DuplicateMedia.refuse(em, PATIENT, new Sha256("0".repeat(59) + "0ea60")));
        assertNoScan("a hash that many patients have",
                em -> refused(ProblemCode.DUPLICATE_MEDIA, () -> DuplicateMedia.refuse(em, PATIENT, COMMON)));
        assertNoScan("a hash that many others have",
                em -> DuplicateMedia.refuse(em, id('0', 500), COMMON));
        assertNoScan("a series' hashes",
                em -> assertEquals(10, DuplicateMedia.hashesIn(em, id('1', 61_000)).size()));
    }

    @Test
    void findingAnyKindsBytesScansNothing() {
        for (int file : List.of(1_234, 70_000, 95_000)) {
            assertNoScan("bytes of " + file, em -> assertEquals(file > 90_000, new MediaBytesService(em,
                    new AuditTrail(em), new AccessPolicy()).get(VIEWER, id('2', file), Variant.LARGE).video()));
            assertNoScan("record of " + file, em -> new MediaFileService(new MediaFileRepository(em),
                    new AuditTrail(em), new AccessPolicy()).get(VIEWER, id('2', file)));
            assertNoScan("event of " + file,
                    em -> new EventRepository(em).findIdByMediaFile(id('2', file)).orElseThrow());
        }
    }

    @Test
    void changingASeriesScansNothing() {
        UUID series = id('1', 60_500);
        List<UUID> files = catalog.events(service -> service.get(VIEWER, EventType.PHOTO_SERIES, series)).files()
                .stream().map(SeriesFileRecord::id).toList();
        assertNoScan("taking out and putting back", em -> {
            SeriesService service = new SeriesService(em, new AuditTrail(em), new AccessPolicy(),
                    UploadLimits.DEFAULTS, CatalogFixture.HOSPITAL, wanted -> {});
            service.remove(CLINICIAN, series, files.get(3), ChangeContext.NONE);
            service.restore(ADMIN, series, files.get(3), ChangeContext.NONE);
        });
    }

    @Test
    void theAdminsListsReadWhatTheyShow() {
        assertNoScan("removed pictures", em -> assertEquals(50, new SeriesService(em, new AuditTrail(em),
                new AccessPolicy(), UploadLimits.DEFAULTS, CatalogFixture.HOSPITAL, wanted -> {})
                .removed(ADMIN, PageRequest.first()).items().size()));
        assertNoScan("media files", em -> assertEquals(50, new MediaFileService(new MediaFileRepository(em),
                new AuditTrail(em), new AccessPolicy())
                .list(ADMIN, new MediaFileQuery(null, null, null, null, null, null, PageRequest.first())).items()
                .size()));
    }
}
