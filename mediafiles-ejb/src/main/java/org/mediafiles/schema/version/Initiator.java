package org.mediafiles.schema.version;

import java.util.Objects;

/**
 * Who runs an operation, for the record.
 *
 * @param name a user's name, or that of the operating system's user at the command line; {@code "server"} at start-up
 */
public record Initiator(String name, Door door) {
    public static final Initiator SERVER = new Initiator("server", Door.STARTUP);

    public Initiator {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(door, "door");
    }
}
