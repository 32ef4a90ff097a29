package org.mediafiles.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What the start may do to the database, and how the schema's work is done.
 *
 * @param onStartup        {@code mediafiles.schema.on-startup}, default {@link OnStartup#VALIDATE}
 * @param demoUsers        {@code mediafiles.demo-users}, default false: seeds users whose password is their name. The run
 *                         profile alone sets it; this is also how the program knows that it runs in that profile
 * @param backup           {@code mediafiles.schema.backup}: what is done before a database with rows is changed
 * @param backupDir        {@code mediafiles.schema.backup-dir}; where none is set, {@code backups} beside the storage root
 * @param backupsKept      {@code mediafiles.schema.backups-kept}: that many dumps, the newest; at least 1
 * @param pgDump           {@code mediafiles.schema.pg-dump}; where none is set, {@code pg_dump} on the PATH
 * @param runner           {@code mediafiles.schema.runner}: the login that the server works with, which gets its rights
 *                         after every migration; where none is set, that of the server's own data source
 * @param webRollback      {@code mediafiles.schema.web-rollback}, default false: whether pages and REST may roll back
 * @param lockWait         {@code mediafiles.schema.lock-wait-seconds}: for how long a lock is tried for before a clean stop
 * @param statementTimeout {@code mediafiles.schema.statement-timeout-seconds}; not for an index built concurrently
 */
public record SchemaConfig(OnStartup onStartup, boolean demoUsers, Backup backup, Optional<Path> backupDir,
        int backupsKept, Optional<Path> pgDump, Optional<String> runner, boolean webRollback, Duration lockWait,
        Duration statementTimeout) {
    /** An empty database is migrated in either case. */
    public enum OnStartup {
        /** Applies what is pending. */
        MIGRATE,
        /** Changes nothing; something pending keeps the gate shut until an admin has migrated. */
        VALIDATE
    }

    /** How a database is saved before it is changed; one without a row in the eight tables needs none. */
    public enum Backup {
        /** By {@code pg_dump}, read back. */
        DUMP,
        /** The site's own, to a point in time; a label, the LSN and, where permitted, a restore point are kept. */
        EXTERNAL,
        /** The embedded database's cluster was copied while it was stopped. */
        COLD,
        /** None: somebody said so. */
        OFF;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @return empty where there is no such way */
        public static Optional<Backup> findByCode(String code) {
            for (Backup backup : values()) {
                if (backup.code().equals(code)) {
                    return Optional.of(backup);
                }
            }
            return Optional.empty();
        }
    }

    /** {@code 5 min} and {@code 500 ms} per try: what a ward can wait for without noticing. */
    public static final SchemaConfig DEFAULTS = new SchemaConfig(OnStartup.VALIDATE, false, Backup.DUMP,
            Optional.empty(), 5, Optional.empty(), Optional.empty(), false, Duration.ofMinutes(5),
            Duration.ofMinutes(5));

    public SchemaConfig {
        Objects.requireNonNull(onStartup, "onStartup");
        Objects.requireNonNull(backup, "backup");
        Objects.requireNonNull(backupDir, "backupDir");
        Objects.requireNonNull(pgDump, "pgDump");
        Objects.requireNonNull(runner, "runner");
        if (backupsKept < 1) {
            throw new IllegalArgumentException("mediafiles.schema.backups-kept: at least 1");
        }
        if (statementTimeout.isZero()) {
            throw new IllegalArgumentException("mediafiles.schema.statement-timeout-seconds: at least 1");
        }
    }

    /** @return the same with another way of saving */
    public SchemaConfig withBackup(Backup other, Optional<Path> folder) {
        return new SchemaConfig(onStartup, demoUsers, other, folder, backupsKept, pgDump, runner, webRollback, lockWait,
                statementTimeout);
    }
}
