package org.mediafiles.schema;

import javax.sql.DataSource;

/**
 * Fired when the schema is right and before the gate opens: for what has to stand before anybody works. An observer that
 * throws keeps the gate shut.
 *
 * @param database logs in as the owner of the tables
 */
public record SchemaReady(DataSource database) {}
