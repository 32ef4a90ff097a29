package org.mediafiles.schema;

import java.util.Locale;

/** Why the gate is not open. */
enum GateReason {
    /** Nothing has been looked at yet. */
    STARTING(false),
    /** The database does not answer; it is asked again. */
    DATABASE_UNAVAILABLE(false),
    /** The schema is being migrated, here or by another server. */
    MIGRATING(false),
    /** A key is missing or cannot be used; read once, so a restart is needed. */
    CONFIGURATION_INVALID(false),
    /** An older PostgreSQL than this program knows. */
    DATABASE_TOO_OLD(true),
    /** Our tables stand without our history: somebody else made them, and has to hand them over. */
    ADOPTION_NEEDED(true),
    /** The schema is older than the program, and this start may change nothing. */
    MIGRATION_PENDING(true),
    /** A migration broke off. Not tried again by itself. */
    MIGRATION_FAILED(false),
    /** The checks before a migration found what stops it; nothing was changed. */
    PREFLIGHT_STOPS(false),
    /** The backup that has to come before a migration could not be made; nothing was changed. */
    BACKUP_FAILED(false),
    /** A newer program has migrated the schema. */
    SCHEMA_NEWER_THAN_PROGRAM(true),
    /** Applied migrations are not the ones of this program, or a table is not what the program maps. */
    SCHEMA_MISMATCH(true),
    /** The server's login lacks rights on tables. */
    GRANTS_MISSING(true),
    /** The schema is right, but something that has to be done before the start failed. */
    START_FAILED(false),
    /** A user whose password is its name could sign in, or would be made. */
    DEMO_USERS_PRESENT(true),
    /** The schema has to be changed, and the server has no login that may. */
    OWNER_LOGIN_MISSING(true),
    /** The folder for the files is not there, or cannot be written to. */
    STORAGE_UNUSABLE(true),
    /** The folder for the files bears the mark of another installation. */
    STORAGE_OF_ANOTHER_INSTALLATION(true);

    private final boolean worthLookingAgain;

    GateReason(boolean worthLookingAgain) {
        this.worthLookingAgain = worthLookingAgain;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @return whether an admin may mend it while the server runs, so that looking again from time to time makes sense */
    boolean isWorthLookingAgain() {
        return worthLookingAgain;
    }
}
