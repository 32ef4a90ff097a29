package org.mediafiles.schema.validation;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.SchemaReport;

/**
 * What a validation found.
 *
 * @param version the one that stands; empty where none does
 * @param needs   the version that the program needs
 * @param found   in the order in which it was asked, also what is as it should be
 */
public record ValidationReport(Optional<Integer> version, int needs, List<Finding> found) implements SchemaReport {
    /** What is not about many. */
    private static final Set<String> SENTENCES = Set.of("pending-versions", "storage-root-unknown",
            "storage-root-unusable", "comparison-stopped", "data-not-checked");

    public ValidationReport {
        Objects.requireNonNull(version, "version");
        found = List.copyOf(found);
    }

    /** @return why the application has to stay closed */
    public List<Finding> faults() {
        return of(Level.CLOSES);
    }

    /** @return faults of the data */
    public List<Finding> findings() {
        return of(Level.FINDING);
    }

    public List<Finding> notes() {
        return of(Level.NOTE);
    }

    private List<Finding> of(Level level) {
        return found.stream().filter(finding -> finding.level() == level).toList();
    }

    @Override
    public int exitCode() {
        if (!faults().isEmpty()) {
            return 1;
        }
        return findings().isEmpty() ? 0 : 2;
    }

    private String outcome() {
        return switch (exitCode()) {
            case 0 -> "ok";
            case 1 -> "wrong";
            default -> "findings";
        };
    }

    @Override
    public JsonObject json() {
        JsonObjectBuilder json = Json.createObjectBuilder().add("operation", "validate").add("outcome", outcome());
        version.ifPresentOrElse(standing -> json.add("version", standing), () -> json.addNull("version"));
        json.add("needs", needs);
        JsonObjectBuilder counts = Json.createObjectBuilder();
        found.stream().filter(ValidationReport::isCounted)
                .forEach(finding -> counts.add(finding.code(), finding.count()));
        JsonArrayBuilder findings = Json.createArrayBuilder();
        faults().forEach(finding -> findings.add(finding.json(Locale.ENGLISH)));
        findings().forEach(finding -> findings.add(finding.json(Locale.ENGLISH)));
        JsonArrayBuilder notes = Json.createArrayBuilder();
        notes().forEach(finding -> notes.add(finding.json(Locale.ENGLISH)));
        return json.add("counts", counts).add("findings", findings).add("notes", notes).build();
    }

    /**
     * For the command line: the labels stay as they are in every language, so that a script can rely on them. Each count
     * stands on a line, its keys or ids after it, one a line.
     */
    @Override
    public List<String> lines(Locale locale) {
        List<String> lines = new ArrayList<>();
        lines.add("version: " + version.map(String::valueOf).orElse("none") + " of " + needs);
        lines.add("structure: " + (faults().isEmpty() ? "ok" : "wrong"));
        faults().forEach(fault -> lines.add("closes: " + sentence(fault, locale)));
        found.stream().filter(ValidationReport::isCounted).forEach(finding -> count(lines, finding));
        findings().forEach(finding -> lines.add("finding: " + sentence(finding, locale)));
        notes().forEach(note -> lines.add("note: " + sentence(note, locale)));
        lines.add("outcome: " + outcome());
        return lines;
    }

    private static void count(List<String> lines, Finding finding) {
        lines.add(finding.code().replace('-', ' ') + ": " + finding.count());
        // A file's name may hold anything; a line stays a line.
        finding.examples().forEach(example -> lines.add(example.replaceAll("\\p{Cntrl}", "?")));
        long more = finding.count() - finding.examples().size();
        if (more > 0 && !finding.examples().isEmpty()) {
            lines.add("(" + more + " more)");
        }
    }

    private static boolean isCounted(Finding finding) {
        return finding.level() != Level.CLOSES && !SENTENCES.contains(finding.code());
    }

    private static String sentence(Finding finding, Locale locale) {
        return (finding.text(locale) + " " + finding.remedy(locale)).strip();
    }
}
