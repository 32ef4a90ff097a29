/**
 * The way back: undoes versions by the texts that were stored when they came, exports the rows that go with them, gives
 * records their own bytes before V7 can go, and mends the history by hand. Plain JDBC; every operation holds the one lock
 * for its whole run. May import {@code schema.version}, {@code schema.backup}, {@code schema.validation}, {@code storage}.
 * First class to read: {@link org.mediafiles.schema.rollback.Rollback}.
 */
package org.mediafiles.schema.rollback;
