package org.mediafiles.schema.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mediafiles.schema.plan.PlannedVersion.LostRows;
import org.mediafiles.schema.plan.PlannedVersion.Step;

/** A plan for a person to read, line by line. */
final class PlanLines {
    private final PlanWords words;
    private final List<String> lines = new ArrayList<>();

    PlanLines(Locale locale) {
        this.words = new PlanWords(locale);
    }

    List<String> of(PlanReport plan) {
        FoundState.Identity database = plan.state().database();
        say("plan.database", database.name(), database.host(), Integer.toString(database.port()), database.role(),
                database.server());
        boolean ofDjango = plan.state().kind() == FoundState.Kind.DJANGO;
        say("plan.state." + plan.stateCode(), ofDjango ? Integer.toString(plan.from()) : version(plan.from()));
        plan.notes().forEach(note -> lines.add(of(note)));
        if (plan.versions().isEmpty()) {
            say("plan.nothing");
            return lines;
        }
        say("plan." + plan.direction(), version(plan.from()), version(plan.to()),
                Integer.toString(plan.versions().size()));
        say("plan.total", words.time(plan.expectedMilliseconds()), signed(plan.expectedBytes()));
        say(plan.isFromScratch() ? "plan.locks.scratch" : "plan.locks.recorded");
        int phase = -1;
        for (PlannedVersion version : plan.versions()) {
            if (version.script().phase() != phase) {
                phase = version.script().phase();
                say("phase." + phase);
            }
            of(version);
        }
        return lines;
    }

    String of(PlanNote note) {
        return words.text("note." + note.code(), note.arguments().toArray());
    }

    private void of(PlannedVersion version) {
        Expectation expected = version.expected();
        say("version", version.name(), version.script().title(),
                words.text("kind." + (version.way() == Way.UP ? version.script().kind() : "back")));
        say(version.transactional() ? "version.transaction" : "version.no-transaction");
        if (version.way() == Way.DOWN && version.script().undoPrepare().isPresent()) {
            say("version.prepared", SqlScript.split(version.script().undoPrepare().get()).size());
        }
        if (expected.basis() == Expectation.Basis.UNKNOWN) {
            say("version.unknown");
        } else {
            say("version.expected." + expected.basis().code(), words.time(expected.milliseconds()),
                    signed(expected.bytes()));
        }
        if (version.stored()) {
            say("version.stored");
        }
        for (LostRows lost : version.loses()) {
            say("version.loses", lost.table(), words.number(lost.rows()));
        }
        version.steps().forEach(this::of);
    }

    private void of(Step step) {
        step.statement().text().lines().filter(line -> !line.isBlank()).forEach(line -> lines.add("    | " + line));
        if (step.effect().isEmpty()) {
            say("effect.unknown");
            return;
        }
        StatementEffect effect = step.effect().get();
        int before = lines.size();
        for (RelationLock lock : effect.standingLocks()) {
            LockMode mode = lock.strongest();
            String who = mode.blocksReads() ? "all" : mode.blocksWrites() ? "writes" : "none";
            String modes = String.join(", ", lock.modes().stream().map(LockMode::sqlName).toList());
            say("effect.lock." + who, modes, words.text("relation." + lock.kind()), lock.relation());
        }
        effect.rewrites().forEach(relation -> say("effect.rewrites", relation));
        effect.scans().forEach(relation -> say("effect.scans", relation));
        if (lines.size() == before) {
            say("effect.nothing");
        }
    }

    private void say(String key, Object... arguments) {
        String indent = key.startsWith("effect.")
                ? "      "
                : key.equals("version") ? "  " : key.startsWith("version.") ? "    " : "";
        lines.add(indent + words.text(key, arguments));
    }

    private String version(int version) {
        return version == Plan.NONE ? words.text("version.none") : "V" + version;
    }

    private String signed(long bytes) {
        return (bytes > 0 ? "+" : "") + words.bytes(bytes);
    }
}
