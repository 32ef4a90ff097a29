package org.mediafiles.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.mediafiles.schema.version.LockPatience;
import org.mediafiles.schema.version.Sql;

/**
 * The checks of V7 come NOT VALID, since rows of an adopted database may break them, and those on a table of ours that holds
 * rows, since the scan would keep its writers waiting: they bind what is written from then on. Where no row breaks one, it becomes valid here; the scan locks out neither reads nor writes. What is not done for a
 * busy table is done after the next migration.
 */
final class LegacyChecks {
    private static final Logger LOG = Logger.getLogger(LegacyChecks.class);
    private static final String CHECK_VIOLATION = "23514";
    private static final String UNVALIDATED = """
                                              SELECT format('ALTER TABLE %s VALIDATE CONSTRAINT %I', conrelid::regclass, conname)
                                              FROM pg_constraint
                                              WHERE contype = 'c' AND NOT convalidated
                                                AND (conrelid = to_regclass('public.mediafiles_mediafile')
                                                        AND conname IN ('mediafiles_mediafile_file_type_check',
                                                            'mediafiles_mediafile_file_hash_check', 'mediafiles_mediafile_file_size_check')
                                                    OR connamespace = to_regnamespace('mediafiles_ops'))
                                              ORDER BY conname""";

    private LegacyChecks() {}

    /** @param connection one of {@link WorkConnections}, whose settings do not stay */
    static void validate(Connection connection, Duration lockTimeout) throws SQLException {
        Sql.run(connection, "SET lock_timeout TO " + lockTimeout.toMillis());
        Sql.run(connection, "SET statement_timeout TO 0");
        for (String statement : Sql.texts(connection, UNVALIDATED)) {
            try {
                Sql.run(connection, statement);
            } catch (SQLException refused) {
                if (CHECK_VIOLATION.equals(refused.getSQLState())) {
                    LOG.infof("Older rows break a check, which binds new ones all the same: %s", statement);
                } else if (LockPatience.isBusy(refused)) {
                    LOG.infof("The table is busy; after the next migration: %s", statement);
                } else {
                    throw refused;
                }
            }
        }
    }
}
