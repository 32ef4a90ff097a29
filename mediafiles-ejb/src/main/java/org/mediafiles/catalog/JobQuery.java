package org.mediafiles.catalog;

/**
 * Which derivative jobs.
 *
 * @param state {@code null} for all
 * @param kind  {@code null} for both
 */
public record JobQuery(JobState state, JobKind kind, PageRequest page) {}
