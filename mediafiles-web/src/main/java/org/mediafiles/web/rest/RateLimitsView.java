package org.mediafiles.web.rest;

import java.util.List;
import org.mediafiles.config.RateConfig;
import org.mediafiles.security.LimitedPerson;

/**
 * What one person may have within a minute, and who met a limit lately.
 *
 * @param nextCursor always {@code null}: the list is as long as it gets
 */
record RateLimitsView(PerMinute perMinute, List<LimitedPerson> items, String nextCursor) {
    /** As configured. */
    record PerMinute(int uploads, int originals, int searches) {}

    static RateLimitsView of(RateConfig rates, List<LimitedPerson> lately) {
        return new RateLimitsView(new PerMinute(rates.uploadsPerMinute(), rates.originalsPerMinute(),
                rates.searchesPerMinute()), lately, null);
    }
}
