package org.mediafiles.schema.plan;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** PostgreSQL's modes of locks on tables, weakest first, and what each keeps waiting. */
public enum LockMode {
    ACCESS_SHARE("AccessShareLock"), ROW_SHARE("RowShareLock"), ROW_EXCLUSIVE(
            "RowExclusiveLock"), SHARE_UPDATE_EXCLUSIVE("ShareUpdateExclusiveLock"), SHARE(
                    "ShareLock"), SHARE_ROW_EXCLUSIVE("ShareRowExclusiveLock"), EXCLUSIVE(
                            "ExclusiveLock"), ACCESS_EXCLUSIVE("AccessExclusiveLock");

    private final String catalogueName;

    LockMode(String catalogueName) {
        this.catalogueName = catalogueName;
    }

    /** @param name as {@code pg_locks} spells it; empty for what is no lock on a table, such as a predicate lock */
    static Optional<LockMode> findByCatalogueName(String name) {
        for (LockMode mode : values()) {
            if (mode.catalogueName.equals(name)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }

    /** @return as {@code LOCK TABLE} spells it, for example {@code SHARE ROW EXCLUSIVE} */
    public String sqlName() {
        return name().replace('_', ' ');
    }

    static LockMode ofSqlName(String name) {
        return valueOf(name.replace(' ', '_'));
    }

    /**
     * @return those that keep somebody waiting whom none of the others does: beside ACCESS EXCLUSIVE nothing else matters.
     *         Servers differ in the weak locks that they take on the way to a strong one
     */
    static Set<LockMode> thatMatter(Set<LockMode> modes) {
        Set<LockMode> matter = EnumSet.noneOf(LockMode.class);
        for (LockMode mode : modes) {
            if (modes.stream().noneMatch(other -> other != mode && other.conflicts().containsAll(mode.conflicts()))) {
                matter.add(mode);
            }
        }
        return matter;
    }

    /** @return those of {@code modes} that {@code held} does not cover yet */
    static Set<LockMode> thatAreNew(Set<LockMode> modes, Set<LockMode> held) {
        Set<LockMode> fresh = EnumSet.noneOf(LockMode.class);
        for (LockMode mode : modes) {
            if (held.stream().noneMatch(other -> other.conflicts().containsAll(mode.conflicts()))) {
                fresh.add(mode);
            }
        }
        return fresh;
    }

    /** As PostgreSQL's manual lists them, "Explicit Locking". */
    private Set<LockMode> conflicts() {
        return switch (this) {
            case ACCESS_SHARE -> EnumSet.of(ACCESS_EXCLUSIVE);
            case ROW_SHARE -> EnumSet.range(EXCLUSIVE, ACCESS_EXCLUSIVE);
            case ROW_EXCLUSIVE -> EnumSet.range(SHARE, ACCESS_EXCLUSIVE);
            case SHARE_UPDATE_EXCLUSIVE -> EnumSet.range(SHARE_UPDATE_EXCLUSIVE, ACCESS_EXCLUSIVE);
            case SHARE -> EnumSet.of(ROW_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE, SHARE_ROW_EXCLUSIVE, EXCLUSIVE,
                    ACCESS_EXCLUSIVE);
            case SHARE_ROW_EXCLUSIVE -> EnumSet.range(ROW_EXCLUSIVE, ACCESS_EXCLUSIVE);
            case EXCLUSIVE -> EnumSet.range(ROW_SHARE, ACCESS_EXCLUSIVE);
            case ACCESS_EXCLUSIVE -> EnumSet.allOf(LockMode.class);
        };
    }

    /** @return whether an ordinary {@code SELECT} waits for it */
    public boolean blocksReads() {
        return this == ACCESS_EXCLUSIVE;
    }

    /** @return whether {@code INSERT}, {@code UPDATE} and {@code DELETE} wait for it */
    public boolean blocksWrites() {
        return compareTo(SHARE) >= 0;
    }
}
