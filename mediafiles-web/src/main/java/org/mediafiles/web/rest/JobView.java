package org.mediafiles.web.rest;

import java.time.Instant;
import java.util.UUID;
import org.mediafiles.catalog.DerivativeJobService;
import org.mediafiles.catalog.JobListing;
import org.mediafiles.catalog.Person;

/** A derivative job as the API tells of it. */
record JobView(long id, String kind, String state, int attempts, int maxAttempts, Integer progress, Instant nextTryAt,
        String reason, String log, boolean again, String mimeType, long fileSize, UUID mediaFileId, UUID eventId,
        String eventType, Person waitingFor, Instant createdAt, Instant updatedAt) {
    static JobView of(JobListing job) {
        return new JobView(job.id(), job.kind().code(), job.state().code(), job.attempts(),
                DerivativeJobService.MAX_ATTEMPTS, job.progress(), job.nextTryAt(), job.reason(), job.log(),
                job.again(), job.mimeType(), job.byteCount(), job.mediaFileId(), job.eventId(),
                job.eventType() == null ? null : job.eventType().apiName(), job.waitingFor(), job.createdAt(),
                job.updatedAt());
    }
}
