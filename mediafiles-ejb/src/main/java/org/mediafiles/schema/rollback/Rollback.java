package org.mediafiles.schema.rollback;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.VersionScripts;

/**
 * Takes versions back, one by one from the highest, each in one transaction with its row of the history: broken off
 * anywhere, schema and history agree, and it can be run again. Rows go only with the operator's yes, after a backup and
 * an export of them.
 */
public final class Rollback {
    private static final Logger LOG = Logger.getLogger(Rollback.class);

    private final SchemaSite site;
    private final VersionScripts ours;
    private final BackupFirst backup;
    private final UndoStep.Checkpoint checkpoint;

    public Rollback(SchemaSite site) {
        this(site, VersionScripts.ours(), BackupFirst.of(site, "rollback"), UndoStep.Checkpoint.NONE);
    }

    /** For tests: another program's versions, another way of saving, a place to break it off. */
    Rollback(SchemaSite site, VersionScripts ours, BackupFirst backup, UndoStep.Checkpoint checkpoint) {
        this.site = Objects.requireNonNull(site, "site");
        this.ours = ours;
        this.backup = backup;
        this.checkpoint = checkpoint;
    }

    /** @return what it came to; expected failures, a lost database among them, are reports, too */
    public RollbackReport run(RollbackRequest request) {
        try (Connection guard = site.owner().getConnection()) {
            return LockedRun.under(guard, site, lock -> underLock(lock, request));
        } catch (Stopped stopped) {
            return new RollbackDraft(request).report(stopped.outcome(), stopped.getMessage());
        } catch (SQLException failure) {
            LOG.warn("The rollback broke off", failure);
            return new RollbackDraft(request).report(RollbackReport.Outcome.FAILED, Failures.sentence(failure));
        }
    }

    /**
     * The same for who holds the lock already, such as a giving back.
     *
     * @param lock stays the caller's to release
     */
    public RollbackReport underLock(SchemaLock lock, RollbackRequest request) {
        RollbackDraft draft = new RollbackDraft(request);
        try {
            return undo(lock, request, draft);
        } catch (Stopped stopped) {
            return draft.report(stopped.outcome(), stopped.getMessage());
        } catch (MediaFilesException expected) {
            return draft.report(RollbackReport.Outcome.FAILED, expected.getMessage());
        } catch (SQLException failure) {
            LOG.warn("The rollback broke off", failure);
            return draft.report(RollbackReport.Outcome.FAILED, Failures.sentence(failure));
        }
    }

    private RollbackReport undo(SchemaLock lock, RollbackRequest request, RollbackDraft draft)
            throws SQLException, Stopped {
        try (Connection work = site.owner().getConnection()) {
            Connection guard = lock.connection();
            RollbackPlan plan = RollbackPlan.draw(guard, site, ours, request, draft);
            plan.requireLeave(guard);
            return new RollbackRun(site, plan, lock, work, backup, checkpoint, draft).go();
        } catch (SQLException failure) {
            throw Stopped.failed(Failures.sentence(failure), failure);
        }
    }
}
