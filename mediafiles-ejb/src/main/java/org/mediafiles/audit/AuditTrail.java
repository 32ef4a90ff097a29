package org.mediafiles.audit;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.mediafiles.config.WorkGate;
import org.mediafiles.model.AuditEvent;

/**
 * Puts on record who did or saw what. A row is written at once, not at commit, so that who can't be put on record is
 * refused before anything is read out; the time is the database's.
 */
@Stateless
public class AuditTrail {
    private static final Logger LOG = Logger.getLogger(AuditTrail.class);
    /** {@code 5 min}: DESIGN's measure for looks at a file, taken for lists too. */
    private static final Duration SAME_LOOK = Duration.ofMinutes(5);

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private WorkGate gate;

    public AuditTrail() {}

    /** For tests without a container. */
    public AuditTrail(EntityManager em) {
        this(em, () -> true);
    }

    AuditTrail(EntityManager em, WorkGate gate) {
        this.em = em;
        this.gate = gate;
    }

    /** Adds a row in the caller's transaction: it stands exactly if the change stands. */
    public void record(Actor actor, AuditEntry entry) {
        write(actor, entry);
    }

    /** Adds a row in a transaction of its own: for refusals and looks, which stand whatever becomes of the rest. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void recordApart(Actor actor, AuditEntry entry) {
        write(actor, entry);
    }

    /**
     * Adds a row in the caller's transaction, unless the same person did the same about the same patient a moment ago: for
     * the further pages of a list, which belong to the look that its first page was.
     */
    public void recordUnlessRecent(Actor actor, AuditEntry entry) {
        List<?> recent = em
                .createNativeQuery(
                        """
                        select 1 from mediafiles_ops.audit_event
                         where user_id = :user and username = :username
                           and at > statement_timestamp() - make_interval(secs => :seconds)
                           and act = :act and outcome = :outcome
                           and (patient_id = cast(nullif(:patient, '') as uuid) or :patient = '' and patient_id is null)
                         limit 1
                        """)
                .setParameter("user", actor.userId()).setParameter("username", actor.username())
                .setParameter("seconds", (double) SAME_LOOK.toSeconds())
                .setParameter("act", entry.act().code()).setParameter("outcome", entry.outcome())
                .setParameter("patient", entry.patientId() == null ? "" : entry.patientId().toString())
                .getResultList();
        if (recent.isEmpty()) {
            write(actor, entry);
        }
    }

    private boolean stands() {
        return em.createNativeQuery("select to_regclass('mediafiles_ops.audit_event') is not null", Boolean.class)
                .getSingleResult().equals(Boolean.TRUE);
    }

    private void write(Actor actor, AuditEntry entry) {
        if (!gate.isOpen() && !stands()) {
            // An admin who mends the schema signs in before there is a trail; nobody sees a patient meanwhile.
            LOG.warnf("Not on record, since there is no trail yet: %s %s by %s", entry.act().code(), entry.outcome(),
                    actor.userId());
            return;
        }
        AuditEntry whole = gate.isOpen() ? new Whereabouts(em).complete(entry) : entry;
        em.persist(AuditEvent.of(whole.act().code(), whole.outcome())
                .by(actor.userId(), actor.username(), actor.role(), actor.address(), actor.requestId())
                .about(whole.patientId(), whole.eventId(), whole.mediaFileId())
                .with(whole.details(), whole.before(), whole.after()));
        em.flush();
    }
}
