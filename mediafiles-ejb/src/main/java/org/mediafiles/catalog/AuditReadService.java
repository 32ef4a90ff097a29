package org.mediafiles.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.audit.read.AuditFilter;
import org.mediafiles.audit.read.AuditPosition;
import org.mediafiles.audit.read.AuditRow;
import org.mediafiles.audit.read.AuditRows;
import org.mediafiles.model.User;
import org.mediafiles.problem.SettlesRefusals;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;

/** The trail for admins. Reading it and taking it out stand on record themselves. */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class AuditReadService {
    /** {@code 2,000}: a chunk of an export is some hundred kilobytes. */
    static final int CHUNK = 2_000;

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private AuditTrail audit;
    @Inject
    private AccessPolicy policy;

    public AuditReadService() {}

    /** For tests without a container. */
    public AuditReadService(EntityManager em, AuditTrail audit, AccessPolicy policy) {
        this.em = em;
        this.audit = audit;
        this.policy = policy;
    }

    /**
     * A page of the trail, newest first. The first page is a look; it is put on record before it is read, so whoever reads
     * sees the own reading on top.
     *
     * @throws org.mediafiles.problem.MediaFilesException {@code FORBIDDEN}, {@code INVALID_REQUEST} for the cursor
     */
    public Page<AuditRow> list(Caller admin, AuditFilter filter, PageRequest page) {
        new AccessGuard(policy, audit).require(admin, Act.ADMINISTER,
                AuditEntry.refused(AuditAct.AUDIT_OPEN, "").patient(filter.patientId()).event(filter.eventId()));
        AuditPosition behind = page.cursor() == null ? null : AuditPosition.decode(page.cursor());
        AuditEntry look = about(AuditAct.AUDIT_OPEN, filter);
        if (behind == null) {
            audit.record(admin.actor(), look);
        } else {
            audit.recordUnlessRecent(admin.actor(), look);
        }
        List<AuditRow> found = new AuditRows(em).find(filter, behind, page.limit() + 1);
        List<AuditRow> shown = found.subList(0, Math.min(found.size(), page.limit()));
        String next = found.size() > shown.size() ? shown.get(shown.size() - 1).position().encode() : null;
        return new Page<>(List.copyOf(shown), next);
    }

    /**
     * Puts an export on record, committed when it returns: nothing leaves before that.
     *
     * @param form {@code csv}, or {@code print} for what a patient is handed
     * @throws org.mediafiles.problem.MediaFilesException {@code FORBIDDEN}
     */
    public void beginExport(Caller admin, AuditFilter filter, String form) {
        new AccessGuard(policy, audit).require(admin, Act.ADMINISTER,
                AuditEntry.refused(AuditAct.AUDIT_EXPORT, "").patient(filter.patientId()).event(filter.eventId()));
        Map<String, Object> details = new LinkedHashMap<>(filter.onRecord());
        details.put("form", form);
        audit.record(admin.actor(), about(AuditAct.AUDIT_EXPORT, filter).details(details));
    }

    /**
     * The next rows of an export that is on record, newest first. Each chunk is a transaction of its own: who reads slowly,
     * or goes away, holds none, and what is written meanwhile is newer than where the export has got to.
     *
     * @param behind {@code null} for the first
     * @return empty where there is nothing more
     * @throws org.mediafiles.problem.MediaFilesException {@code FORBIDDEN}
     */
    public List<AuditRow> exportNext(Caller admin, AuditFilter filter, AuditPosition behind) {
        policy.require(admin, Act.ADMINISTER);
        return new AuditRows(em).find(filter, behind, CHUNK);
    }

    /**
     * Who they are, for a list that stands on record itself.
     *
     * @return display names by user name; who is unknown is missing
     * @throws org.mediafiles.problem.MediaFilesException {@code FORBIDDEN}
     */
    public Map<String, String> named(Caller admin, Set<String> usernames) {
        policy.require(admin, Act.ADMINISTER);
        Map<String, String> names = new HashMap<>();
        if (usernames.isEmpty()) {
            return names;
        }
        List<?> rows = em.createNativeQuery(
                "select username, first_name, last_name from public.accounts_eqmduser where username in (:names)",
                Object[].class).setParameter("names", usernames).getResultList();
        for (Object row : rows) {
            Object[] column = (Object[]) row;
            String username = (String) column[0];
            names.put(username, User.displayName(username, (String) column[1], (String) column[2]));
        }
        return names;
    }

    private static AuditEntry about(AuditAct act, AuditFilter filter) {
        return AuditEntry.ok(act).patient(filter.patientId()).event(filter.eventId()).details(filter.onRecord());
    }
}
