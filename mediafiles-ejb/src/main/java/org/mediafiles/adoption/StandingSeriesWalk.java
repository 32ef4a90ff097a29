package org.mediafiles.adoption;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.mediafiles.catalog.StandingSeriesService;

/**
 * Mends the series of an adopted database, each by itself and with a rest between, once after a start: broken off anywhere, the
 * next start walks again and finds the rest.
 */
@ApplicationScoped
class StandingSeriesWalk {
    private static final Logger LOG = Logger.getLogger(StandingSeriesWalk.class);
    /** Between two series and between two batches: writers of pictures come first. */
    private static final Duration REST = Duration.ofMillis(10);

    private StandingSeriesService series;

    protected StandingSeriesWalk() {}

    @Inject
    StandingSeriesWalk(StandingSeriesService series) {
        this.series = series;
    }

    /** @return how many series were mended */
    int walk() {
        int mended = 0;
        int failed = 0;
        StandingSeriesService.Batch batch = series.look(null);
        while (batch.last() != null) {
            for (var id : batch.untrue()) {
                try {
                    mended += series.mend(id) ? 1 : 0;
                } catch (RuntimeException e) {
                    failed++;
                    LOG.warnf(e, "series %s could not be mended; the next start tries again", id);
                }
                if (!rest()) {
                    return mended;
                }
            }
            if (!rest()) {
                return mended;
            }
            batch = series.look(batch.last());
        }
        if (mended + failed > 0) {
            LOG.infof("adopted series with an untrue number or order of pictures: %d mended, %d left", mended, failed);
        }
        return mended;
    }

    /** @return {@code false} where the server is stopping */
    private static boolean rest() {
        try {
            Thread.sleep(REST.toMillis());
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
