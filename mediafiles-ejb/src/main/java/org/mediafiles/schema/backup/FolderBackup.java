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
import org.jboss.logging.Logger;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.imaging.ExternalProgram;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;

/** A backup of which something lies in the folder of backups: a dump, or the record of the site's own; once. */
final class FolderBackup {
    private static final Logger LOG = Logger.getLogger(FolderBackup.class);

    private final SchemaSite site;
    private final BackupRequest request;
    private final ServerFacts facts;
    private final OptionalInt version;
    private final Instant startedAt;
    private final List<String> notes = new ArrayList<>();

    FolderBackup(SchemaSite site, BackupRequest request, ServerFacts facts, OptionalInt version, Instant startedAt) {
        this.site = site;
        this.request = request;
        this.facts = facts;
        this.version = version;
        this.startedAt = startedAt;
    }

    /** @throws MediaFilesException with what to do; what was begun is removed */
    BackupReport run() throws SQLException {
        boolean dump = request.mode() == SchemaConfig.Backup.DUMP;
        Optional<String> label = dump ? Optional.empty() : Optional.of(requireLabel());
        Optional<PgTools> tools = dump ? Optional.of(PgTools.find(site.config().pgDump())) : Optional.empty();
        tools.ifPresent(found -> found.requireNotOlderThan(facts.major()));
        BackupFolder folder = BackupFolder.of(site);
        try (Connection snapshot = site.owner().getConnection()) {
            try (BackupFolder.Draft draft = folder.begin(version, startedAt)) {
                if (folder.isOpenToOthers()) {
                    notes.add("Others may look into " + folder.path() + "; the files in it are ours alone.");
                }
                return write(snapshot, folder, draft, tools, label);
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

    private BackupReport write(Connection snapshot, BackupFolder folder, BackupFolder.Draft draft,
            Optional<PgTools> tools, Optional<String> label) throws SQLException, IOException {
        String id = exportSnapshot(snapshot);
        Optional<SavedDump> saved = Optional.empty();
        if (tools.isPresent()) {
            DatabaseDump dump = new DatabaseDump(tools.get(), ToolConnection.of(snapshot, site.means()),
                    site.config().lockWait(), site.progress());
            saved = Optional
                    .of(dump.write(snapshot, id, draft.begin(BackupFolder.DUMP), draft.place(BackupFolder.DUMP)));
        }
        FileTally files = new FileManifest(files(), site.progress()).write(snapshot, draft.begun(BackupFolder.FILES),
                draft.place(BackupFolder.FILES));
        Map<String, Long> rows = ServerFacts.rows(snapshot);
        List<String> roles = ServerFacts.roles(snapshot);
        // The snapshot ends here: a restore point cannot be made in a transaction that only reads.
        snapshot.rollback();
        LogPoint point = label.isPresent()
                ? RestorePoint.make(snapshot, label.get(), notes)
                : ServerFacts.point(snapshot);
        snapshot.rollback();
        Certificate certificate = new Certificate(draft.place(Certificate.SUFFIX), facts.database(), facts.system(),
                facts.server(), version, startedAt, Instant.now(), saved, label, point,
                Optional.of(draft.place(BackupFolder.FILES)), rows, roles);
        draft.complete(certificate);
        folder.keep(site.config().backupsKept(), certificate)
                .forEach(name -> notes.add("The older dump " + name + " was removed."));
        return new BackupReport(request.mode(), facts.database(), version, startedAt, certificate.endedAt(), saved,
                label,
                Optional.of(point), Optional.empty(), Optional.of(files), notes);
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

    private Optional<RecordedFiles> files() throws IOException {
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
