package org.mediafiles.catalog;

import java.time.Instant;

/**
 * Command: what to change of an event; {@code null} leaves a member as it is.
 *
 * @param description       cleaned by the service; empty becomes the kind's name
 * @param seriesDescription of a series alone
 */
public record EventPatch(String description, Instant eventDatetime, String seriesDescription) {}
