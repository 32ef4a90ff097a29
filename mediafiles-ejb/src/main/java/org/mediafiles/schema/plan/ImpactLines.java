package org.mediafiles.schema.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The impact for a person to read, line by line. */
final class ImpactLines {
    private final PlanWords words;
    private final List<String> lines = new ArrayList<>();

    ImpactLines(Locale locale) {
        this.words = new PlanWords(locale);
    }

    List<String> of(ImpactReport impact) {
        FoundState.Identity database = impact.database();
        say("", "impact.database", database.name(), database.host(), Integer.toString(database.port()),
                database.server());
        if (impact.since().isPresent()) {
            say("", "impact.since", words.instant(impact.since().get()));
        } else {
            say("", "impact.since.unknown");
        }
        if (impact.tables().isEmpty()) {
            say("", "impact.none");
        } else {
            say("", "impact.total", Integer.toString(impact.tables().size()), words.bytes(impact.totalBytes()));
        }
        impact.tables().forEach(this::table);
        if (!impact.runs().isEmpty()) {
            say("", "impact.runs");
        }
        impact.runs().forEach(this::run);
        return lines;
    }

    private void table(TableImpact table) {
        String oid = Long.toString(table.oid());
        if (table.size().exact()) {
            say("", "impact.table", table.name(), oid, words.bytes(table.size().total()),
                    words.bytes(table.size().table()), words.bytes(table.size().indexes()),
                    words.bytes(table.size().toast()), words.number(table.liveRows()), words.number(table.deadRows()));
        } else {
            say("", "impact.table.locked", table.name(), oid, words.bytes(table.size().total()));
        }
        say("    ", "impact.vacuum", kept(table, "vacuum"), kept(table, "autovacuum"), kept(table, "analyze"),
                kept(table, "autoanalyze"));
        for (IndexImpact index : table.indexes()) {
            say("    ", "impact.index", index.name(), words.bytes(index.bytes()), words.number(index.uses()));
            if (!index.valid()) {
                say("      ", "impact.index.invalid", index.name());
            }
            index.repeats().ifPresent(other -> say("      ", why(table, index), index.name(), other));
            if (index.isUnused()) {
                say("      ", "impact.index.unused", index.name());
            }
        }
    }

    private static String why(TableImpact table, IndexImpact index) {
        if (index.isNamedByPlan()) {
            return "impact.index.redundant";
        }
        return table.name().startsWith("public.")
                ? "impact.index.redundant-reference"
                : "impact.index.redundant-new";
    }

    private void run(RunImpact run) {
        String took = run.took().map(time -> words.time(time.toMillis()))
                .orElseGet(() -> words.text("impact.run.open"));
        say("  ", "impact.run", words.instant(run.startedAt()), run.operation(), run.initiator(), run.door(),
                run.outcome(), took);
        for (RunImpact.Step step : run.steps()) {
            say("    ", "impact.step", step.name(), step.outcome(),
                    step.took().map(time -> words.time(time.toMillis())).orElseGet(() -> words.text("impact.run.open")),
                    bytes(step.bytesBefore()), bytes(step.bytesAfter()), Integer.toString(step.attempts()));
        }
    }

    private String kept(TableImpact table, String how) {
        Optional<Instant> at = table.lastKept(how);
        return at.map(words::instant).orElseGet(() -> words.text("impact.never"));
    }

    private String bytes(Optional<Long> bytes) {
        return bytes.map(words::bytes).orElseGet(() -> words.text("impact.unknown"));
    }

    private void say(String indent, String key, Object... arguments) {
        lines.add(indent + words.text(key, arguments));
    }
}
