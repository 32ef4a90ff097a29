package org.mediafiles.catalog;

import java.util.UUID;
import org.mediafiles.model.EventType;

/** Enough of an event to lead to it. */
public record EventLink(UUID id, EventType type) {}
