package org.mediafiles.schema;

import java.util.Objects;
import org.mediafiles.schema.version.Sql;

/**
 * What one look at the database came to.
 *
 * @param state  what the gate is to be
 * @param reason {@code null} where it is to open
 * @param detail for the admin; the version where it is to open
 */
record Verdict(SchemaGate.State state, GateReason reason, String detail) {
    Verdict {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(detail, "detail");
    }

    static Verdict open(String version) {
        return new Verdict(SchemaGate.State.OPEN, null, version);
    }

    static Verdict hold(GateReason reason, String detail) {
        return new Verdict(SchemaGate.State.CLOSED, reason, detail);
    }

    static Verdict fail(GateReason reason, String detail) {
        return new Verdict(SchemaGate.State.FAILED, reason, detail);
    }

    static Verdict unavailable(Throwable cause) {
        String sqlState = Sql.state(cause);
        return hold(GateReason.DATABASE_UNAVAILABLE, "The database does not answer"
                + (sqlState.isEmpty() ? "" : " (SQLSTATE " + sqlState + ")") + "; it is asked again until it does.");
    }

    boolean isOpen() {
        return state == SchemaGate.State.OPEN;
    }
}
