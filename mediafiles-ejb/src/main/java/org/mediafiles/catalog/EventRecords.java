package org.mediafiles.catalog;

import jakarta.enterprise.context.Dependent;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.mediafiles.model.Event;
import org.mediafiles.model.MediaFile;
import org.mediafiles.model.Photo;
import org.mediafiles.model.PhotoSeries;
import org.mediafiles.model.PhotoSeriesFile;
import org.mediafiles.model.User;
import org.mediafiles.model.VideoClip;
import org.mediafiles.security.AccessPolicy;

/**
 * Turns events into records, however many at once with the same few queries: pictures of series, media files with
 * their stored objects, people.
 */
@Dependent
class EventRecords {
    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;

    EventRecords() {}

    EventRecords(EntityManager em) {
        this.em = em;
    }

    EventRecord of(Event event) {
        return of(List.of(event), Map.of()).get(0);
    }

    /** @param deletedAt when those that are in the trash went there, by event */
    List<EventRecord> of(List<Event> events, Map<UUID, Instant> deletedAt) {
        if (events.isEmpty()) {
            return List.of();
        }
        Map<UUID, List<PhotoSeriesFile>> pictures = seriesFiles(events);
        Map<UUID, MediaFileRecord> files = MediaFileRecords.of(em, mediaFileIds(events, pictures));
        Map<Long, Person> people = people(events);
        return events.stream().map(event -> record(event, pictures.getOrDefault(event.getId(), List.of()), files,
                people, deletedAt.get(event.getId()))).toList();
    }

    /** @return the event's version as it stands, as in {@link EventRecord#version} */
    String version(Event event) {
        return version(event, seriesFiles(List.of(event)).getOrDefault(event.getId(), List.of()));
    }

    /** @return ids of all media files that the event shows */
    Set<UUID> mediaFileIds(Event event) {
        return mediaFileIds(List.of(event), seriesFiles(List.of(event)));
    }

    private static EventRecord record(Event event, List<PhotoSeriesFile> pictures, Map<UUID, MediaFileRecord> files,
            Map<Long, Person> people, Instant deletedAt) {
        boolean series = event instanceof PhotoSeries;
        MediaFile single = singleFile(event);
        return new EventRecord(event.getId(), EventRepository.typeOf(event), event.getPatientId(),
                event.getEventDatetime(), event.getDescription(), event.getCreatedAt(),
                people.get(event.getCreatedById()), event.getUpdatedAt(), people.get(event.getUpdatedById()),
                event.getCreatedAt().plus(AccessPolicy.EDIT_WINDOW), single == null ? null : files.get(single.getId()),
                series ? ((PhotoSeries) event).getSeriesDescription() : null,
                series ? pictures.size() : null,
                series ? pictures.stream().map(file -> picture(file, files)).toList() : null,
                version(event, pictures), deletedAt);
    }

    private static SeriesFileRecord picture(PhotoSeriesFile file, Map<UUID, MediaFileRecord> files) {
        return new SeriesFileRecord(file.getId(), file.getOrderIndex(), file.getCaption(),
                files.get(file.getMediaFile().getId()));
    }

    private static MediaFile singleFile(Event event) {
        if (event instanceof Photo photo) {
            return photo.getMediaFile();
        }
        return event instanceof VideoClip clip ? clip.getMediaFile() : null;
    }

    /** A series' pictures may change without its row: Django did not touch it, so they count for themselves. */
    private static String version(Event event, List<PhotoSeriesFile> pictures) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, event.getUpdatedAt());
        String version = Long.toString(micros, Character.MAX_RADIX);
        if (!(event instanceof PhotoSeries)) {
            return version;
        }
        CRC32C sum = new CRC32C();
        for (PhotoSeriesFile file : pictures) {
            for (UUID id : List.of(file.getId(), file.getMediaFile().getId())) {
                sum.update(ByteBuffer.allocate(16).putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits()).flip());
            }
            sum.update(ByteBuffer.allocate(4).putInt(file.getOrderIndex()).flip());
            sum.update(file.getCaption().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return version + '-' + Long.toString(sum.getValue(), Character.MAX_RADIX);
    }

    private static Set<UUID> mediaFileIds(List<Event> events, Map<UUID, List<PhotoSeriesFile>> pictures) {
        Set<UUID> ids = new HashSet<>();
        for (Event event : events) {
            MediaFile single = singleFile(event);
            if (single != null) {
                ids.add(single.getId());
            }
        }
        pictures.values().forEach(files -> files.forEach(file -> ids.add(file.getMediaFile().getId())));
        return ids;
    }

    private Map<UUID, List<PhotoSeriesFile>> seriesFiles(List<Event> events) {
        List<UUID> series = events.stream().filter(PhotoSeries.class::isInstance).map(Event::getId).toList();
        if (series.isEmpty()) {
            return Map.of();
        }
        return em.createQuery("select f from PhotoSeriesFile f where f.series.id in (:ids) order by f.orderIndex, f.id",
                PhotoSeriesFile.class).setParameter("ids", series).getResultStream()
                .collect(Collectors.groupingBy(file -> file.getSeries().getId()));
    }

    private Map<Long, Person> people(List<Event> events) {
        Set<Long> ids = new HashSet<>();
        for (Event event : events) {
            ids.add(event.getCreatedById());
            ids.add(event.getUpdatedById());
        }
        Map<Long, Person> people = new HashMap<>();
        for (User user : em.createQuery("select u from User u where u.id in (:ids)", User.class)
                .setParameter("ids", new ArrayList<>(ids)).getResultList()) {
            people.put(user.getId(), new Person(user.getUsername(), user.getDisplayName()));
        }
        return people;
    }
}
