package org.mediafiles.schema.rollback;

import java.sql.Connection;
import java.sql.SQLException;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaSite;

/** Work under the one lock, for which another door that is at work is waited for. */
final class LockedRun {
    private LockedRun() {}

    /** What is done under the lock. */
    interface Work<T> {
        T go(SchemaLock lock) throws SQLException, Stopped;
    }

    /** @param guard in auto-commit mode, with nothing else to do than to hold the lock and to write the record */
    static <T> T under(Connection guard, SchemaSite site, Work<T> work) throws SQLException, Stopped {
        SchemaLock lock = await(guard, site);
        try {
            return work.go(lock);
        } finally {
            releaseQuietly(lock);
        }
    }

    private static SchemaLock await(Connection guard, SchemaSite site) throws SQLException, Stopped {
        return SchemaLock.await(guard, site.config().lockWait(), site.progress()).orElseThrow(() -> Stopped
                .refused("Another server or command works on the schema: run this again when it is done."));
    }

    private static void releaseQuietly(SchemaLock lock) {
        try {
            lock.release();
        } catch (SQLException lost) {
            // The lock went with the connection.
        }
    }
}
