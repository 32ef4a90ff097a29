package org.mediafiles.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a derivative job stands, as its row says it. */
public enum JobState {
    /** Its turn comes, or comes again. */
    WAITING,
    /** A worker has it. */
    RUNNING,
    /** Given up, with a reason; whoever administers may have it tried again. */
    FAILED,
    /** What it was to make is there. */
    DONE;

    /** @return as the row, the API and the addresses of pages spell it */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<JobState> findByCode(String code) {
        return Arrays.stream(values()).filter(state -> state.code().equals(code)).findFirst();
    }
}
