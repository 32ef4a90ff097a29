package org.mediafiles.schema;

import jakarta.enterprise.context.ApplicationScoped;

/** Closed until the schema is what the program needs; then pages, API, workers and timers go to work. */
@ApplicationScoped
public class SchemaGate {
    /** Where the gate stands. */
    public enum State {
        /** Deciding or migrating, or waiting for the database. */
        CLOSED,
        /** The schema is right. */
        OPEN,
        /** It stays closed until an admin has acted; {@link #reason()} says on what. */
        FAILED
    }

    public State state() {
        throw new IllegalStateException("to be written");
    }

    public boolean isOpen() {
        return state() == State.OPEN;
    }

    /** @return why it is not open, as a code such as {@code demo-users-present}, without secrets; empty when open */
    public String reason() {
        throw new IllegalStateException("to be written");
    }
}
