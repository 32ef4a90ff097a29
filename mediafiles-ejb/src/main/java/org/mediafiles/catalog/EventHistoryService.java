package org.mediafiles.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.model.JsonText;
import org.mediafiles.model.User;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.SettlesRefusals;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;

/** What became of an event, out of the trail: for all who may read the event. Opening it was the look. */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class EventHistoryService {
    /** {@code 200}: more than a person reads; the trail's own page has them all. */
    static final int MOST = 200;
    private static final String FIND = """
                                       select a.at, a.act, a.username, u.first_name, u.last_name,
                                              cast(a.details as text), cast(a.before_values as text), cast(a.after_values as text)
                                         from mediafiles_ops.audit_event a
                                         left join public.accounts_eqmduser u on u.id = a.user_id
                                        where a.event_id = :event and a.outcome = 'ok'
                                          and a.act in ('event-create', 'event-change', 'event-delete', 'event-restore', 'event-move')
                                          and (a.act <> 'event-move' or a.after_values ->> 'patientId' = cast(a.patient_id as text))
                                        order by a.at desc, a.id desc limit :most
                                       """;

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private EventRepository events;
    @Inject
    private AccessPolicy policy;

    public EventHistoryService() {}

    EventHistoryService(EntityManager em, AccessPolicy policy) {
        this.em = em;
        this.events = new EventRepository(em);
        this.policy = policy;
    }

    /**
     * @return newest first; a move, of which either patient's trail has a row, once. Empty for what another system made and
     *         nobody changed here
     * @throws org.mediafiles.problem.MediaFilesException {@code NOT_FOUND}, also for what is in the trash
     */
    public List<EventVersion> versions(Caller caller, UUID eventId) {
        policy.require(caller, Act.READ);
        if (events.find(eventId).isEmpty()) {
            throw MediaFilesException.notFound("event");
        }
        List<EventVersion> versions = new ArrayList<>();
        for (Object row : em.createNativeQuery(FIND, Object[].class).setParameter("event", eventId)
                .setParameter("most", MOST).getResultList()) {
            versions.add(version((Object[]) row));
        }
        return versions;
    }

    private static EventVersion version(Object[] column) {
        String username = (String) column[2];
        String person = username == null ? "" : User.displayName(username, text(column[3]), text(column[4]));
        Object reason = JsonText.readObject((String) column[5]).get("reason");
        String act = (String) column[1];
        // Whose it was is that patient's alone.
        boolean moved = act.equals("event-move");
        return new EventVersion((Instant) column[0], act, person, reason == null ? null : reason.toString(),
                moved ? Map.of() : JsonText.readObject((String) column[6]),
                moved ? Map.of() : JsonText.readObject((String) column[7]));
    }

    private static String text(Object name) {
        return name == null ? "" : (String) name;
    }
}
