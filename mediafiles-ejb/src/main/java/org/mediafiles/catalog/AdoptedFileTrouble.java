package org.mediafiles.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which adopted files an admin may want to see listed. */
public enum AdoptedFileTrouble {
    /** No file under the record's path. */
    MISSING("a.state = 'missing'"),
    /** For a person to look at: the listing's code says why. */
    FAILED("a.state = 'failed'"),
    /** Not what the record says. */
    ATTACHMENT_ONLY("a.attachment_only");

    private final String condition;

    AdoptedFileTrouble(String condition) {
        this.condition = condition;
    }

    String condition() {
        return condition;
    }

    /** @return as the API and the pages spell it, for example {@code attachment-only} */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<AdoptedFileTrouble> findByCode(String code) {
        return Arrays.stream(values()).filter(trouble -> trouble.code().equals(code)).findFirst();
    }
}
