package org.mediafiles.web.faces.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mediafiles.schema.plan.ImpactReport;
import org.mediafiles.schema.plan.IndexImpact;
import org.mediafiles.schema.plan.TableImpact;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.RecordedRun;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.migration.MigrationDoor;
import org.mediafiles.web.signin.CurrentCaller;

/** What was run on this database, and what the schema costs. */
@Named
@RequestScoped
public class MigrationRecordBacking {
    private static final int RUNS = 50;

    /**
     * An operation on record.
     *
     * @param outcome as {@link RecordedRun} spells it
     * @param way     from which version to which; empty where it had none
     * @param took    empty while it runs, and where it was killed
     * @param backup  empty where none was made
     */
    public record Run(String operation, String outcome, String who, String door, Instant startedAt, String way,
            String took, String message, String backup, List<Step> steps) {}

    /**
     * A part of it.
     *
     * @param growth by how much our tables grew; empty where nobody measured
     */
    public record Step(String name, String outcome, String took, String growth, int attempts, String message) {}

    @Inject
    private MigrationDoor door;
    @Inject
    private CurrentCaller current;
    @Inject
    private WordsBacking words;

    private List<Run> runs;
    private ImpactReport impact;

    public List<Run> getRuns() {
        if (runs == null && MigrationsBacking.isRendering()) {
            runs = door.runs(current.get(), Door.WEB, RUNS).stream().map(this::view).toList();
        }
        return runs == null ? List.of() : runs;
    }

    private Run view(RecordedRun run) {
        return new Run(said("migrations.operation." + run.operation(), run.operation()), run.outcome(),
                run.initiator() == null ? "" : run.initiator(), said("migrations.door." + run.door(), run.door()),
                run.startedAt(), way(run.from(), run.to()), took(run.startedAt(), run.endedAt()), run.message(),
                run.backup().orElse(""), run.steps().stream().map(this::view).toList());
    }

    private Step view(RecordedRun.Step step) {
        String growth = step.bytesBefore() == null || step.bytesAfter() == null
                ? ""
                : words.format().growth(step.bytesAfter() - step.bytesBefore());
        return new Step(step.name(), step.outcome(), took(step.startedAt(), step.endedAt()), growth, step.attempts(),
                step.message() == null ? "" : step.message());
    }

    private static String way(Integer from, Integer to) {
        if (to == null) {
            return from == null ? "" : "V" + from;
        }
        return (from == null ? "–" : "V" + from) + " → V" + to;
    }

    private String took(Instant start, Optional<Instant> end) {
        return end.map(at -> words.format().duration(Duration.between(start, at))).orElse("");
    }

    private String said(String key, String otherwise) {
        String told = words.words().say(key);
        return told.equals(key) ? otherwise : told;
    }

    private ImpactReport impact() {
        if (impact == null) {
            impact = door.impact(current.get(), Door.WEB);
        }
        return impact;
    }

    public List<TableImpact> getTables() {
        return MigrationsBacking.isRendering() ? impact().tables() : List.of();
    }

    public String getTotal() {
        return words.words().say("migrations.impact.total", impact().tables().size(),
                words.format().size(impact().totalBytes()));
    }

    /** @return since when the server counts uses */
    public String getSince() {
        return impact().since().map(at -> words.words().say("migrations.impact.since", words.format().dateTime(at)))
                .orElseGet(() -> words.words().say("migrations.impact.sinceEver"));
    }

    /** @return what is to be said of an index beside its numbers; empty for most */
    public String remark(IndexImpact index) {
        if (!index.valid()) {
            return words.words().say("migrations.impact.invalid");
        }
        if (index.repeats().isPresent()) {
            return words.words().say(index.isNamedByPlan()
                    ? "migrations.impact.repeatsKept"
                    : "migrations.impact.repeats", index.repeats().get());
        }
        return index.isUnused() ? words.words().say("migrations.impact.unused") : "";
    }

    /** @return when the server cleared or counted a table last; a dash where it never did */
    public String kept(TableImpact table, String how) {
        Instant byHand = table.kept().get(how);
        Instant byServer = table.kept().get("auto" + how);
        Instant last = byHand == null || byServer != null && byServer.isAfter(byHand) ? byServer : byHand;
        return last == null ? "–" : words.format().dateTime(last);
    }
}
