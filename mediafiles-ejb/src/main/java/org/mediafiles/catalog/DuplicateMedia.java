package org.mediafiles.catalog;

import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mediafiles.model.EventType;
import org.mediafiles.model.Sha256;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** The same bytes twice for one patient. What other patients have is never looked at here, so it can't be told. */
final class DuplicateMedia {
    private static final String FIRST = """
                                        select e.id, m.id as media_file_id, e.event_type
                                        from public.mediafiles_mediafile m
                                        join (select event_ptr_id as event_id, media_file_id from public.mediafiles_photo
                                              union all select event_ptr_id, media_file_id from public.mediafiles_videoclip
                                              union all select photo_series_id, media_file_id from public.mediafiles_photoseriesfile) shown
                                          on shown.media_file_id = m.id
                                        join public.events_event e on e.id = shown.event_id
                                        where m.file_hash = :sha256 and e.patient_id = :patientId
                                          and not exists (select 1 from mediafiles_ops.event_trash t where t.event_id = e.id)
                                        order by e.created_at, e.id
                                        limit 1""";

    private DuplicateMedia() {}

    /** Only one at a time publishes to a patient, from here to the end of the transaction. */
    static void lockPatient(EntityManager em, UUID patientId) {
        em.createNativeQuery("select cast(pg_advisory_xact_lock(:key) as varchar)", String.class)
                .setParameter("key", patientId.getMostSignificantBits() ^ patientId.getLeastSignificantBits())
                .getSingleResult();
    }

    /**
     * A series shows no picture twice, whatever else is allowed.
     *
     * @param coming   in order
     * @param standing what the series has already
     * @throws MediaFilesException {@code DUPLICATE_IN_SERIES} with {@code position}, the 1-based place among those that come
     */
    static void refuseInSeries(List<Sha256> coming, Set<Sha256> standing) {
        Set<Sha256> seen = new HashSet<>(standing);
        for (int at = 0; at < coming.size(); at++) {
            if (!seen.add(coming.get(at))) {
                throw new MediaFilesException(ProblemCode.DUPLICATE_IN_SERIES,
                        "A series has the same picture only once.").with(InOrder.POSITION, at + 1);
            }
        }
    }

    /** The same for uploads, before anything is known of their bytes. */
    static void refuseTwice(List<UUID> uploadIds) {
        Set<UUID> seen = new HashSet<>();
        for (int at = 0; at < uploadIds.size(); at++) {
            if (!seen.add(uploadIds.get(at))) {
                throw new MediaFilesException(ProblemCode.DUPLICATE_IN_SERIES, "The same upload is named twice.")
                        .atField("uploadId").with(InOrder.POSITION, at + 1);
            }
        }
    }

    /** @return the hashes of a series' pictures, as far as they are known */
    static Set<Sha256> hashesIn(EntityManager em, UUID seriesId) {
        return em.createQuery("select f.mediaFile.fileHash from PhotoSeriesFile f where f.series.id = :series",
                String.class).setParameter("series", seriesId).getResultStream().filter(Objects::nonNull)
                .flatMap(hash -> Sha256.parse(hash).stream()).collect(Collectors.toSet());
    }

    /** @throws MediaFilesException {@code DUPLICATE_MEDIA} with {@code duplicateOf} where the patient has these bytes */
    static void refuse(EntityManager em, UUID patientId, Sha256 sha256) {
        for (Object[] row : first(em, patientId, sha256)) {
            throw new MediaFilesException(ProblemCode.DUPLICATE_MEDIA, "This patient has the same file already.")
                    .with("duplicateOf", Map.of("eventId", row[0].toString(), "mediaFileId", row[1].toString()));
        }
    }

    /** @return the patient's first event that shows these bytes */
    static Optional<EventLink> find(EntityManager em, UUID patientId, Sha256 sha256) {
        return first(em, patientId, sha256).stream().findFirst()
                .map(row -> new EventLink((UUID) row[0],
                        EventType.findByDatabaseCode(((Number) row[2]).intValue()).orElseThrow()));
    }

    @SuppressWarnings("unchecked")
    private static List<Object[]> first(EntityManager em, UUID patientId, Sha256 sha256) {
        return em.createNativeQuery(FIRST).setParameter("sha256", sha256.hex()).setParameter("patientId", patientId)
                .getResultList();
    }
}
