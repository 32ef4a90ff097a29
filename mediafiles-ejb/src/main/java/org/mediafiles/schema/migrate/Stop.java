package org.mediafiles.schema.migrate;

import java.util.Locale;

/** Why a migration was not begun, or not finished. Its words stand in {@code org/mediafiles/schema/migrate.properties}. */
public enum Stop {
    /** An older PostgreSQL than this program knows. */
    DATABASE_TOO_OLD,
    /** Our tables, or Django's own history, stand without a history of ours. */
    ADOPTION_NEEDED,
    /** The database is on its way back to Django: giving it back broke off. */
    LEAVING,
    /** Our schema holds tables, but no history says how they came. */
    UNKNOWN_TABLES,
    /** A newer program has migrated the schema. */
    SCHEMA_NEWER_THAN_PROGRAM,
    /** What is applied is not what this program would apply. */
    SCHEMA_MISMATCH,
    /** The target lies below what stands. */
    TARGET_BELOW,
    /** The target is none of this program's versions. */
    TARGET_UNKNOWN,
    /** Another server or command holds the schema's lock. */
    ANOTHER_RUN,
    /** The lock on which the whole run stands was lost in the middle. */
    LOCK_LOST,
    /** The checks before found what stops. */
    PREFLIGHT_STOPS,
    /** The backup that has to come first could not be made. */
    BACKUP_FAILED,
    /** Others held a lock on a table for longer than is waited. */
    TABLES_BUSY,
    /** A version took longer than it may. */
    TOO_SLOW,
    /** Something stands where a version wants to make its own. */
    IN_THE_WAY,
    /** The owner's login may not do what a version does. */
    NO_RIGHT,
    /** The login that is to get its rights does not exist. */
    RUNNER_UNKNOWN,
    /** The database went away. */
    DATABASE_GONE,
    /** A version failed otherwise. */
    VERSION_FAILED,
    /** A version removed rows, and was undone. */
    ROWS_LOST,
    /** The schema that a version left is not what it should have left. */
    VALIDATION_CLOSES,
    /** Somebody asked for a stop; it came between two versions. */
    STOP_ASKED;

    /** @return how the run stands on record: nothing was begun, it was stopped cleanly, or something failed */
    String outcome() {
        return switch (this) {
            case PREFLIGHT_STOPS, BACKUP_FAILED, TARGET_BELOW, TARGET_UNKNOWN, ADOPTION_NEEDED, LEAVING, UNKNOWN_TABLES,
                    DATABASE_TOO_OLD, SCHEMA_NEWER_THAN_PROGRAM, SCHEMA_MISMATCH ->
                "refused";
            case STOP_ASKED, TABLES_BUSY, ANOTHER_RUN -> "stopped";
            default -> "failed";
        };
    }

    /** @return kebab-case, stable: JSON and tests know it */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
