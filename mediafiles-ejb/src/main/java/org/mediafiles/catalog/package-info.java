/**
 * What stands in the database: services, one transaction a call, and repositories over the model. Records out, ids and commands
 * in. May import {@code security}, {@code audit} and {@code config}. First class to read:
 * {@link org.mediafiles.catalog.EventRecord}.
 */
package org.mediafiles.catalog;
