package org.mediafiles.schema.rollback;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.schema.rollback.RollbackReport.Outcome;
import org.mediafiles.schema.version.LockPatience;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.storage.MediaStore;

/**
 * Gives each record its own bytes, so that V7 can be undone: a copy under the record's own key, and one bearer for each
 * hash, since it is unique again below V7. Deletes nothing, copies nothing twice, and can be run again after it was broken
 * off. Which hashes it took stands in the run's report.
 */
public final class Unshare {
    /** {@code 50 MiB} a second: a good disk's readers do not notice. */
    private static final long BYTES_PER_SECOND = 50L << 20;
    /** Rows in one transaction. */
    private static final int BATCH = 1_000;
    /** All bearers of a shared hash but the one whose bytes are the stored ones, else the oldest. */
    private static final String SECOND_BEARERS = """
                                                 SELECT id, file_hash FROM (
                                                     SELECT file.id, file.file_hash, row_number() OVER (PARTITION BY file.file_hash
                                                         ORDER BY coalesce(object.storage_key = file.file_path, false) DESC, file.created_at, file.id)
                                                         AS place
                                                     FROM public.mediafiles_mediafile file
                                                     LEFT JOIN mediafiles_ops.media_file_object link ON link.media_file_id = file.id
                                                     LEFT JOIN mediafiles_ops.stored_object object ON object.id = link.stored_object_id
                                                     WHERE file.file_hash IN (SELECT file_hash FROM public.mediafiles_mediafile
                                                         WHERE file_hash IS NOT NULL GROUP BY file_hash HAVING count(*) > 1)) AS bearer
                                                 WHERE place > 1 ORDER BY id""";

    private final SchemaSite site;
    private final MediaStores stores;
    private final BackupFirst backup;
    private final long bytesPerSecond;

    public Unshare(SchemaSite site) {
        this(site, BackupFirst.of(site, "unshare"), BYTES_PER_SECOND);
    }

    /** For tests: another way of saving, another pace. */
    Unshare(SchemaSite site, BackupFirst backup, long bytesPerSecond) {
        this.site = Objects.requireNonNull(site, "site");
        this.stores = new MediaStores(site);
        this.backup = backup;
        this.bytesPerSecond = bytesPerSecond;
    }

    /**
     * @param yes without it nothing is written, and the report says what would be done
     * @return what it came to; expected failures are reports, too
     */
    public UnshareReport run(boolean yes) {
        Work work = new Work();
        try (Connection guard = site.owner().getConnection()) {
            return LockedRun.under(guard, site, lock -> work.go(lock, yes));
        } catch (Stopped stopped) {
            return work.report(stopped.outcome(), stopped.getMessage());
        } catch (MediaFilesException refused) {
            return work.report(Outcome.FAILED, refused.getMessage());
        } catch (SQLException failure) {
            return work.report(Outcome.FAILED, Failures.sentence(failure));
        }
    }

    /** One run and what it has come to so far. */
    private final class Work {
        private final Map<UUID, String> hashesTaken = new LinkedHashMap<>();
        private final Map<UUID, String> failed = new LinkedHashMap<>();
        private long borrowers;
        private long copied;
        private long bytes;

        private UnshareReport go(SchemaLock lock, boolean yes) throws SQLException, Stopped {
            Connection guard = lock.connection();
            if (!SharedBytes.stands(guard)) {
                return report(Outcome.OK, "V7 does not stand in this database, so no bytes are shared.");
            }
            List<SharedBytes.Borrower> found = SharedBytes.borrowers(guard);
            borrowers = found.size();
            long equal = SharedBytes.recordsOfEqualHash(guard);
            if (SharedBytes.obstacle(guard, stores).isEmpty()) {
                return report(Outcome.OK, "Each record has its own bytes; nothing was done.");
            }
            Optional<MediaStore> store = stores.find();
            if (!found.isEmpty() && store.isEmpty()) {
                throw Stopped
                        .refused("The bytes cannot be copied without the storage root: name it with --storage-root.");
            }
            if (!yes) {
                throw Stopped.refused(borrowers + " records show bytes under another record's key, and " + equal
                        + " bear a hash of which one can stay: --yes copies the bytes and takes the other hashes.");
            }
            return recorded(lock, found, store);
        }

        private UnshareReport recorded(SchemaLock lock, List<SharedBytes.Borrower> found, Optional<MediaStore> store)
                throws SQLException, Stopped {
            Connection guard = lock.connection();
            RunLog.bootstrap(guard);
            RunLog log = new RunLog(guard, site.initiator());
            UUID run = log.begin("unshare", null, null);
            UnshareReport report;
            String place = null;
            try {
                place = backup.before(guard, run).orElse(null);
                for (SharedBytes.Borrower borrower : found) {
                    copy(lock, new OwnCopy(store.orElseThrow(), bytesPerSecond), borrower);
                }
                if (failed.isEmpty()) {
                    takeHashes(guard, run);
                }
                report = failed.isEmpty()
                        ? report(Outcome.OK, "Each record has its own bytes.")
                        : report(Outcome.FAILED,
                                failed.size() + " records could not be given bytes of their own; what was"
                                        + " copied stands, no hash was taken.");
            } catch (MediaFilesException refused) {
                report = report(Outcome.FAILED, refused.getMessage() + " Run it again when that is mended: it goes on"
                        + " where it was.");
            } catch (Stopped stopped) {
                report = report(stopped.outcome(), stopped.getMessage());
            } catch (SQLException failure) {
                report = report(Outcome.FAILED, Failures.sentence(failure));
            }
            log.end(run, report.outcome().code(), null, report.message(), place, report.json().toString());
            return report;
        }

        private void copy(SchemaLock lock, OwnCopy copy, SharedBytes.Borrower borrower) throws SQLException, Stopped {
            if (site.progress().isStopAsked() || !lock.isHeld()) {
                throw Stopped.onTheWay("It was stopped after " + copied + " copies; run it again to go on.");
            }
            keepFromReconciling(lock.connection(), borrower);
            OwnCopy.Result result = copy.give(borrower);
            if (!result.holds()) {
                failed.put(borrower.id(), result.why());
            } else if (result == OwnCopy.Result.COPIED) {
                copied++;
                bytes += borrower.byteCount();
                site.progress().says("copied " + copied + " of " + borrowers);
            }
        }

        /** Bytes that stand a second time under an upload's key are cleared away, unless the upload is known to be clear. */
        private void keepFromReconciling(Connection guard, SharedBytes.Borrower borrower) throws SQLException {
            if (!Sql.flag(guard, "SELECT to_regclass('mediafiles_ops.upload') IS NOT NULL")) {
                return;
            }
            try (PreparedStatement statement = guard.prepareStatement(
                    """
                    UPDATE mediafiles_ops.upload SET spool_removed_at = clock_timestamp()
                    WHERE storage_key = ? AND state = 'published' AND spool_removed_at IS NULL""")) {
                statement.setString(1, borrower.path());
                statement.executeUpdate();
            }
        }

        private void takeHashes(Connection guard, UUID run) throws SQLException, Stopped {
            Map<UUID, String> seconds = new LinkedHashMap<>();
            try (Statement statement = guard.createStatement();
                    ResultSet row = statement.executeQuery(SECOND_BEARERS)) {
                while (row.next()) {
                    seconds.put(row.getObject(1, UUID.class), row.getString(2));
                }
            }
            List<UUID> ids = new ArrayList<>(seconds.keySet());
            try (Connection work = site.owner().getConnection()) {
                for (int from = 0; from < ids.size(); from += BATCH) {
                    List<UUID> batch = ids.subList(from, Math.min(ids.size(), from + BATCH));
                    new LockPatience(site).commit(work, "taking hashes",
                            connection -> takeBatch(connection, run, batch));
                    batch.forEach(id -> hashesTaken.put(id, seconds.get(id)));
                }
            }
        }

        /** The note of what is taken stands exactly if it is taken. */
        private void takeBatch(Connection work, UUID run, List<UUID> batch) throws SQLException {
            try (PreparedStatement statement = work.prepareStatement(
                    """
                    WITH taken AS (
                        SELECT id, file_hash FROM public.mediafiles_mediafile WHERE id = ANY (?) FOR UPDATE),
                    changed AS (
                        UPDATE public.mediafiles_mediafile file SET file_hash = NULL FROM taken WHERE file.id = taken.id)
                    UPDATE mediafiles_ops.schema_run SET report = coalesce(report, '{}') || jsonb_build_object('hashesTaken',
                        coalesce(report -> 'hashesTaken', '{}') || (SELECT jsonb_object_agg(id, file_hash) FROM taken))
                    WHERE id = ?""")) {
                statement.setArray(1, work.createArrayOf("uuid", batch.toArray()));
                statement.setObject(2, run);
                statement.executeUpdate();
            }
        }

        private UnshareReport report(Outcome outcome, String message) {
            return new UnshareReport(outcome, message, borrowers, copied, bytes, hashesTaken, failed);
        }
    }
}
