/**
 * Flyway and its guards: decide, migrate, validate; the gate that holds everything until the schema is right. Plain JDBC in
 * its core, so that the startup singleton and the command line both wrap it. May import {@code config},
 * {@code storage}, {@code imaging} and {@code audit}. First class to read: {@link org.mediafiles.schema.SchemaGate}.
 */
package org.mediafiles.schema;
