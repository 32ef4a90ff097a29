package org.mediafiles.audit.read;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.model.JsonText;

/**
 * Finds rows of the trail, newest first by time and id: the order of its indexes, so that a page costs what its rows cost,
 * however long the trail is. A condition that is not asked for is not in the statement, for the same reason.
 */
public final class AuditRows {
    private static final String COLUMNS = """
                                          select a.id, a.at, a.act, a.user_id, a.username, a.role, a.patient_id, a.event_id,
                                                 a.media_file_id, a.outcome, a.address, a.request_id, cast(a.details as text),
                                                 cast(a.before_values as text), cast(a.after_values as text)
                                            from mediafiles_ops.audit_event a
                                          """;
    private static final String ORDER = " order by a.at desc, a.id desc";

    private final EntityManager em;

    /** @param em of the transaction in which is read */
    public AuditRows(EntityManager em) {
        this.em = em;
    }

    /**
     * @param behind where to go on; {@code null} for the newest
     * @return at most {@code most} rows
     */
    public List<AuditRow> find(AuditFilter filter, AuditPosition behind, int most) {
        Map<String, Object> values = new LinkedHashMap<>();
        Query query = em.createNativeQuery(statement(filter, behind, values), Object[].class).setMaxResults(most);
        values.forEach(query::setParameter);
        List<AuditRow> rows = new ArrayList<>();
        for (Object row : query.getResultList()) {
            rows.add(row((Object[]) row));
        }
        return rows;
    }

    /** @param values is given the statement's parameters */
    static String statement(AuditFilter filter, AuditPosition behind, Map<String, Object> values) {
        List<String> conditions = new ArrayList<>();
        add(conditions, values, "a.patient_id = :patient", "patient", filter.patientId());
        add(conditions, values, "a.event_id = :event", "event", filter.eventId());
        add(conditions, values, "a.username = :username", "username", filter.username());
        add(conditions, values, "a.act = :act", "act", filter.act() == null ? null : filter.act().code());
        // What is not ok has an index of its own, which is found by these very words.
        add(conditions, values, "ok".equals(filter.outcome())
                ? "a.outcome = :outcome"
                : "a.outcome = :outcome and a.outcome <> 'ok'", "outcome", filter.outcome());
        add(conditions, values, "a.at >= :first", "first", filter.from());
        add(conditions, values, "a.at < :end", "end", filter.to());
        if (behind != null) {
            // The first of the two says nothing new, but is what partitions are left out by.
            conditions.add("a.at <= :lastAt and (a.at, a.id) < (:lastAt, :lastId)");
            values.put("lastAt", behind.at());
            values.put("lastId", behind.id());
        }
        return COLUMNS + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions)) + ORDER;
    }

    private static void add(List<String> conditions, Map<String, Object> values, String condition, String name,
            Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }

    private static AuditRow row(Object[] column) {
        return new AuditRow(((Number) column[0]).longValue(), (Instant) column[1], (String) column[2],
                column[3] == null ? null : ((Number) column[3]).longValue(), (String) column[4], (String) column[5],
                (UUID) column[6], (UUID) column[7], (UUID) column[8], (String) column[9], (String) column[10],
                (String) column[11], JsonText.readObject((String) column[12]),
                JsonText.readObject((String) column[13]), JsonText.readObject((String) column[14]));
    }
}
