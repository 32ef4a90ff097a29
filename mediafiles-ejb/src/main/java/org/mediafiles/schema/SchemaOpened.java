package org.mediafiles.schema;

/**
 * Fired once, when the gate opens: {@code void start(@Observes SchemaOpened opened)}. Observers run one after the other on
 * a managed thread without a transaction, so they start work and return.
 *
 * @param version the schema's version, for example {@code 9}
 */
public record SchemaOpened(String version) {}
