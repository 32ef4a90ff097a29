package org.mediafiles.schema.version;

import java.util.Locale;

/** By which way an operation came in. */
public enum Door {
    STARTUP, WEB, REST, COMMAND;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
