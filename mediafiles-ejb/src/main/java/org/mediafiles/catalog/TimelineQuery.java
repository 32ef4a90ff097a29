package org.mediafiles.catalog;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.mediafiles.model.EventType;

/**
 * Which part of a patient's timeline.
 *
 * @param types empty for all three
 * @param from  inclusive; {@code null} for no bound
 * @param to    exclusive; {@code null} for no bound
 */
public record TimelineQuery(UUID patientId, Set<EventType> types, Instant from, Instant to, PageRequest page) {}
