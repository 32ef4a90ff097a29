package org.mediafiles.catalog;

import jakarta.enterprise.context.Dependent;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mediafiles.model.Event;
import org.mediafiles.model.EventType;

/**
 * Which events stand on a patient's timeline, as ids in its order. In SQL and not over the entities: the planner knows
 * nothing of the CASE by which a joined hierarchy tells its kinds apart, guesses that hardly any row is ours, and then
 * reads and sorts the patient's whole life for every page. The lateral look at the child row keeps it on the index.
 */
@Dependent
class TimelineRepository {
    private static final String NOT_IN_TRASH = """
                                                and not exists (select 1 from mediafiles_ops.event_trash t where t.event_id = e.id)
                                               """;

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;

    TimelineRepository() {}

    TimelineRepository(EntityManager em) {
        this.em = em;
    }

    /** @param after the last row of the page before; {@code null} for the first page */
    List<UUID> findIds(TimelineQuery query, Cursor after, int limit) {
        StringBuilder sql = new StringBuilder(ofPatient(query.types()));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("patient", query.patientId());
        if (query.from() != null) {
            sql.append(" and e.event_datetime >= :from");
            values.put("from", query.from());
        }
        if (query.to() != null) {
            sql.append(" and e.event_datetime < :to");
            values.put("to", query.to());
        }
        if (after != null) {
            sql.append(" and (e.event_datetime, e.id) < (:afterTime, :afterId)");
            values.put("afterTime", after.at());
            values.put("afterId", after.id());
        }
        sql.append(" order by e.event_datetime desc, e.id desc");
        return ids(sql.toString(), values, limit);
    }

    /** @param newer the neighbour above on the timeline, else the one below */
    Optional<UUID> findNeighbour(Event event, boolean newer) {
        String order = newer ? "asc" : "desc";
        String sql = ofPatient(Set.of()) + " and (e.event_datetime, e.id) " + (newer ? ">" : "<")
                + " (:afterTime, :afterId) order by e.event_datetime " + order + ", e.id " + order;
        return ids(sql, Map.of("patient", event.getPatientId(), "afterTime", event.getEventDatetime(), "afterId",
                event.getId()), 1).stream().findFirst();
    }

    private List<UUID> ids(String sql, Map<String, Object> values, int limit) {
        Query query = em.createNativeQuery(sql, UUID.class).setMaxResults(limit);
        values.forEach(query::setParameter);
        List<?> rows = query.getResultList();
        return rows.stream().map(UUID.class::cast).toList();
    }

    private static String ofPatient(Set<EventType> types) {
        Collection<EventType> wanted = types.isEmpty() ? List.of(EventType.values()) : types;
        String child = wanted.stream().sorted()
                .map(type -> "select 1 from public." + childTable(type) + " c where c.event_ptr_id = e.id")
                .collect(Collectors.joining(" union all ", "(", " limit 1)"));
        return "select e.id from public.events_event e cross join lateral " + child
                + " child where e.patient_id = :patient" + NOT_IN_TRASH;
    }

    private static String childTable(EventType type) {
        return switch (type) {
            case PHOTO -> "mediafiles_photo";
            case PHOTO_SERIES -> "mediafiles_photoseries";
            case VIDEO_CLIP -> "mediafiles_videoclip";
        };
    }
}
