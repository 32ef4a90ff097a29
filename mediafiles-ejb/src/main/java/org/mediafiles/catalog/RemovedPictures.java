package org.mediafiles.catalog;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.model.MediaFile;
import org.mediafiles.model.PhotoSeriesFile;
import org.mediafiles.model.User;

/** Pictures that were taken out of their series: the series' own rows, kept aside with place and caption. */
final class RemovedPictures {
    private static final String LIST = """
                                       select r.file_id, r.photo_series_id, e.patient_id, e.description, e.event_datetime, r.order_index,
                                              r.caption, r.removed_at, u.username, u.first_name, u.last_name, r.reason,
                                              exists (select 1 from mediafiles_ops.event_trash t where t.event_id = e.id) as deleted,
                                              r.media_file_id
                                         from mediafiles_ops.removed_picture r
                                         join public.mediafiles_photoseries s on s.event_ptr_id = r.photo_series_id
                                         join public.events_event e on e.id = r.photo_series_id
                                         left join public.accounts_eqmduser u on u.id = r.removed_by_id
                                        where true
                                       """;

    private final EntityManager em;

    RemovedPictures(EntityManager em) {
        this.em = em;
    }

    /** @param orderIndex the place it had */
    record Kept(UUID mediaFileId, int orderIndex, String caption) {}

    /** Moves a picture's row out of its series. */
    void take(PhotoSeriesFile picture, long userId, String reason, Instant now) {
        em.flush();
        em.createNativeQuery(
                """
                insert into mediafiles_ops.removed_picture (file_id, photo_series_id, media_file_id, order_index, caption,
                    created_at, removed_at, removed_by_id, reason)
                select id, photo_series_id, media_file_id, order_index, caption, created_at, :now, :user,
                    nullif(:reason, '')
                  from public.mediafiles_photoseriesfile where id = :file""")
                .setParameter("now", now).setParameter("user", userId)
                .setParameter("reason", reason == null ? "" : reason).setParameter("file", picture.getId())
                .executeUpdate();
        em.createNativeQuery("delete from public.mediafiles_photoseriesfile where id = :file")
                .setParameter("file", picture.getId()).executeUpdate();
    }

    /** @return empty where this series has no such picture kept aside, or its record is gone */
    Optional<Kept> find(UUID seriesId, UUID fileId) {
        List<?> rows = em
                .createNativeQuery(
                        """
                        select media_file_id, order_index, caption from mediafiles_ops.removed_picture
                         where file_id = :file and photo_series_id = :series""", Object[].class)
                .setParameter("file", fileId).setParameter("series", seriesId).getResultList();
        return rows.stream().map(Object[].class::cast)
                .map(row -> new Kept((UUID) row[0], ((Number) row[1]).intValue(), (String) row[2]))
                .filter(kept -> em.find(MediaFile.class, kept.mediaFileId()) != null).findFirst();
    }

    /** Moves a picture's row back. @param orderIndex a place that is free */
    void giveBack(UUID fileId, int orderIndex) {
        em.createNativeQuery(
                """
                insert into public.mediafiles_photoseriesfile (id, order_index, caption, created_at, photo_series_id,
                    media_file_id)
                select file_id, :place, caption, created_at, photo_series_id, media_file_id
                  from mediafiles_ops.removed_picture where file_id = :file""")
                .setParameter("place", orderIndex)
                .setParameter("file", fileId).executeUpdate();
        em.createNativeQuery("delete from mediafiles_ops.removed_picture where file_id = :file")
                .setParameter("file", fileId).executeUpdate();
    }

    /** @return the last removed first */
    List<RemovedPictureRecord> list(Cursor after, int limit) {
        Query query = em.createNativeQuery(
                LIST + (after == null ? "" : " and (r.removed_at, r.file_id) < (:afterTime, :afterId)")
                        + " order by r.removed_at desc, r.file_id desc",
                Object[].class).setMaxResults(limit);
        if (after != null) {
            query.setParameter("afterTime", after.at()).setParameter("afterId", after.id());
        }
        List<?> found = query.getResultList();
        List<Object[]> rows = found.stream().map(Object[].class::cast).toList();
        Map<UUID, MediaFileRecord> files = MediaFileRecords.of(em, rows.stream().map(row -> (UUID) row[13]).toList());
        return rows.stream().map(row -> record(row, files.get((UUID) row[13]))).toList();
    }

    private static RemovedPictureRecord record(Object[] row, MediaFileRecord file) {
        String username = (String) row[8];
        Person removedBy = username == null
                ? null
                : new Person(username, User.displayName(username, (String) row[9], (String) row[10]));
        return new RemovedPictureRecord((UUID) row[0], (UUID) row[1], (UUID) row[2], (String) row[3], (Instant) row[4],
                ((Number) row[5]).intValue(), (String) row[6], (Instant) row[7], removedBy, (String) row[11],
                (Boolean) row[12], file);
    }
}
