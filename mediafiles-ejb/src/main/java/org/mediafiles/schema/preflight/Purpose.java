package org.mediafiles.schema.preflight;

import java.util.Locale;

/** What is to be done next: the same thing may stop one operation and be a mere warning before another. */
public enum Purpose {
    MIGRATE, ADOPT, ROLLBACK,
    /** Nothing is changed: the program is to be opened to its users. */
    DEPLOY;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean changesSchema() {
        return this != DEPLOY;
    }
}
