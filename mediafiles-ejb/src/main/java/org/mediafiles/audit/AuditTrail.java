package org.mediafiles.audit;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.mediafiles.model.AuditEvent;

/**
 * Puts on record who did or saw what. A row is written at once, not at commit, so that who can't be put on record is
 * refused before anything is read out; the time is the database's.
 */
@Stateless
public class AuditTrail {
    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;

    public AuditTrail() {}

    /** For tests without a container. */
    public AuditTrail(EntityManager em) {
        this.em = em;
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

    private void write(Actor actor, AuditEntry entry) {
        em.persist(AuditEvent.of(entry.act().code(), entry.outcome())
                .by(actor.userId(), actor.username(), actor.role(), actor.address(), actor.requestId())
                .about(entry.patientId(), entry.eventId(), entry.mediaFileId())
                .with(entry.details(), entry.before(), entry.after()));
        em.flush();
    }
}
