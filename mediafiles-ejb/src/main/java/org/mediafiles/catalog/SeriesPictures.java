package org.mediafiles.catalog;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mediafiles.model.MediaFile;
import org.mediafiles.model.PhotoSeries;
import org.mediafiles.model.PhotoSeriesFile;

/** The pictures of one series in their order, under a lock on the series. */
final class SeriesPictures {
    /** Beyond any place that a picture has for long. */
    private static final int ASIDE = 1_000_000;

    private final EntityManager em;
    private final PhotoSeries series;
    private final List<PhotoSeriesFile> inOrder;

    private SeriesPictures(EntityManager em, PhotoSeries series, List<PhotoSeriesFile> inOrder) {
        this.em = em;
        this.series = series;
        this.inOrder = inOrder;
    }

    /** Holds the series' row to the end of the transaction, as the database itself does when it counts the pictures. */
    static SeriesPictures lock(EntityManager em, PhotoSeries series) {
        em.createNativeQuery(
                "select event_ptr_id from public.mediafiles_photoseries where event_ptr_id = :id for no key update",
                UUID.class).setParameter("id", series.getId()).getResultList();
        return new SeriesPictures(em, series, em.createQuery(
                "select f from PhotoSeriesFile f where f.series.id = :id order by f.orderIndex, f.createdAt, f.id",
                PhotoSeriesFile.class).setParameter("id", series.getId()).getResultList());
    }

    List<PhotoSeriesFile> inOrder() {
        return List.copyOf(inOrder);
    }

    int count() {
        return inOrder.size();
    }

    void append(MediaFile file, String caption, Instant now) {
        settle();
        PhotoSeriesFile picture = PhotoSeriesFile.of(series, file, count() + 1, caption, now);
        em.persist(picture);
        inOrder.add(picture);
    }

    /** @param wanted the same pictures in another order */
    void reorder(List<PhotoSeriesFile> wanted) {
        inOrder.clear();
        inOrder.addAll(wanted);
        settle();
    }

    /** Makes room at a place. @param index 1-based; past the end is the end @return the place that is free now */
    int open(int index) {
        int free = Math.min(Math.max(index, 1), count() + 1);
        place(IntStream.rangeClosed(1, count() + 1).filter(place -> place != free).boxed().toList());
        return free;
    }

    /** The row is gone already. */
    void forget(PhotoSeriesFile picture) {
        em.detach(picture);
        inOrder.remove(picture);
        settle();
    }

    /** 1…n without gaps, whatever stood there before. */
    private void settle() {
        place(IntStream.rangeClosed(1, count()).boxed().toList());
    }

    /**
     * The constraint on the places looks at each row as it is written, so what changes its place first steps aside to where
     * nobody stands.
     */
    private void place(List<Integer> places) {
        Set<Integer> taken = inOrder.stream().map(PhotoSeriesFile::getOrderIndex).collect(Collectors.toSet());
        List<Integer> moving = new ArrayList<>();
        int aside = ASIDE;
        for (int at = 0; at < inOrder.size(); at++) {
            if (inOrder.get(at).getOrderIndex() != places.get(at)) {
                while (!taken.add(aside)) {
                    aside++;
                }
                inOrder.get(at).placeAt(aside);
                moving.add(at);
            }
        }
        em.flush();
        moving.forEach(at -> inOrder.get(at).placeAt(places.get(at)));
        em.flush();
    }
}
