package org.mediafiles.config;

import java.time.Duration;

/**
 * How long what was received, but not published, is kept.
 *
 * @param uploadExpiry   {@code mediafiles.ingest.upload-hours}, default 24 h: a received upload waits that long to be
 *                       published
 * @param refusedKept    {@code mediafiles.ingest.refused-days}, default 30 days: the row of a refused upload is evidence that
 *                       long; its bytes go at once
 * @param reconcileAfter {@code mediafiles.ingest.reconcile-after-minutes}, default 60 min by the database's clock: bytes
 *                       without a record are younger work's until then
 */
public record IngestConfig(Duration uploadExpiry, Duration refusedKept, Duration reconcileAfter) {
    public static final IngestConfig DEFAULTS = new IngestConfig(Duration.ofHours(24), Duration.ofDays(30),
            Duration.ofMinutes(60));

    public IngestConfig {
        if (uploadExpiry.isNegative() || uploadExpiry.isZero() || refusedKept.isNegative()
                || reconcileAfter.isNegative()
                || reconcileAfter.isZero()) {
            throw new IllegalArgumentException("mediafiles.ingest.*: every time is at least 1 of its unit");
        }
    }
}
