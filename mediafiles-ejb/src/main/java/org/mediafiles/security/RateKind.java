package org.mediafiles.security;

import java.util.Locale;
import org.mediafiles.config.RateConfig;

/** What is counted per person. */
public enum RateKind {
    /** Files sent, each for itself. */
    UPLOADS,
    /** Original bytes read, each picture of an archive for itself. */
    ORIGINALS,
    /** Pages of found patients. */
    SEARCHES;

    /** @return as the trail and the API spell it */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return how many of it a person may have within a minute */
    public int perMinute(RateConfig rates) {
        return switch (this) {
            case UPLOADS -> rates.uploadsPerMinute();
            case ORIGINALS -> rates.originalsPerMinute();
            case SEARCHES -> rates.searchesPerMinute();
        };
    }
}
