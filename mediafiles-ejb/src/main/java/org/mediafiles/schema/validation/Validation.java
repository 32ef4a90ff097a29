package org.mediafiles.schema.validation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Area;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.TrailPartitions;
import org.mediafiles.schema.version.VersionScripts;

/** After each phase, or at any time: is the structure right, are rows and files, what is worth knowing. Changes nothing. */
public final class Validation {
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /** {@code 10 s}: whoever reads definitions waits for who changes a table, and a person waits for both. */
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

    private final SchemaSite site;
    private final Duration lockTimeout;

    public Validation(SchemaSite site) {
        this(site, LOCK_TIMEOUT);
    }

    /** For tests. */
    Validation(SchemaSite site, Duration lockTimeout) {
        this.site = site;
        this.lockTimeout = lockTimeout;
    }

    /**
     * @throws MediaFilesException {@code CONFLICT} where somebody holds a lock on a table that has to be read, {@code NOT_READY}
     *                             where the database does not answer
     */
    public ValidationReport run(ValidationOptions options) {
        try (Connection connection = site.owner().getConnection()) {
            Sql.run(connection, "SET lock_timeout TO " + lockTimeout.toMillis());
            try {
                return run(connection, options);
            } finally {
                if (!connection.isClosed()) {
                    Sql.run(connection, "RESET lock_timeout");
                }
            }
        } catch (SQLException away) {
            if (LOCK_NOT_AVAILABLE.equals(away.getSQLState())) {
                throw new MediaFilesException(ProblemCode.CONFLICT, "Somebody has kept a table of ours locked against"
                        + " reading for " + lockTimeout.toSeconds()
                        + " s, so the validation was given up; it only reads, and"
                        + " nothing was changed. Run it again when that has ended: pg_stat_activity shows who it is.",
                        away);
            }
            throw new MediaFilesException(ProblemCode.NOT_READY,
                    "The validation broke off: " + String.valueOf(away.getMessage()).lines().findFirst().orElse(""),
                    away);
        }
    }

    private ValidationReport run(Connection connection, ValidationOptions options) throws SQLException {
        Optional<Integer> version = SchemaHistory.read(connection).current().stream().boxed().findFirst();
        List<Finding> found = new ArrayList<>(Structure.check(connection));
        found.addAll(RowCounts.lostInLastRun(connection));
        found.addAll(trail(connection));
        // Entities are mapped to the newest tables, and asking about others only repeats what is wrong.
        if (isRight(found) && version.filter(standing -> standing == VersionScripts.ours().latest()).isPresent()) {
            options.mapping().get()
                    .ifPresent(difference -> found.add(Finding.of(Area.VALIDATION, "entity-mapping", Level.CLOSES,
                            difference)));
        }
        if (options.data()) {
            site.progress().says("looking at the rows" + (options.files() ? " and the files" : ""));
            found.addAll(data(connection, options, isRight(found)));
        }
        return new ValidationReport(version, VersionScripts.ours().latest(), found);
    }

    private static List<Finding> trail(Connection connection) throws SQLException {
        List<Finding> found = new ArrayList<>();
        TrailPartitions.read(connection).ifPresent(trail -> {
            if (!trail.unguarded().isEmpty()) {
                found.add(Finding.of(Area.VALIDATION, "trail-unguarded", Level.FINDING, trail.unguarded().size())
                        .counted(trail.unguarded().size(), trail.unguarded()));
            }
            if (trail.isFewAhead()) {
                found.add(Finding.of(Area.VALIDATION, "trail-few-ahead", Level.FINDING, trail.monthsAhead()));
            }
            if (trail.inDefault()) {
                found.add(Finding.of(Area.VALIDATION, "trail-in-default", Level.NOTE));
            }
        });
        return found;
    }

    /** A table whose column is gone cannot be asked about it; what is wrong is told already. */
    private List<Finding> data(Connection connection, ValidationOptions options, boolean right) throws SQLException {
        List<Finding> found = new ArrayList<>();
        try {
            found.addAll(new DataFindings(site, options.examples()).read(connection, options.files()));
            found.addAll(IndexNotes.read(connection));
        } catch (SQLException refused) {
            if (right || !isStructural(refused)) {
                throw refused;
            }
            found.add(Finding.of(Area.VALIDATION, "data-not-checked", Level.FINDING));
        }
        return found;
    }

    /** SQLSTATE class 42: a column or table that is not there, or of another type. */
    private static boolean isStructural(SQLException refused) {
        return refused.getSQLState() != null && refused.getSQLState().startsWith("42");
    }

    private static boolean isRight(List<Finding> found) {
        return found.stream().noneMatch(finding -> finding.level() == Level.CLOSES);
    }
}
