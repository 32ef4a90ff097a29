package org.mediafiles.catalog;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.audit.Actor;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.model.PhotoSeries;
import org.mediafiles.model.PhotoSeriesFile;

/**
 * The series of an adopted database that a Django application left with an untrue number of images, or with places that are not
 * 1…n. They are found batch by batch and mended one by one, each in a transaction of its own; what stood before is noted in
 * {@code adopted_row} and on record, and the event's own row, which is the hospital's, stays as it is.
 */
@Stateless
public class StandingSeriesService {
    private static final int BATCH = 1_000;
    private static final UUID LOWEST = new UUID(0, 0);

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private AuditTrail audit;

    public StandingSeriesService() {}

    /** For tests without a container. */
    public StandingSeriesService(EntityManager em, AuditTrail audit) {
        this.em = em;
        this.audit = audit;
    }

    /**
     * Some series that were looked at.
     *
     * @param untrue those to be mended, ascending
     * @param last   where the next batch goes on; {@code null} after the last
     */
    public record Batch(List<UUID> untrue, UUID last) {
        public Batch {
            untrue = List.copyOf(untrue);
        }
    }

    /** Looks at the next series, where a database was adopted. @param after {@code null} for the first */
    public Batch look(UUID after) {
        if (!(Boolean) em.createNativeQuery("select to_regclass('mediafiles_ops.adoption') is not null", Boolean.class)
                .getSingleResult()) {
            return new Batch(List.of(), null);
        }
        List<?> rows = em.createNativeQuery(
                """
                select s.event_ptr_id, s.total_images <> f.pictures or f.pictures > 0 and (f.first <> 1 or f.last <> f.pictures)
                from (select event_ptr_id, total_images from public.mediafiles_photoseries
                      where event_ptr_id > :after order by event_ptr_id limit :batch) s
                cross join lateral (select count(*) as pictures, min(order_index) as first, max(order_index) as last
                      from public.mediafiles_photoseriesfile where photo_series_id = s.event_ptr_id) f
                order by s.event_ptr_id""",
                Object[].class).setParameter("after", after == null ? LOWEST : after).setParameter("batch", BATCH)
                .getResultList();
        List<UUID> untrue = new ArrayList<>();
        UUID last = null;
        for (Object row : rows) {
            last = (UUID) ((Object[]) row)[0];
            if ((Boolean) ((Object[]) row)[1]) {
                untrue.add(last);
            }
        }
        return new Batch(untrue, last);
    }

    /**
     * Numbers the pictures 1…n in the order in which they stand, and has the database count them; a series that is right by
     * now stays as it is.
     *
     * @return whether something was to be mended
     */
    public boolean mend(UUID seriesId) {
        PhotoSeries series = em.find(PhotoSeries.class, seriesId);
        if (series == null) {
            return false;
        }
        SeriesPictures pictures = SeriesPictures.lock(em, series);
        Map<String, Object> before = values(seriesId, pictures);
        pictures.reorder(pictures.inOrder());
        em.createNativeQuery("""
                             update public.mediafiles_photoseries s set total_images = :count
                             where s.event_ptr_id = :id and s.total_images <> :count""")
                .setParameter("count", pictures.count()).setParameter("id", seriesId).executeUpdate();
        Map<String, Object> after = values(seriesId, pictures);
        if (before.equals(after)) {
            return false;
        }
        audit.record(Actor.SERVER, AuditEntry.ok(AuditAct.EVENT_CHANGE).event(seriesId).patient(series.getPatientId())
                .details(Map.of("reason", "adopted-series-mended")).change(before, after));
        return true;
    }

    private Map<String, Object> values(UUID seriesId, SeriesPictures pictures) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("totalImages",
                ((Number) em
                        .createNativeQuery("select total_images from public.mediafiles_photoseries"
                                + " where event_ptr_id = :id", Integer.class)
                        .setParameter("id", seriesId).getSingleResult()).intValue());
        values.put("order", pictures.inOrder().stream().map(StandingSeriesService::place).toList());
        return values;
    }

    private static Map<String, Object> place(PhotoSeriesFile picture) {
        return Map.of("fileId", picture.getId().toString(), "orderIndex", picture.getOrderIndex());
    }
}
