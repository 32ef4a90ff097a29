/**
 * The way up: Flyway, version by version, with its steps on record, locks tried for a moment only, and what a broken-off run
 * left behind removed first; the rights of the server's login; and how the database stands. Plain JDBC. May import
 * {@code version}, {@code preflight}, {@code backup}, {@code validation} and {@code config}. First class to read:
 * {@link org.mediafiles.schema.migrate.Migrate}.
 */
package org.mediafiles.schema.migrate;
