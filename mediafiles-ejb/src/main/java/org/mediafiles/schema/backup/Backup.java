package org.mediafiles.schema.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaSite;

/** Saves the database, on its own ({@code schema.sh backup}) or for {@link BackupGuard} before an operation. */
public final class Backup {
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
            case DUMP, EXTERNAL -> new FolderBackup(site, request, facts, version, startedAt).run();
        };
    }
}
