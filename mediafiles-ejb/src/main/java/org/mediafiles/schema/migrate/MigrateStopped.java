package org.mediafiles.schema.migrate;

import java.util.List;

/** Carries the reason up to where the report is made; never leaves this package. */
final class MigrateStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Stop stop;
    private final transient List<String> arguments;

    MigrateStopped(Stop stop, Throwable cause, Object... arguments) {
        super(stop.code(), cause);
        this.stop = stop;
        this.arguments = List.of(arguments).stream().map(String::valueOf).toList();
    }

    Stop stop() {
        return stop;
    }

    /** @return for the words of the reason */
    List<String> arguments() {
        return arguments;
    }
}
