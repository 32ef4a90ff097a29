package org.mediafiles.schema.backup;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.imaging.ExternalProgram;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;

/** Saves the database, on its own ({@code schema.sh backup}) or for {@link BackupGuard} before an operation. */
public final class Backup {
    private static final Logger LOG = Logger.getLogger(Backup.class);

    private final SchemaSite site;

    public Backup(SchemaSite site) {
        this.site = site;
    }

    /**
     * Saves it as an operation of its own, on record where there is a record.
     *
     * @throws MediaFilesException where it cannot be saved, with what to do; nothing half-made is left behind
     */
    public BackupReport run(BackupRequest request) throws SQLException {
        if (request.mode() == SchemaConfig.Backup.OFF) {
            throw new MediaFilesException(ProblemCode.NOT_READY,
                    "backup=off saves nothing: say --backup dump or --backup external.");
        }
        try (Connection connection = site.owner().getConnection()) {
            // A dump locks every table against changes of its form, so it waits for them and they for it.
            SchemaLock lock = SchemaLock.await(connection, site.config().lockWait(), site.progress())
                    .orElseThrow(() -> new MediaFilesException(ProblemCode.NOT_READY,
                            "Somebody else works on the schema: try again when that is over. Nothing was changed."));
            try {
                return RunLog.stands(connection) ? onRecord(connection, request) : make(connection, "backup", request);
            } finally {
                lock.release();
            }
        }
    }

    private BackupReport onRecord(Connection connection, BackupRequest request) throws SQLException {
        OptionalInt current = SchemaHistory.read(connection).current();
        RunLog log = new RunLog(connection, site.initiator());
        UUID run = log.begin("backup", current.isPresent() ? current.getAsInt() : null, null);
        long step = log.beginStep(run, "backup " + request.mode().code(), null, "other", null);
        try {
            BackupReport report = make(connection, "backup", request);
            log.endStep(step, "ok", null, null, null, 1);
            log.end(run, report.exitCode() == 0 ? "ok" : "failed", null, null, report.place(),
                    report.json().toString());
            return report;
        } catch (MediaFilesException refused) {
            log.endStep(step, "failed", refused.getMessage(), null, null, 1);
            log.end(run, "failed", null, refused.getMessage(), null, null);
            throw refused;
        }
    }

    /** @param connection holds the schema's lock */
    BackupReport make(Connection connection, String operation, BackupRequest request) throws SQLException {
        Instant startedAt = Instant.now();
        ServerFacts facts = ServerFacts.of(connection);
        OptionalInt version = SchemaHistory.read(connection).current();
        return switch (request.mode()) {
            case OFF -> new BackupReport(request.mode(), facts.database(), version, startedAt, Instant.now(),
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                    List.of("Nothing was saved before " + operation + ", because backup=off says so."));
            case COLD -> new BackupReport(request.mode(), facts.database(), version, startedAt, Instant.now(),
                    Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.of(ColdCopy.require(connection, site, facts)), Optional.empty(), List.of());
            case DUMP, EXTERNAL -> inFolder(request, facts, version, startedAt);
        };
    }

    private BackupReport inFolder(BackupRequest request, ServerFacts facts, OptionalInt version, Instant startedAt)
            throws SQLException {
        boolean dump = request.mode() == SchemaConfig.Backup.DUMP;
        Optional<String> label = dump ? Optional.empty() : Optional.of(requireLabel());
        Optional<PgTools> tools = dump ? Optional.of(PgTools.find(site.config().pgDump())) : Optional.empty();
        tools.ifPresent(found -> found.requireNotOlderThan(facts.major()));
        BackupFolder folder = BackupFolder.of(site);
        List<String> notes = new ArrayList<>();
        try (Connection snapshot = site.owner().getConnection()) {
            try (BackupFolder.Draft draft = folder.begin(version, startedAt)) {
                if (folder.isOpenToOthers()) {
                    notes.add("Others may look into " + folder.path() + "; the files in it are ours alone.");
                }
                String id = exportSnapshot(snapshot);
                Optional<SavedDump> saved = tools.isPresent()
                        ? Optional.of(new DatabaseDump(tools.get(), ToolConnection.of(snapshot, site.means()),
                                site.config().lockWait(), site.progress()).write(snapshot, id,
                                        draft.begin(BackupFolder.DUMP), draft.place(BackupFolder.DUMP)))
                        : Optional.empty();
                FileTally files = new FileManifest(files(request), site.progress()).write(snapshot,
                        draft.begun(BackupFolder.FILES), draft.place(BackupFolder.FILES));
                Map<String, Long> rows = ServerFacts.rows(snapshot);
                List<String> roles = ServerFacts.roles(snapshot);
                snapshot.rollback();
                LogPoint point = dump
                        ? ServerFacts.point(snapshot)
                        : RestorePoint.make(snapshot, label.orElseThrow(), notes);
                snapshot.rollback();
                Certificate certificate = new Certificate(draft.place(Certificate.SUFFIX), facts.database(),
                        facts.system(), facts.server(), version, startedAt, Instant.now(), saved, label, point,
                        Optional.of(draft.place(BackupFolder.FILES)), rows, roles);
                draft.complete(certificate);
                if (dump) {
                    folder.keep(site.config().backupsKept(), certificate)
                            .forEach(name -> notes.add("The older dump " + name + " was removed."));
                }
                return new BackupReport(request.mode(), facts.database(), version, startedAt, certificate.endedAt(),
                        saved, label, Optional.of(point), Optional.empty(), Optional.of(files), notes);
            } finally {
                giveBack(snapshot);
            }
        } catch (ExternalProgram.Stopped asked) {
            throw new MediaFilesException(ProblemCode.NOT_READY,
                    "The backup was asked to stop; what it had written is removed. Nothing was changed.", asked);
        } catch (IOException failed) {
            throw DiskFailure.of(folder.path(), failed);
        }
    }

    /** One view of the database for the dump, the list of files and the counts. */
    private static String exportSnapshot(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        Sql.run(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        // While pg_dump is at work this session only waits, and counting may take its time.
        Sql.run(connection, "SET LOCAL idle_in_transaction_session_timeout = 0");
        Sql.run(connection, "SET LOCAL statement_timeout = 0");
        return Sql.text(connection, "SELECT pg_export_snapshot()");
    }

    /** It may go back to a pool, where nobody expects a transaction. */
    private static void giveBack(Connection connection) {
        try {
            if (!connection.isClosed() && !connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException broken) {
            LOG.debug("the snapshot's connection was lost", broken);
        }
    }

    private Optional<RecordedFiles> files(BackupRequest request) throws IOException {
        if (!request.deep() && request.withFiles().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RecordedFiles(site.storageRoot().orElseThrow(() -> new MediaFilesException(
                ProblemCode.NOT_READY, "The media files can only be read where the storage root is named: say"
                        + " --storage-root.")),
                request.withFiles()));
    }

    private String requireLabel() {
        return site.means().label().map(String::strip).filter(label -> !label.isEmpty())
                .orElseThrow(() -> new MediaFilesException(ProblemCode.INVALID_REQUEST,
                        "backup=external needs the name of"
                                + " the site's own backup that reaches up to now: say --label NAME. Nothing was changed.")
                        .atField("label"));
    }
}
