package org.mediafiles.schema;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import org.mediafiles.config.WorkGate;

/** Closed until the schema is what the program needs; then pages, API, workers and timers go to work. */
@ApplicationScoped
public class SchemaGate implements WorkGate {
    /** Where the gate stands. */
    public enum State {
        /** Deciding or migrating, or waiting for the database. */
        CLOSED,
        /** The schema is right. */
        OPEN,
        /** It stays closed until an admin has acted; {@link #reason()} says on what. */
        FAILED
    }

    /** One value, so that a reader never sees one standing's state with another's reason. */
    private record Standing(State state, String reason, String detail) {}

    private volatile Standing standing = new Standing(State.CLOSED, "starting", "The program is starting.");

    public State state() {
        return standing.state;
    }

    @Override
    public boolean isOpen() {
        return state() == State.OPEN;
    }

    /** @return why it is not open, as a code such as {@code demo-users-present}, without secrets; empty when open */
    public String reason() {
        return standing.reason;
    }

    /** @return what {@link #reason()} means and what to do about it, one or more sentences for an admin; empty when open */
    public String detail() {
        return standing.detail;
    }

    void open() {
        standing = new Standing(State.OPEN, "", "");
    }

    /** Not yet: it opens by itself. */
    void hold(String reason, String detail) {
        standing = new Standing(State.CLOSED, Objects.requireNonNull(reason), Objects.requireNonNull(detail));
    }

    /** Not before an admin has acted. */
    void fail(String reason, String detail) {
        standing = new Standing(State.FAILED, Objects.requireNonNull(reason), Objects.requireNonNull(detail));
    }
}
