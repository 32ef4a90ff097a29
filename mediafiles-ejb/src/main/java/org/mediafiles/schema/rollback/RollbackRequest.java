package org.mediafiles.schema.rollback;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * How far back, and what the operator has agreed to.
 *
 * @param target     the version that is to stand at the end; empty for none at all
 * @param yes        rows may be lost, after a backup and an export of them
 * @param withDjango below an adopted baseline, Django's own record of those migrations goes along
 * @param rehearsal  the database is a copy that nobody works with: no backup of it is made, and nothing is exported
 */
public record RollbackRequest(OptionalInt target, boolean yes, boolean withDjango, boolean rehearsal) {
    /** The version below which there is none. */
    static final int NONE = -1;

    public RollbackRequest {
        Objects.requireNonNull(target, "target");
        if (target.isPresent() && target.getAsInt() < 0) {
            throw new IllegalArgumentException("a target is a version, 0 or above, or none");
        }
    }

    public static RollbackRequest to(int version) {
        return new RollbackRequest(OptionalInt.of(version), false, false, false);
    }

    public static RollbackRequest toNone() {
        return new RollbackRequest(OptionalInt.empty(), false, false, false);
    }

    /** @param text a version, or {@code none} */
    public static RollbackRequest parse(String text) {
        if (text.equals("none")) {
            return toNone();
        }
        try {
            return to(Integer.parseInt(text));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("--target takes a version or none, not " + text + ".");
        }
    }

    public RollbackRequest agreed() {
        return new RollbackRequest(target, true, withDjango, rehearsal);
    }

    public RollbackRequest alongWithDjango() {
        return new RollbackRequest(target, yes, true, rehearsal);
    }

    public RollbackRequest asRehearsal() {
        return new RollbackRequest(target, true, true, true);
    }

    /** @return the target, {@link #NONE} for none */
    int floor() {
        return target.orElse(NONE);
    }

    /** @return for people, for example {@code 3} or {@code none} */
    static String spell(int version) {
        return version == NONE ? "none" : String.valueOf(version);
    }
}
