package org.mediafiles.schema.version;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An operation as it stands on record.
 *
 * @param from    {@code null} where no version stood
 * @param to      {@code null} where it aimed at none
 * @param outcome {@code running}, {@code ok}, {@code failed}, {@code stopped} or {@code refused}; one that runs without an
 *                end for long was killed
 * @param message {@code ""} where there is nothing to say
 * @param backup  where the backup made for it lies, or its label
 */
public record RecordedRun(UUID id, String operation, String door, String initiator, String host, Integer from,
        Integer to,
        String outcome, String message, Optional<String> backup, Instant startedAt, Optional<Instant> endedAt,
        List<Step> steps) {
    public RecordedRun {
        steps = List.copyOf(steps);
    }

    /**
     * A part of it.
     *
     * @param version     {@code null} where the step is no version's
     * @param bytesBefore {@code null} where nobody measured
     * @param bytesAfter  {@code null} where nobody measured
     */
    public record Step(String name, Integer version, String direction, String outcome, String message,
            Long bytesBefore, Long bytesAfter, int attempts, Instant startedAt, Optional<Instant> endedAt) {}
}
