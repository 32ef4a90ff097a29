package org.mediafiles.schema.migrate;

/**
 * How a migration is run.
 *
 * @param waits whether another run is waited for, for up to the configured time; a server that starts comes back by itself
 */
public record MigrateOptions(boolean waits) {
    public static final MigrateOptions DEFAULTS = new MigrateOptions(true);
}
