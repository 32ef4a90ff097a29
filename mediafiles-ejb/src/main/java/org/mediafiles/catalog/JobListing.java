package org.mediafiles.catalog;

import java.time.Instant;
import java.util.UUID;
import org.mediafiles.model.EventType;

/**
 * A derivative job as an admin sees it: without a patient's name and without a file's, which may tell one.
 *
 * @param attempts    how often it was begun since it was last asked for
 * @param progress    0 to 100; {@code null} where nobody has measured it
 * @param nextTryAt   {@code null} unless it waits
 * @param reason      a code, for example {@code not-a-valid-media-file}: why it failed, or why it was put off last;
 *                    {@code null} where nothing went wrong
 * @param log         the end of what the program said; {@code null} where it said nothing or none was run
 * @param mediaFileId whose bytes these are; of several records with the same bytes the first that is not in the trash;
 *                    {@code null} where there is none any more
 * @param eventId     what shows that media file; {@code null} where nothing does, or only what is in the trash
 * @param waitingFor  who sent it and so waits for it; {@code null} where nothing shows it
 * @param again       it was done before and is being made again: what it made first is served meanwhile
 */
public record JobListing(long id, JobKind kind, JobState state, int attempts, Integer progress, Instant nextTryAt,
        String reason, String log, Instant createdAt, Instant updatedAt, long byteCount, String mimeType,
        UUID mediaFileId, UUID eventId, EventType eventType, Person waitingFor, boolean again) {}
