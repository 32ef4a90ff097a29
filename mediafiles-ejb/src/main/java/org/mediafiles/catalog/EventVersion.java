package org.mediafiles.catalog;

import java.time.Instant;
import java.util.Map;

/**
 * What was done to an event, once.
 *
 * @param act          {@code event-create}, {@code event-change}, {@code event-delete}, {@code event-restore} or
 *                     {@code event-move}
 * @param person       who did it, by name; empty for the server itself
 * @param reason       why; {@code null} where nobody said
 * @param beforeValues the fields that changed, as they were; empty for what was made
 * @param afterValues  the same fields, as they became
 */
public record EventVersion(Instant at, String act, String person, String reason, Map<String, Object> beforeValues,
        Map<String, Object> afterValues) {}
