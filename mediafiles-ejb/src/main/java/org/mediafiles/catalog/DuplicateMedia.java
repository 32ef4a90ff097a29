package org.mediafiles.catalog;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.model.Sha256;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** The same bytes twice for one patient. What other patients have is never looked at here, so it can't be told. */
final class DuplicateMedia {
    private static final String FIRST = """
                                        select e.id, m.id as media_file_id
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

    /** @throws MediaFilesException {@code DUPLICATE_MEDIA} with {@code duplicateOf} where the patient has these bytes */
    static void refuse(EntityManager em, UUID patientId, Sha256 sha256) {
        List<?> found = em.createNativeQuery(FIRST).setParameter("sha256", sha256.hex())
                .setParameter("patientId", patientId).getResultList();
        if (!found.isEmpty()) {
            Object[] row = (Object[]) found.get(0);
            throw new MediaFilesException(ProblemCode.DUPLICATE_MEDIA, "This patient has the same file already.")
                    .with("duplicateOf", Map.of("eventId", row[0].toString(), "mediaFileId", row[1].toString()));
        }
    }
}
