package org.mediafiles.delivery;

import org.mediafiles.catalog.StandingMedia;
import org.mediafiles.config.RateConfig;
import org.mediafiles.derivative.Derivatives;
import org.mediafiles.ingest.Fixture;
import org.mediafiles.security.RateLimits;

/** The way out for tests of other packages: originals alone. */
public final class TestDelivery {
    private TestDelivery() {}

    public static MediaDelivery of(Fixture in, StandingMedia standing) {
        return new MediaDelivery(in.media, new Derivatives(), in.store, Fixture.HOSPITAL, standing,
                new RateLimits(RateConfig.DEFAULTS, null));
    }
}
