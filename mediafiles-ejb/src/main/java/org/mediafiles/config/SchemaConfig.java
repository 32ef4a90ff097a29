package org.mediafiles.config;

import java.util.Objects;

/**
 * What the start may do to the database.
 *
 * @param onStartup {@code mediafiles.schema.on-startup}, default {@link OnStartup#VALIDATE}
 * @param demoUsers {@code mediafiles.demo-users}, default false: seeds users whose password is their name. The run profile
 *                  alone sets it; this is also how the program knows that it runs in that profile
 */
public record SchemaConfig(OnStartup onStartup, boolean demoUsers) {
    /** An empty database is migrated in either case. */
    public enum OnStartup {
        /** Applies what is pending. */
        MIGRATE,
        /** Changes nothing; something pending keeps the gate shut until an admin has migrated. */
        VALIDATE
    }

    public static final SchemaConfig DEFAULTS = new SchemaConfig(OnStartup.VALIDATE, false);

    public SchemaConfig {
        Objects.requireNonNull(onStartup, "onStartup");
    }
}
