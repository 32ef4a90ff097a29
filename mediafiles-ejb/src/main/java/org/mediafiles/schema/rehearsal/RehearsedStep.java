package org.mediafiles.schema.rehearsal;

import java.time.Duration;
import java.util.List;

/**
 * One step of a rehearsal.
 *
 * @param name  {@code restore}, {@code compare}, {@code migrate}, {@code validate}, {@code roll back} or
 *              {@code compare again}
 * @param ok    whether it came out as it has to
 * @param lines what it said, for a person
 */
public record RehearsedStep(String name, boolean ok, Duration took, List<String> lines) {
    public RehearsedStep {
        lines = List.copyOf(lines);
    }
}
