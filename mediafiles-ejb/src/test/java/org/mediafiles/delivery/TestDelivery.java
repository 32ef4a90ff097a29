package org.mediafiles.delivery;

import org.mediafiles.catalog.StandingMedia;
import org.mediafiles.derivative.Derivatives;
import org.mediafiles.ingest.Fixture;

/** The way out for tests of other packages: originals alone. */
public final class TestDelivery {
    private TestDelivery() {}

    public static MediaDelivery of(Fixture in, StandingMedia standing) {
        return new MediaDelivery(in.media, new Derivatives(), in.store, Fixture.HOSPITAL, standing);
    }
}
