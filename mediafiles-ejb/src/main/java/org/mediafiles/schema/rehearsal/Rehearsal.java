package org.mediafiles.schema.rehearsal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.schema.backup.PgTools;
import org.mediafiles.schema.backup.Restore;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaReport;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScripts;
import org.mediafiles.schema.validation.Validation;
import org.mediafiles.schema.validation.ValidationOptions;

/**
 * Restores a backup into an empty database elsewhere, brings it up to what the program needs, validates it, and rolls it
 * back to where it was; with the time that each step took and the rows counted before and after. The site's own database is
 * only read, and gets a line in its record of runs.
 */
public final class Rehearsal {
    private static final Logger LOG = Logger.getLogger(Rehearsal.class);
    /** {@code validate} ends so where the structure is right and data have faults, which were there before. */
    private static final int FINDINGS = 2;

    private final SchemaSite site;
    private final RehearsedWay way;

    public Rehearsal(SchemaSite site) {
        this(site, RehearsedWay.OURS);
    }

    /** @param way for a backup of a database that has not been taken over yet */
    public Rehearsal(SchemaSite site, RehearsedWay way) {
        this.site = site;
        this.way = way;
    }

    /**
     * @throws org.mediafiles.problem.MediaFilesException where there is no sound backup, the target is the source or not
     *                                                    empty, or nothing could be restored; what failed later stands in
     *                                                    the report
     */
    public RehearsalReport run(RehearsalRequest request) throws SQLException {
        PgTools tools = PgTools.find(site.config().pgDump());
        Restore restore = Restore.of(site, request.from());
        List<RehearsedStep> steps = new ArrayList<>();
        String name;
        try (Connection target = request.target().getConnection()) {
            name = Sql.text(target, "SELECT current_database()");
            restore.requireEmptyElsewhere(target);
            long begun = System.nanoTime();
            restore.into(target, request.means(), tools, site.progress());
            takeAnotherName(target);
            steps.add(step("restore", true, begun, List.of()));
        }
        SchemaSite there = new SchemaSite(request.target(), Optional.empty(), site.storageRoot(),
                site.config().withBackup(SchemaConfig.Backup.OFF, site.config().backupDir()), site.tools(),
                site.initiator(),
                site.progress(), request.means());
        climbAndReturn(restore, there, steps);
        RehearsalReport report = new RehearsalReport(restore.file(), name, restore.certificate().version(),
                VersionScripts.ours().latest(), steps);
        putOnRecord(report);
        return report;
    }

    /** So that no server which is started on the copy takes the archive's own folder for its own. */
    private static void takeAnotherName(Connection target) throws SQLException {
        if (Sql.flag(target, "SELECT to_regclass('mediafiles_ops.installation') IS NOT NULL")) {
            Sql.update(target, "UPDATE mediafiles_ops.installation SET id = gen_random_uuid()");
        }
    }

    private void climbAndReturn(Restore restore, SchemaSite there, List<RehearsedStep> steps) throws SQLException {
        if (!compare("compare", restore, there, true, steps)
                || !report("migrate", () -> way.up(there), 0, steps)
                || !report("validate", () -> new Validation(there).run(ValidationOptions.ALL.withoutFiles()),
                        FINDINGS, steps)
                || !report("roll back", () -> way.back(there, restore.certificate().version()), 0, steps)) {
            return;
        }
        compare("compare again", restore, there, false, steps);
    }

    /** What has a report of its own. */
    private interface Operation {
        SchemaReport run();
    }

    private boolean report(String name, Operation operation, int alsoGood, List<RehearsedStep> steps) {
        site.progress().says("rehearsal: " + name);
        long begun = System.nanoTime();
        try {
            SchemaReport report = operation.run();
            boolean good = report.exitCode() == 0 || report.exitCode() == alsoGood;
            steps.add(step(name, good, begun, report.lines(Locale.ENGLISH)));
            return good;
        } catch (MediaFilesException refused) {
            steps.add(step(name, false, begun, List.of(refused.getMessage())));
            return false;
        }
    }

    private static boolean compare(String name, Restore restore, SchemaSite there, boolean alsoRecord,
            List<RehearsedStep> steps) throws SQLException {
        long begun = System.nanoTime();
        try (Connection target = there.owner().getConnection()) {
            List<String> differences = restore.differences(target, alsoRecord);
            steps.add(step(name, differences.isEmpty(), begun, differences));
            return differences.isEmpty();
        }
    }

    private static RehearsedStep step(String name, boolean ok, long begun, List<String> lines) {
        return new RehearsedStep(name, ok, Duration.ofNanos(System.nanoTime() - begun), lines);
    }

    /** On the site's own record, where there is one and it can be reached: the archive may be down when this is tried. */
    private void putOnRecord(RehearsalReport report) {
        try (Connection own = site.owner().getConnection()) {
            if (RunLog.stands(own)) {
                RunLog log = new RunLog(own, site.initiator());
                UUID run = log.begin("rehearse",
                        report.version().isPresent() ? Integer.valueOf(report.version().getAsInt()) : null,
                        report.needs());
                log.end(run, report.isDone() ? "ok" : "failed", null, null, report.dump().toString(),
                        report.json().toString());
            }
        } catch (SQLException away) {
            LOG.debug("the rehearsal stands in no record", away);
        }
    }
}
