package org.mediafiles.audit;

import jakarta.ejb.Stateless;

/** Puts on record who did or saw what. */
@Stateless
public class AuditTrail {
    /** Adds a row in the caller's transaction: it stands exactly if the change stands. */
    public void record(Actor actor, AuditEntry entry) {
        throw new IllegalStateException("to be written");
    }

    /** Adds a row in a transaction of its own: for refusals and looks, which stand whatever becomes of the rest. */
    public void recordApart(Actor actor, AuditEntry entry) {
        throw new IllegalStateException("to be written");
    }
}
