/**
 * The database is saved before it is changed: by {@code pg_dump}, by the site's own means, or by a copy of the stopped
 * cluster; and what media files there are is written down beside it. May import {@code schema.version}, {@code config} and
 * the runner of programs in {@code imaging}. First class to read: {@link org.mediafiles.schema.backup.BackupGuard}.
 *
 * <p>What counts as <b>fresh</b>, for every operation that asks for a backup: one that was made in the very run that
 * changes the schema, by the guard, after the run took the schema's lock. An older one never counts, however young, since
 * nobody knows what was written after it. A cold copy counts for what happens at the start that it was made for, before the
 * application opens, since nobody can have written in between; for nothing else. A dump counts once it has been read back
 * whole and its certificate lies beside it; the certificate is written last.
 */
package org.mediafiles.schema.backup;
