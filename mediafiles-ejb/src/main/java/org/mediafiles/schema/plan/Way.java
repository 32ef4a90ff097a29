package org.mediafiles.schema.plan;

import java.util.Locale;

/** Which way a version goes. */
public enum Way {
    UP('V'), DOWN('U');

    private final char letter;

    Way(char letter) {
        this.letter = letter;
    }

    /** @return as {@code schema_step.direction} spells it */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return the record's file, for example {@code V6.json} */
    String file(int version) {
        return letter + Integer.toString(version) + ".json";
    }
}
