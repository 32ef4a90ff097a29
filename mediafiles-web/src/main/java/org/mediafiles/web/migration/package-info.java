/**
 * The schema's door for pages and REST alike: who may, what stands on record, and the password that a rollback asks for
 * again. May import {@code signin}'s caller and the schema's service. First class to read:
 * {@link org.mediafiles.web.migration.MigrationDoor}.
 */
package org.mediafiles.web.migration;
