package org.mediafiles.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;
import org.mediafiles.schema.version.Blockers;
import org.mediafiles.schema.version.LockPatience;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.RecordedLocks;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScript;

/** Applies one version: a lock is tried for a moment only, again and again, so that nobody queues behind us for long. */
final class VersionRunner {
    private static final Logger LOG = Logger.getLogger(VersionRunner.class);
    private static final String CANCELLED = "57014";
    /** Insufficient privilege; a session that may only read, whose reason preflight tells. */
    private static final Set<String> NO_RIGHT = Set.of("42501", "25006");
    /** Duplicate schema, table, object, column. */
    private static final Set<String> DUPLICATE = Set.of("42P06", "42P07", "42710", "42701");
    /** At the beginning of a line: what a version makes only under a condition stands further in. */
    private static final Pattern MAKES = Pattern.compile("(?m)^CREATE TABLE (\\S+)");

    /**
     * How long is waited.
     *
     * @param lock      for one try at a lock
     * @param patience  for all tries of a version
     * @param statement for one statement
     */
    record Limits(Duration lock, Duration patience, Duration statement) {
        static final Duration ONE_TRY = LockPatience.ONE_TRY;
    }

    private final SchemaLock lock;
    private final DataSource work;
    private final Migrations migrations;
    private final BrokenOff brokenOff;
    private final RunRecord record;
    private final Limits limits;
    private final Progress progress;

    VersionRunner(SchemaLock lock, DataSource work, Migrations migrations, BrokenOff brokenOff, RunRecord record,
            Limits limits,
            Progress progress) {
        this.lock = lock;
        this.work = work;
        this.migrations = migrations;
        this.brokenOff = brokenOff;
        this.record = record;
        this.limits = limits;
        this.progress = progress;
    }

    /** One version's way through its tries. */
    private final class Work {
        private final VersionScript script;
        private final String name;
        private final long begun = System.nanoTime();
        private final Long bytesBefore;
        private int attempt = 1;
        private Long step;

        private Work(VersionScript script) {
            this.script = script;
            this.name = "V" + script.version() + " " + script.title();
            this.bytesBefore = OurSizes.read(work, limits.lock);
        }

        private void open() throws SQLException {
            record.begin();
            if (step == null) {
                step = record.beginStep(name, script.version(), "up", bytesBefore);
            }
        }

        private MigratedStep close(String outcome, String message) {
            String locks = RecordedLocks.up(script.version());
            Long bytesAfter = OurSizes.read(work, limits.lock);
            record.endStep(step, outcome, message, locks, bytesAfter, attempt);
            return new MigratedStep(script.version(), name, outcome, Duration.ofNanos(System.nanoTime() - begun),
                    attempt, bytesBefore, bytesAfter);
        }
    }

    /** @throws MigrateStopped where it did not come to stand; nothing of it stands then, or it can be run again */
    MigratedStep apply(VersionScript script) throws SQLException {
        Work one = new Work(script);
        progress.says(one.name + (script.transactional() ? "" : ": reads and writes go on meanwhile"));
        requireFreeNames(script);
        while (true) {
            if (!lock.isHeld()) {
                throw new MigrateStopped(Stop.LOCK_LOST, null, one.name);
            }
            BuildWatch watch = new BuildWatch(script, lock.connection(), progress);
            try {
                migrations.apply(script.version(),
                        new VersionCallback(script, limits.lock, limits.statement, one::open));
                break;
            } catch (FlywayException | MigrateStopped failure) {
                watch.close();
                retryOrStop(one, failure);
            } finally {
                watch.close();
            }
        }
        MigratedStep done = one.close("ok", null);
        progress.says(one.name + ": done in " + done.took().toMillis() + " ms");
        return done;
    }

    private void retryOrStop(Work one, RuntimeException failure) throws SQLException {
        Duration spent = Duration.ofNanos(System.nanoTime() - one.begun);
        Duration pause = LockPatience.pauseAfter(one.attempt);
        if (!LockPatience.isBusy(failure) || spent.plus(pause).compareTo(limits.patience) > 0) {
            MigrateStopped stopped = explain(one, failure);
            one.close("failed", Words.of(Locale.ENGLISH, stopped.stop().code(), stopped.arguments()));
            throw stopped;
        }
        if (progress.isStopAsked()) {
            one.close("failed", "stopped between two tries");
            throw new MigrateStopped(Stop.STOP_ASKED, failure);
        }
        progress.says(one.name + ": others hold a lock (" + Blockers.describe(lock.connection()) + "); try "
                + (one.attempt + 1) + " in " + pause.toMillis() + " ms");
        if (!LockPatience.pause(pause)) {
            one.close("failed", "interrupted between two tries");
            throw new MigrateStopped(Stop.STOP_ASKED, failure);
        }
        one.attempt++;
        if (!one.script.transactional()) {
            BrokenOff.forgetFailures(lock.connection());
            brokenOff.dropInvalidIndexes(List.of(one.script));
        }
    }

    private MigrateStopped explain(Work one, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MigrateStopped stopped) {
                return stopped;
            }
        }
        String state = Sql.state(failure);
        if (Sql.isConnectionLost(failure)) {
            return new MigrateStopped(Stop.DATABASE_GONE, failure, one.name);
        }
        LOG.errorf(failure, "%s did not come to stand", one.name);
        if (LockPatience.isBusy(failure)) {
            return new MigrateStopped(Stop.TABLES_BUSY, failure, one.name, limits.patience.toSeconds(),
                    Blockers.describe(lock.connection()));
        }
        if (CANCELLED.equals(state)) {
            return new MigrateStopped(Stop.TOO_SLOW, failure, one.name, limits.statement.toSeconds());
        }
        String said = firstSentence(failure);
        if (NO_RIGHT.contains(state)) {
            return new MigrateStopped(Stop.NO_RIGHT, failure, one.name, said);
        }
        if (DUPLICATE.contains(state)) {
            return new MigrateStopped(Stop.IN_THE_WAY, failure, said);
        }
        return new MigrateStopped(Stop.VERSION_FAILED, failure, one.name, said);
    }

    /** What somebody added where a version wants to make its own is named before anything is tried. */
    private void requireFreeNames(VersionScript script) throws SQLException {
        Connection connection = lock.connection();
        Matcher makes = MAKES.matcher(script.sql());
        while (makes.find()) {
            String table = makes.group(1);
            boolean kept = KeptAudit.concerns(script.sql()) && table.endsWith(".audit_event");
            if (!kept && Sql.flag(connection, "SELECT to_regclass('" + table + "') IS NOT NULL")) {
                throw new MigrateStopped(Stop.IN_THE_WAY, null, "table " + table);
            }
        }
    }

    /** @return the first line of what the database said: the lines behind it may show a row's values */
    private static String firstSentence(Throwable failure) {
        String said = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException && cause.getMessage() != null) {
                said = cause.getMessage().lines().findFirst().orElse("");
            }
        }
        return said.isEmpty() ? String.valueOf(failure.getMessage()).lines().findFirst().orElse("") : said;
    }
}
