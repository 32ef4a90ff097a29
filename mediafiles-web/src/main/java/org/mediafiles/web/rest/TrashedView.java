package org.mediafiles.web.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.mediafiles.catalog.EventRecord;

/** An event in the trash: the event, and when it went there. */
record TrashedView(@JsonUnwrapped EventView event, Instant deletedAt) {
    static TrashedView of(EventRecord event, String apiRoot) {
        return new TrashedView(EventView.of(event, apiRoot), event.deletedAt());
    }
}
