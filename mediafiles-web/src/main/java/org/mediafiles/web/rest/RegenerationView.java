package org.mediafiles.web.rest;

import java.time.Instant;
import org.mediafiles.catalog.Person;
import org.mediafiles.catalog.RegenerationRecord;

/** How far a regeneration is, as the API tells of it. */
record RegenerationView(long id, String scope, String state, Person requestedBy, long total, long queued, long waiting,
        long running, long failed, long done, Instant createdAt, Instant updatedAt) {
    static RegenerationView of(RegenerationRecord regeneration) {
        return new RegenerationView(regeneration.id(), regeneration.scope().code(), regeneration.state(),
                regeneration.requestedBy(), regeneration.total(), regeneration.queued(), regeneration.waiting(),
                regeneration.running(), regeneration.failed(), regeneration.done(), regeneration.createdAt(),
                regeneration.updatedAt());
    }
}
