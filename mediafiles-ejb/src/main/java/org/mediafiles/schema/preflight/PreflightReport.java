package org.mediafiles.schema.preflight;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.SchemaReport;

/**
 * What the checklist found, grouped by what it is about, in the checks' order.
 *
 * @param groups without empty ones
 */
public record PreflightReport(Purpose purpose, List<Group> groups) implements SchemaReport {
    private static final String BUNDLE = "org.mediafiles.schema.preflight";

    public PreflightReport {
        groups = List.copyOf(groups);
    }

    /** @param findings at least one */
    public record Group(Topic topic, List<Finding> findings) {
        public Group {
            findings = List.copyOf(findings);
        }

        public String title(Locale locale) {
            return words(locale, "topic." + topic.code());
        }

        public long count(Level level) {
            return findings.stream().filter(finding -> finding.level() == level).count();
        }
    }

    /** @return all, in order */
    public List<Finding> findings() {
        return groups.stream().flatMap(group -> group.findings.stream()).toList();
    }

    public long count(Level level) {
        return groups.stream().mapToLong(group -> group.count(level)).sum();
    }

    /** @return whether something has to be mended before the operation */
    public boolean stops() {
        return count(Level.STOPS) > 0;
    }

    /** @return one sentence with the counts */
    public String summary(Locale locale) {
        String key = stops() ? "summary.stops" : count(Level.WARNING) > 0 ? "summary.warnings" : "summary.ok";
        return new MessageFormat(words(locale, key), locale).format(new Object[]{words(locale, "purpose."
                + purpose.code()), count(Level.STOPS), count(Level.WARNING), count(Level.OK)});
    }

    @Override
    public JsonObject json() {
        JsonArrayBuilder all = Json.createArrayBuilder();
        for (Group group : groups) {
            JsonArrayBuilder found = Json.createArrayBuilder();
            group.findings.forEach(finding -> found.add(finding.json(Locale.ENGLISH)));
            all.add(Json.createObjectBuilder().add("topic", group.topic.code())
                    .add("title", group.title(Locale.ENGLISH)).add("findings", found));
        }
        return Json.createObjectBuilder().add("operation", "preflight").add("purpose", purpose.code())
                .add("holds", !stops()).add("stops", count(Level.STOPS)).add("warnings", count(Level.WARNING))
                .add("ok", count(Level.OK)).add("groups", all).build();
    }

    @Override
    public List<String> lines(Locale locale) {
        List<String> lines = new ArrayList<>();
        for (Group group : groups) {
            lines.add(group.title(locale));
            for (Finding finding : group.findings) {
                lines.add("  [" + words(locale, "level." + finding.level().code()) + "] " + finding.text(locale));
                if (finding.level() != Level.OK) {
                    lines.add("      -> " + finding.remedy(locale));
                }
                finding.examples().forEach(example -> lines.add("      | " + example));
            }
        }
        lines.add(summary(locale));
        return lines;
    }

    @Override
    public int exitCode() {
        return stops() ? 1 : 0;
    }

    private static String words(Locale locale, String key) {
        return ResourceBundle.getBundle(BUNDLE, locale, PreflightReport.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)).getString(key);
    }

    /** Gathers what the checks find, one after the other. */
    static final class Collector {
        private final Purpose purpose;
        private final Map<Topic, List<Finding>> found = new EnumMap<>(Topic.class);

        Collector(Purpose purpose) {
            this.purpose = purpose;
        }

        void add(Topic topic, List<Finding> findings) {
            found.computeIfAbsent(topic, first -> new ArrayList<>()).addAll(findings);
        }

        PreflightReport report() {
            return new PreflightReport(purpose, found.entrySet().stream().filter(entry -> !entry.getValue().isEmpty())
                    .map(entry -> new Group(entry.getKey(), entry.getValue())).toList());
        }
    }
}
