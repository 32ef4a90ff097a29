package org.mediafiles.schema.migrate;

import java.time.Duration;

/**
 * One version that was applied, or tried.
 *
 * @param name        for example {@code V6 indexes}
 * @param outcome     {@code ok} or {@code failed}
 * @param took        waiting for locks included
 * @param attempts    1 where no lock had to be tried for again
 * @param bytesBefore what our tables and their indexes took; {@code null} where it could not be measured
 * @param bytesAfter  the same afterwards
 */
public record MigratedStep(int version, String name, String outcome, Duration took, int attempts, Long bytesBefore,
        Long bytesAfter) {}
