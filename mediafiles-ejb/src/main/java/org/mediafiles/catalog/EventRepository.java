package org.mediafiles.catalog;

import jakarta.enterprise.context.Dependent;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mediafiles.model.Event;
import org.mediafiles.model.EventTrash;
import org.mediafiles.model.EventType;
import org.mediafiles.model.Photo;
import org.mediafiles.model.PhotoSeries;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.VideoClip;
import org.mediafiles.problem.MediaFilesException;

/**
 * Events of ours that have their media. Every query names our kinds: the table holds others too, and events of ours
 * whose child row is missing.
 */
@Dependent
class EventRepository {
    private static final String NOT_IN_TRASH = " and not exists (select 1 from EventTrash t where t.eventId = e.id)";

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;

    EventRepository() {}

    EventRepository(EntityManager em) {
        this.em = em;
    }

    Instant now() {
        return DatabaseClock.now(em);
    }

    static EventType typeOf(Event event) {
        if (event instanceof Photo) {
            return EventType.PHOTO;
        }
        if (event instanceof PhotoSeries) {
            return EventType.PHOTO_SERIES;
        }
        if (event instanceof VideoClip) {
            return EventType.VIDEO_CLIP;
        }
        throw new IllegalArgumentException("an event without media");
    }

    /** @return an event of that kind that is not in the trash */
    Optional<Event> find(EventType type, UUID id) {
        return first(em.createQuery("select e from Event e where e.id = :id" + kinds(Set.of(type)) + NOT_IN_TRASH,
                Event.class).setParameter("id", id));
    }

    /** As {@link #find(EventType, UUID)}. @throws MediaFilesException {@code NOT_FOUND} */
    Event require(EventType type, UUID id) {
        return find(type, id).orElseThrow(() -> MediaFilesException.notFound("event"));
    }

    /** @return an event of any kind of ours that is not in the trash */
    Optional<Event> find(UUID id) {
        return first(em.createQuery("select e from Event e where e.id = :id" + kinds(Set.of()) + NOT_IN_TRASH,
                Event.class).setParameter("id", id));
    }

    /** @return an event of that kind, in the trash or not */
    Optional<Event> findAlsoDeleted(EventType type, UUID id) {
        return first(em.createQuery("select e from Event e where e.id = :id" + kinds(Set.of(type)), Event.class)
                .setParameter("id", id));
    }

    /**
     * Holds an event's row to the end of the transaction. Before it is read: what is read afterwards is what stands. By
     * itself, since a row lock cannot be had through the outer joins to the kinds.
     */
    void lock(UUID id) {
        em.createNativeQuery("select id from public.events_event where id = :id for update", UUID.class)
                .setParameter("id", id).getResultList();
    }

    Optional<EventTrash> findTrash(UUID eventId) {
        return Optional.ofNullable(em.find(EventTrash.class, eventId));
    }

    /**
     * Refuses where the patient has one of these files' bytes already; until the end of the transaction nobody else puts
     * them there.
     *
     * @throws org.mediafiles.problem.MediaFilesException {@code DUPLICATE_MEDIA}
     */
    void refuseDuplicates(UUID patientId, Collection<UUID> mediaFileIds) {
        DuplicateMedia.lockPatient(em, patientId);
        em.createQuery(
                "select m.fileHash from MediaFile m where m.id in (:ids) and m.fileHash is not null order by m.id",
                String.class).setParameter("ids", mediaFileIds).getResultList().forEach(
                        hash -> Sha256.parse(hash).ifPresent(sha256 -> DuplicateMedia.refuse(em, patientId, sha256)));
    }

    void add(EventTrash trash) {
        em.persist(trash);
    }

    void remove(EventTrash trash) {
        em.remove(trash);
    }

    /** Writes what was changed now, so that what goes wrong goes wrong here. */
    void flush() {
        em.flush();
    }

    Map<EventType, Long> counts(UUID patientId) {
        Map<EventType, Long> counts = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            counts.put(type, em.createQuery(
                    "select count(e) from " + entity(type) + " e where e.patientId = :patient" + NOT_IN_TRASH,
                    Long.class).setParameter("patient", patientId).getSingleResult());
        }
        return counts;
    }

    /**
     * @param patientId {@code null} for all patients
     * @return how many events bear a code of ours, are not in the trash and have no child row
     */
    long countWithoutMedia(UUID patientId, Set<EventType> types, Instant from, Instant to) {
        StringBuilder text = new StringBuilder(
                "select count(e) from Event e where type(e) not in (Photo, PhotoSeries, VideoClip)"
                        + " and e.typeCode in (:codes)" + NOT_IN_TRASH);
        Map<String, Object> values = new LinkedHashMap<>();
        Collection<EventType> wanted = types.isEmpty() ? List.of(EventType.values()) : types;
        values.put("codes", wanted.stream().map(EventType::databaseCode).toList());
        if (patientId != null) {
            text.append(" and e.patientId = :patient");
            values.put("patient", patientId);
        }
        if (from != null) {
            text.append(" and e.eventDatetime >= :from");
            values.put("from", from);
        }
        if (to != null) {
            text.append(" and e.eventDatetime < :to");
            values.put("to", to);
        }
        TypedQuery<Long> query = em.createQuery(text.toString(), Long.class);
        values.forEach(query::setParameter);
        return query.getSingleResult();
    }

    /** @return the id of the event that shows this media file, outside the trash */
    Optional<UUID> findIdByMediaFile(UUID mediaFileId) {
        List<?> ids = em.createNativeQuery(
                """
                select e.id from public.events_event e
                  join (select event_ptr_id as id from public.mediafiles_photo where media_file_id = :file
                        union all
                        select event_ptr_id from public.mediafiles_videoclip where media_file_id = :file
                        union all
                        select photo_series_id from public.mediafiles_photoseriesfile where media_file_id = :file
                       ) shown on shown.id = e.id
                 where not exists (select 1 from mediafiles_ops.event_trash t where t.event_id = e.id)
                 order by e.created_at, e.id
                """, UUID.class).setParameter("file", mediaFileId).setMaxResults(1).getResultList();
        return ids.stream().map(UUID.class::cast).findFirst();
    }

    /** @return what is in the trash, the last deleted first */
    List<EventTrash> trash(Cursor after, int limit) {
        String text = "select t from EventTrash t join Event e on e.id = t.eventId where true" + kinds(Set.of())
                + (after == null ? "" : " and (t.deletedAt, t.eventId) < (:afterTime, :afterId)")
                + " order by t.deletedAt desc, t.eventId desc";
        TypedQuery<EventTrash> query = em.createQuery(text, EventTrash.class).setMaxResults(limit);
        if (after != null) {
            query.setParameter("afterTime", after.at()).setParameter("afterId", after.id());
        }
        return query.getResultList();
    }

    /** @return those of the ids that are events of ours with their media, in the order of the ids */
    List<Event> findAll(List<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<UUID, Event> found = em
                .createQuery("select e from Event e where e.id in (:ids)" + kinds(Set.of()), Event.class)
                .setParameter("ids", ids).getResultStream()
                .collect(Collectors.toMap(Event::getId, Function.identity()));
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    private static Optional<Event> first(TypedQuery<Event> query) {
        return query.getResultStream().findFirst();
    }

    private static String kinds(Set<EventType> types) {
        Collection<EventType> wanted = types.isEmpty() ? List.of(EventType.values()) : types;
        return wanted.stream().sorted().map(EventRepository::entity)
                .collect(Collectors.joining(", ", " and type(e) in (", ")"));
    }

    private static String entity(EventType type) {
        return switch (type) {
            case PHOTO -> "Photo";
            case PHOTO_SERIES -> "PhotoSeries";
            case VIDEO_CLIP -> "VideoClip";
        };
    }
}
