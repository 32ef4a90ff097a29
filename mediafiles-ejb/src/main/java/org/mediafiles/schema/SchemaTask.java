package org.mediafiles.schema;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.schema.version.SchemaReport;

/**
 * An operation that this server runs, or ran last, as of now.
 *
 * @param operation as the command line spells it
 * @param endedAt   empty while it runs
 * @param lines     what it said it does, oldest first; the last ones where it said much
 * @param report    empty while it runs, and where it broke off
 * @param failure   one sentence where it broke off; empty elsewhere
 */
public record SchemaTask(UUID id, String operation, String initiator, Instant startedAt, Optional<Instant> endedAt,
        List<String> lines, Optional<SchemaReport> report, Optional<String> failure, boolean stopAsked) {
    public SchemaTask {
        lines = List.copyOf(lines);
    }

    public boolean isRunning() {
        return endedAt.isEmpty();
    }
}
