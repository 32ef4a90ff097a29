package org.mediafiles.security;

import java.util.Arrays;
import java.util.Locale;

/** Why a session of the pages is over. */
public enum SessionEnd {
    /** Its person said so there. */
    SIGNED_OUT,
    /** Its person said so from elsewhere, or the server stopped. */
    ENDED,
    /** Nothing was done for too long. */
    IDLE,
    /** It lasted as long as a session may. */
    EXPIRED,
    /** The password was changed. */
    PASSWORD,
    /** An admin ended it, or the person may not sign in any more. */
    ADMIN;

    /** @return as it stands in rows, for example {@code signed-out} */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static SessionEnd of(String code) {
        return Arrays.stream(values()).filter(end -> end.code().equals(code)).findFirst().orElse(ENDED);
    }
}
