package org.mediafiles.audit;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;

/**
 * Whose an event is, and where a media file stands, also in the trash: what a refusal concerns is told by its id alone, and
 * its row is to be found from the patient all the same.
 */
final class Whereabouts {
    private static final String OF_FILE = """
                                          select e.id, e.patient_id from public.events_event e
                                            join (select event_ptr_id as event_id from public.mediafiles_photo where media_file_id = :id
                                                  union all select event_ptr_id from public.mediafiles_videoclip where media_file_id = :id
                                                  union all select photo_series_id from public.mediafiles_photoseriesfile
                                                             where media_file_id = :id
                                                  union all select photo_series_id from mediafiles_ops.removed_picture
                                                             where media_file_id = :id) shown on shown.event_id = e.id
                                           order by e.created_at, e.id limit 1
                                          """;

    private final EntityManager em;

    Whereabouts(EntityManager em) {
        this.em = em;
    }

    /** @return the entry with the patient and event that it is about, as far as they can be found */
    AuditEntry complete(AuditEntry entry) {
        if (entry.patientId() != null) {
            return entry;
        }
        if (entry.eventId() != null) {
            List<?> patients = em.createNativeQuery("select patient_id from public.events_event where id = :id",
                    UUID.class).setParameter("id", entry.eventId()).getResultList();
            return patients.isEmpty() ? entry : entry.patient((UUID) patients.get(0));
        }
        if (entry.mediaFileId() == null) {
            return entry;
        }
        List<?> rows = em.createNativeQuery(OF_FILE, Object[].class).setParameter("id", entry.mediaFileId())
                .getResultList();
        if (rows.isEmpty()) {
            return entry;
        }
        Object[] row = (Object[]) rows.get(0);
        return entry.event((UUID) row[0]).patient((UUID) row[1]);
    }
}
