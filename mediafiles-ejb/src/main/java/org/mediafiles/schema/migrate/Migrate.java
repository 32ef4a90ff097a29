package org.mediafiles.schema.migrate;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jboss.logging.Logger;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.schema.backup.BackupGuard;
import org.mediafiles.schema.backup.BackupReport;
import org.mediafiles.schema.preflight.Preflight;
import org.mediafiles.schema.preflight.Purpose;
import org.mediafiles.schema.validation.RowCounts;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Refusals;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.UndoPreparation;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

/**
 * Brings the schema up. One run at a time, under the schema's lock from its first look to its last step; each version stands
 * wholly or not at all, with its history, its way back and its record. What cannot go on stops with a sentence that says
 * what stands and what to do; running it again goes on from there.
 */
public final class Migrate {
    private static final Logger LOG = Logger.getLogger(Migrate.class);
    private static final String SCRIPTS = "classpath:db/migration";

    private final SchemaSite site;
    private final Guards guards;
    private final VersionScripts scripts;
    private final String location;
    private final VersionRunner.Limits limits;

    /** With the checks before, the backup, and the looks after. */
    public Migrate(SchemaSite site) {
        this(site, guards(site));
    }

    private static Guards guards(SchemaSite site) {
        return new Guards(() -> new Preflight(site).run(Purpose.MIGRATE).findings(),
                connection -> new BackupGuard(site).before(connection, "migrate").map(BackupReport::place),
                new PhaseCheck(site));
    }

    /** For who has just looked and saved himself, such as an adoption; with the looks after. */
    public static Migrate savedBefore(SchemaSite site) {
        return new Migrate(site, new Guards(List::of, connection -> Optional.empty(), new PhaseCheck(site)));
    }

    /** For tests of what does not concern those. */
    public static Migrate unguarded(SchemaSite site) {
        return new Migrate(site, Guards.NONE);
    }

    Migrate(SchemaSite site, Guards guards) {
        this(site, guards, VersionScripts.ours(), SCRIPTS, VersionRunner.Limits.ONE_TRY);
    }

    /**
     * @param location where Flyway finds the scripts
     * @param oneTry   how long one try at a lock takes
     */
    Migrate(SchemaSite site, Guards guards, VersionScripts scripts, String location, Duration oneTry) {
        this.site = site;
        this.guards = guards;
        this.scripts = scripts;
        this.location = location;
        this.limits = new VersionRunner.Limits(oneTry, site.config().lockWait(), site.config().statementTimeout());
    }

    /**
     * @param target the last version to apply; empty: what the program needs
     * @return what it came to; expected failures are reports, too
     */
    public MigrateReport run(OptionalInt target, MigrateOptions options) {
        Run run = new Run(target.orElse(scripts.latest()));
        try (Connection door = site.owner().getConnection()) {
            run.place = DatabasePlace.read(door);
            Optional<SchemaLock> lock = SchemaLock.await(door,
                    options.waits() ? site.config().lockWait() : Duration.ZERO, site.progress());
            if (lock.isEmpty()) {
                return run.stopped(new MigrateStopped(Stop.ANOTHER_RUN, null, "another server or command"));
            }
            try {
                return underLock(lock.get(), target);
            } finally {
                release(lock.get());
            }
        } catch (SQLException away) {
            return run.stopped(explain(away));
        }
    }

    /**
     * The same for who holds the lock already, such as the start-up or an adoption.
     *
     * @param lock stays the caller's to release
     */
    public MigrateReport underLock(SchemaLock lock, OptionalInt target) {
        Run run = new Run(target.orElse(scripts.latest()));
        try {
            run.place = DatabasePlace.read(lock.connection());
            return run.go(lock);
        } catch (MigrateStopped stopped) {
            return run.stopped(stopped);
        } catch (SQLException failure) {
            return run.stopped(explain(failure));
        }
    }

    private static void release(SchemaLock lock) {
        try {
            lock.release();
        } catch (SQLException away) {
            LOG.debug("The lock went with its connection", away);
        }
    }

    private static MigrateStopped explain(SQLException failure) {
        if (Sql.isConnectionLost(failure)) {
            return new MigrateStopped(Stop.DATABASE_GONE, failure, "the look at the schema");
        }
        LOG.error("The migration broke off", failure);
        return new MigrateStopped(Stop.VERSION_FAILED, failure, "The work around the versions",
                String.valueOf(failure.getMessage()).lines().findFirst().orElse(""));
    }

    /** One run and what it has come to so far. */
    private final class Run {
        private final int target;
        private final Instant startedAt = Instant.now();
        private final List<MigratedStep> steps = new ArrayList<>();
        private final List<Finding> findings = new ArrayList<>();
        private final WorkConnections work = new WorkConnections(site.owner());
        private DatabasePlace place = DatabasePlace.UNKNOWN;
        private Integer from;
        private Integer reached;
        private Optional<String> backup = Optional.empty();
        private RunRecord record;

        private Run(int target) {
            this.target = target;
        }

        private MigrateReport go(SchemaLock lock) throws SQLException {
            Connection door = lock.connection();
            SchemaStanding standing = SchemaStanding.read(door, scripts);
            from = boxed(standing.history().current());
            reached = from;
            require(door, standing);
            List<VersionScript> pending = standing.pending().stream().filter(script -> script.version() <= target)
                    .toList();
            record = new RunRecord(door, site.initiator(), from, target);
            Settlement settlement = new Settlement(site, scripts, work, limits.lock());
            if (pending.isEmpty()) {
                requireSound(door);
            } else {
                record.begin();
                guard(door, standing);
                guards.check().begin(door);
                climb(lock, pending);
                findings.addAll(guards.check().end(door));
                settlement.putOnRecord(door, from, reached);
            }
            settlement.settle(door);
            return finished();
        }

        private void require(Connection door, SchemaStanding standing) throws SQLException {
            standing.stop().ifPresent(stop -> {
                throw new MigrateStopped(stop, null, standing.arguments().toArray());
            });
            if (scripts.find(target).isEmpty()) {
                throw new MigrateStopped(Stop.TARGET_UNKNOWN, null, target, scripts.spelled());
            }
            if (from != null && target < from) {
                throw new MigrateStopped(Stop.TARGET_BELOW, null, target, from);
            }
            if (site.runner().isPresent() && !SchemaGrants.exists(door, site.runner().get())) {
                throw new MigrateStopped(Stop.RUNNER_UNKNOWN, null, site.runner().get());
            }
        }

        /** "Nothing to do" is no answer where a column is gone: then somebody has to know. */
        private void requireSound(Connection door) throws SQLException {
            findings.addAll(guards.check().standing(door));
            String closes = texts(Finding.Level.CLOSES);
            if (!closes.isEmpty()) {
                throw new MigrateStopped(Stop.VALIDATION_CLOSES, null, "V" + reached, closes);
            }
        }

        /** An empty database has nothing to lose and nothing to look at. */
        private void guard(Connection door, SchemaStanding standing) throws SQLException {
            boolean rows = ClinicalTables.holdRows(door);
            if (!rows && (standing.found().publicEmpty() || standing.found().historyBegun())) {
                return;
            }
            site.progress().says("Looking at what speaks against it");
            Long look = record.beginStep("preflight", null, "other", null);
            findings.addAll(guards.preflight().look());
            String stops = texts(Finding.Level.STOPS);
            record.endStep(look, stops.isEmpty() ? "ok" : "failed", stops.isEmpty() ? null : stops, null, null, 1);
            if (!stops.isEmpty()) {
                throw new MigrateStopped(Stop.PREFLIGHT_STOPS, null, stops);
            }
            if (rows) {
                save(door);
            }
        }

        private void save(Connection door) throws SQLException {
            site.progress().says("Saving the database (" + site.config().backup().code() + ")");
            Long step = record.beginStep("backup", null, "other", null);
            try {
                backup = guards.backup().make(door);
                record.endStep(step, "ok", backup.orElse(null), null, null, 1);
            } catch (MediaFilesException refused) {
                record.endStep(step, "failed", refused.getMessage(), null, null, 1);
                throw new MigrateStopped(Stop.BACKUP_FAILED, refused, Refusals.within(refused));
            }
        }

        private void climb(SchemaLock lock, List<VersionScript> pending) throws SQLException {
            Connection door = lock.connection();
            BrokenOff brokenOff = new BrokenOff(work, site.progress());
            brokenOff.awaitSessions(door, limits.patience());
            brokenOff.dropInvalidIndexes(scripts.all());
            UndoPreparation.clearLeftovers(door);
            BrokenOff.forgetFailures(door);
            VersionRunner runner = new VersionRunner(lock, work, new Migrations(work, location), brokenOff, record,
                    limits,
                    site.progress());
            for (int i = 0; i < pending.size(); i++) {
                if (site.progress().isStopAsked()) {
                    throw new MigrateStopped(Stop.STOP_ASKED, null);
                }
                VersionScript script = pending.get(i);
                steps.add(runner.apply(script));
                reached = script.version();
                if (i + 1 == pending.size() || pending.get(i + 1).phase() != script.phase()) {
                    check(door, script);
                }
            }
        }

        private void check(Connection door, VersionScript last) throws SQLException {
            Long step = record.beginStep("validation after V" + last.version(), null, "other", null);
            List<Finding> found = guards.check().look(door, last.version());
            findings.removeIf(finding -> finding.area() == Finding.Area.VALIDATION);
            findings.addAll(found);
            String closes = texts(Finding.Level.CLOSES);
            record.endStep(step, closes.isEmpty() ? "ok" : "failed", closes.isEmpty() ? null : closes, null, null, 1);
            if (!closes.isEmpty()) {
                throw new MigrateStopped(Stop.VALIDATION_CLOSES, null, "V" + last.version(), closes);
            }
        }

        /** @return what was found at a level, for a sentence; empty exactly where nothing was */
        private String texts(Finding.Level level) {
            return String.join(" ", findings.stream().filter(finding -> finding.level() == level).map(finding -> {
                String text = finding.text(Locale.ENGLISH);
                return text.isEmpty() ? finding.code() + "." : text;
            }).toList());
        }

        private MigrateReport finished() {
            MigrateReport report = report(Optional.empty(), List.of());
            record.end("ok", reached, null, backup.orElse(null), kept(report));
            return report;
        }

        private MigrateReport stopped(MigrateStopped stopped) {
            MigrateReport report = report(Optional.of(stopped.stop()), stopped.arguments());
            if (record != null) {
                record.end(stopped.stop().outcome(), reached, report.sentence(Locale.ENGLISH), backup.orElse(null),
                        kept(report));
            }
            return report;
        }

        /** The report as it stands on record: with the counts that a later validation holds against one another. */
        private String kept(MigrateReport report) {
            JsonObjectBuilder json = Json.createObjectBuilder(report.json());
            guards.check().counts().ifPresent(counts -> json.add(RowCounts.MEMBER, counts));
            return json.build().toString();
        }

        private MigrateReport report(Optional<Stop> stop, List<String> arguments) {
            return new MigrateReport(stop, arguments, place, from, reached, target, scripts.latest(), steps, backup,
                    findings, record == null ? null : record.id(), startedAt);
        }
    }

    private static Integer boxed(OptionalInt version) {
        return version.isPresent() ? Integer.valueOf(version.getAsInt()) : null;
    }
}
