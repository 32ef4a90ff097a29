/**
 * A change of the schema is tried on a restored backup before it is done: restore elsewhere, migrate, validate, roll back,
 * with the time of each. May import {@code schema.version}, {@code schema.backup}, {@code schema.migrate},
 * {@code schema.validation} and {@code schema.rollback}. First class to read:
 * {@link org.mediafiles.schema.rehearsal.Rehearsal}.
 */
package org.mediafiles.schema.rehearsal;
