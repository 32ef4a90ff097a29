package org.mediafiles.schema.migrate;

import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.mediafiles.schema.version.Finding;

/**
 * What stands before and behind a migration of a database that holds something.
 *
 * @param preflight looks before anything is done; what is at {@link Finding.Level#STOPS} stops
 * @param backup    makes the backup that has to come first
 * @param check     looks after each phase; what is at {@link Finding.Level#CLOSES} stops
 */
record Guards(Preflight preflight, Backup backup, Check check) {
    /** The checks before. */
    interface Preflight {
        List<Finding> look() throws SQLException;
    }

    /** The backup before. */
    interface Backup {
        /**
         * @param connection as the owner
         * @return where it lies, or its label; empty where none was needed
         * @throws org.mediafiles.problem.MediaFilesException where it cannot be made: nothing is begun then
         */
        Optional<String> make(Connection connection) throws SQLException;
    }

    /** The look after a phase. */
    interface Check {
        /** Called once, before the first version of a run. */
        default void begin(Connection connection) throws SQLException {}

        /**
         * For a schema on which nothing is pending: that every version was applied says nothing of what was done to it since.
         *
         * @return what closes the application
         */
        default List<Finding> standing(Connection connection) throws SQLException {
            return List.of();
        }

        /** @param version up to which the schema now stands */
        List<Finding> look(Connection connection, int version) throws SQLException;

        /** Called once, after the last version. @return what may be mended later */
        default List<Finding> end(Connection connection) throws SQLException {
            return List.of();
        }

        /** @return how many rows stood before and stand now, for the run's report; empty where nobody counted */
        default Optional<JsonObject> counts() {
            return Optional.empty();
        }
    }

    /** For databases that nobody minds. */
    static final Guards NONE = new Guards(List::of, connection -> Optional.empty(), (connection, version) -> List.of());
}
