package org.mediafiles.catalog;

import jakarta.enterprise.context.Dependent;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.model.CleanText;
import org.mediafiles.model.EventType;
import org.mediafiles.model.JsonText;
import org.mediafiles.model.MediaFile;
import org.mediafiles.model.User;

/** Media files with where they hang. */
@Dependent
class MediaFileRepository {
    private static final String SHOWN = """
                                        (select event_ptr_id as event_id, media_file_id, 3 as kind from public.mediafiles_photo
                                         union all
                                         select event_ptr_id, media_file_id, 10 from public.mediafiles_videoclip
                                         union all
                                         select photo_series_id, media_file_id, 9 from public.mediafiles_photoseriesfile)
                                        """;

    private static final String PLACE = """
                                        select e.id, e.patient_id from SHOWN s join public.events_event e on e.id = s.event_id
                                         where s.media_file_id = :file
                                           and not exists (select 1 from mediafiles_ops.event_trash t where t.event_id = e.id)
                                         order by e.created_at, e.id
                                        """
            .replace("SHOWN", SHOWN);

    private static final String LIST = """
                                       select m.id, m.created_at, e.id as event_id, shown.kind, e.patient_id, p.name, u.username, u.first_name,
                                              u.last_name, shown.removed
                                              or exists (select 1 from mediafiles_ops.event_trash t where t.event_id = e.id) as gone
                                         from public.mediafiles_mediafile m
                                         left join lateral (select s.event_id, s.kind, false as removed from SHOWN s where s.media_file_id = m.id
                                                             union all
                                                             select r.photo_series_id, 9, true from mediafiles_ops.removed_picture r
                                                              where r.media_file_id = m.id
                                                             order by removed, event_id limit 1) shown on true
                                         left join public.events_event e on e.id = shown.event_id
                                         left join public.patients_patient p on p.id = e.patient_id
                                         left join public.accounts_eqmduser u on u.id = e.created_by_id
                                        where true
                                       """
            .replace("SHOWN", SHOWN);

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;

    MediaFileRepository() {}

    MediaFileRepository(EntityManager em) {
        this.em = em;
    }

    /** Where a media file hangs, outside the trash. */
    record Place(UUID eventId, UUID patientId) {}

    /**
     * A row of the admin's list before its record is read.
     *
     * @param eventId     {@code null} where no event has it, as all that follows
     * @param patientName of the event's patient
     */
    record Row(UUID id, Instant createdAt, UUID eventId, EventType type, UUID patientId, String patientName,
            Person sentBy, boolean deleted) {}

    Optional<Place> findPlace(UUID mediaFileId) {
        List<?> rows = em.createNativeQuery(PLACE, Object[].class).setParameter("file", mediaFileId).setMaxResults(1)
                .getResultList();
        return rows.stream().map(Object[].class::cast).map(row -> new Place((UUID) row[0], (UUID) row[1]))
                .findFirst();
    }

    Map<UUID, MediaFileRecord> records(List<UUID> ids) {
        return MediaFileRecords.of(em, ids);
    }

    ClipRecord clip(UUID id) {
        MediaFile file = em.find(MediaFile.class, id);
        return ClipRecord.of(file == null ? Map.of() : JsonText.readObject(file.getMetadata()));
    }

    /** @param after the last row of the page before; {@code null} for the first page */
    List<Row> list(MediaFileQuery query, Cursor after, int limit) {
        StringBuilder sql = new StringBuilder(LIST);
        Map<String, Object> values = new LinkedHashMap<>();
        where(sql, values, " and m.file_type = :fileType", "fileType", query.fileType());
        where(sql, values, " and m.mime_type = :mimeType", "mimeType", query.mimeType());
        where(sql, values, " and u.username = :username", "username", query.username());
        where(sql, values, " and m.created_at >= :from", "from", query.from());
        where(sql, values, " and m.created_at < :to", "to", query.to());
        // Marks are taken off before lower(), which in some databases' locale knows ASCII alone.
        where(sql, values,
                " and lower(regexp_replace(normalize(m.original_filename, NFKD), '[\\u0300-\\u036f]', '', 'g'))"
                        + " like :filename escape '!'",
                "filename", part(query.filename()));
        if (after != null) {
            sql.append(" and (m.created_at, m.id) < (:afterTime, :afterId)");
            values.put("afterTime", after.at());
            values.put("afterId", after.id());
        }
        sql.append(" order by m.created_at desc, m.id desc");
        Query rows = em.createNativeQuery(sql.toString(), Object[].class).setMaxResults(limit);
        values.forEach(rows::setParameter);
        List<?> found = rows.getResultList();
        return found.stream().map(Object[].class::cast).map(MediaFileRepository::row).toList();
    }

    private static Row row(Object[] column) {
        UUID eventId = (UUID) column[2];
        EventType type = eventId == null
                ? null
                : EventType.findByDatabaseCode(((Number) column[3]).intValue()).orElseThrow();
        String username = (String) column[6];
        Person sentBy = username == null
                ? null
                : new Person(username, User.displayName(username, (String) column[7], (String) column[8]));
        return new Row((UUID) column[0], (Instant) column[1], eventId, type, (UUID) column[4], (String) column[5],
                sentBy, (Boolean) column[9]);
    }

    private static void where(StringBuilder sql, Map<String, Object> values, String clause, String name,
            Object value) {
        if (value != null) {
            sql.append(clause);
            values.put(name, value);
        }
    }

    private static String part(String filename) {
        String folded = filename == null ? "" : CleanText.fold(filename);
        return folded.isEmpty()
                ? null
                : '%' + folded.replace("!", "!!").replace("%", "!%").replace("_", "!_") + '%';
    }
}
