package org.mediafiles.schema.preflight;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is to be done next: the same thing may stop one operation and be a mere warning before another. */
public enum Purpose {
    MIGRATE, ADOPT, ROLLBACK,
    /** Nothing is changed: the program is to be opened to its users. */
    DEPLOY;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return empty where there is no such purpose */
    public static Optional<Purpose> findByCode(String code) {
        return Arrays.stream(values()).filter(purpose -> purpose.code().equals(code)).findFirst();
    }

    boolean changesSchema() {
        return this != DEPLOY;
    }
}
