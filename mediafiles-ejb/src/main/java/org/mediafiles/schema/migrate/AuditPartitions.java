package org.mediafiles.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.mediafiles.schema.version.LockPatience;
import org.mediafiles.schema.version.Sql;

/**
 * The trail's partitions are made ahead, since the server's login makes none: after every migration, and whenever a server opens
 * that has the owner's login. Repeating it changes nothing. Rows that came into the default partition, since nobody had made
 * theirs, stay there.
 */
public final class AuditPartitions {
    /** From this month on. */
    public static final int MONTHS_AHEAD = 24;

    private static final Logger LOG = Logger.getLogger(AuditPartitions.class);
    private static final String STANDS = """
                                         SELECT to_regprocedure('mediafiles_ops.audit_event_partitions(regclass, integer, timestamptz)')
                                                 IS NOT NULL
                                             AND EXISTS (SELECT FROM pg_class WHERE oid = to_regclass('mediafiles_ops.audit_event')
                                                 AND relkind = 'p' AND pg_has_role(relowner, 'USAGE'))""";

    private AuditPartitions() {}

    /**
     * Nothing happens before V32, and as a login that does not own the trail. A lock is asked for a moment only: where others hold
     * it, the next migration or start comes to it.
     *
     * @param owner in auto-commit mode, and so again afterwards
     * @return how many partitions were made
     */
    public static int ensure(Connection owner) throws SQLException {
        if (!Sql.flag(owner, STANDS)) {
            return 0;
        }
        owner.setAutoCommit(false);
        try {
            Sql.run(owner, "SET LOCAL lock_timeout = " + LockPatience.ONE_TRY.toMillis());
            int made = Sql.integer(owner,
                    "SELECT mediafiles_ops.audit_event_partitions('mediafiles_ops.audit_event', " + MONTHS_AHEAD + ")");
            owner.commit();
            if (made > 0) {
                LOG.infof("%d partitions of the trail were made ahead", made);
            }
            return made;
        } catch (SQLException failure) {
            owner.rollback();
            if (!LockPatience.isBusy(failure)) {
                throw failure;
            }
            LOG.info("The trail is busy, so no partitions were made ahead; the next start or migration does it");
            return 0;
        } finally {
            owner.setAutoCommit(true);
        }
    }
}
