package org.mediafiles.schema.validation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Area;
import org.mediafiles.schema.version.Finding.Level;

/**
 * The catalogue as a version leaves it, recorded when the version was made: {@code db/catalogue/V<n>.txt}, a line per
 * fact. What differs is told a person by what it means: what the program needs and does not find, and what would refuse rows
 * that it writes, closes the application; what only is there besides does not.
 */
public final class ExpectedCatalogue {
    private static final String FOLDER = "/db/catalogue/";
    private static final String IS = " = ";
    private static final String TRAIL = "mediafiles_ops.audit_event";
    private static final String TRAIL_KIND = TRAIL + " table";
    /** Makes the trail what it then stays, whatever is rolled back. */
    private static final int TRAIL_MADE = 32;
    /** Goes with its table in the eye of a person: first what the others hang on. */
    private static final List<String> KINDS = List.of("table", "column", "needed", "constraint", "index", "sequence",
            "function", "trigger");

    private final Catalogue expected;

    private ExpectedCatalogue(Catalogue expected) {
        this.expected = expected;
    }

    /** @return empty where this program does not know the version */
    public static Optional<ExpectedCatalogue> of(int version) {
        try (InputStream file = ExpectedCatalogue.class.getResourceAsStream(FOLDER + "V" + version + ".txt")) {
            return file == null
                    ? Optional.empty()
                    : Optional.of(new ExpectedCatalogue(
                            parse(new String(file.readAllBytes(), StandardCharsets.UTF_8))));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public Catalogue catalogue() {
        return expected;
    }

    /**
     * The trail outlives every rollback: below the version that partitions it, it may stand as that one made it.
     *
     * @return this, or the same with the facts on the trail as that version has them
     */
    ExpectedCatalogue withTrailOf(Catalogue actual) {
        SortedMap<String, String> partitioned = of(TRAIL_MADE).map(made -> made.expected.facts())
                .orElse(new TreeMap<>());
        String kind = expected.facts().get(TRAIL_KIND);
        if (kind == null || kind.equals(partitioned.get(TRAIL_KIND))
                || !actual.facts().getOrDefault(TRAIL_KIND, "").equals(partitioned.get(TRAIL_KIND))) {
            return this;
        }
        SortedMap<String, String> facts = new TreeMap<>(expected.facts());
        facts.keySet().removeIf(ExpectedCatalogue::isOfTrail);
        partitioned.forEach((about, what) -> {
            if (isOfTrail(about)) {
                facts.put(about, what);
            }
        });
        return new ExpectedCatalogue(new Catalogue(facts));
    }

    /** Its functions and its sequence bear its name, too. */
    private static boolean isOfTrail(String about) {
        return about.startsWith(TRAIL + " ") || about.startsWith(TRAIL + "_");
    }

    /** @return the file's text for a catalogue */
    static String print(Catalogue catalogue) {
        StringBuilder text = new StringBuilder();
        catalogue.facts().forEach((about, what) -> text.append(about).append(IS).append(what).append('\n'));
        return text.toString();
    }

    static Catalogue parse(String text) {
        SortedMap<String, String> facts = new TreeMap<>();
        text.lines().forEach(line -> {
            int at = line.indexOf(IS);
            facts.put(line.substring(0, at), line.substring(at + IS.length()));
        });
        return new Catalogue(facts);
    }

    /** @return what differs, what closes the application first, in the order of {@link #KINDS} */
    public List<Finding> compare(Catalogue actual) {
        List<Finding> found = new ArrayList<>();
        Set<String> missingTables = new LinkedHashSet<>();
        for (Map.Entry<String, String> fact : inOrder(expected)) {
            Fact wanted = Fact.of(fact.getKey());
            String there = actual.facts().get(fact.getKey());
            if (missingTables.contains(wanted.table)) {
                continue;
            }
            if (there == null) {
                if (wanted.kind.equals("table") || isWholeTableMissing(wanted, actual)) {
                    missingTables.add(wanted.table);
                    found.add(closes("missing-table", wanted.table));
                } else {
                    found.add(closes("missing-" + wanted.word(), wanted.name(), fact.getValue()));
                }
            } else if (!there.equals(fact.getValue())) {
                found.add(there.equals(fact.getValue() + Catalogue.INVALID)
                        ? closes("invalid-index", wanted.name())
                        : closes("different-" + wanted.word(), wanted.name(), fact.getValue(), there));
            }
        }
        found.addAll(additions(actual));
        return found;
    }

    /** A shared table is known by the columns that we need of it. */
    private boolean isWholeTableMissing(Fact wanted, Catalogue actual) {
        return wanted.kind.equals("needed")
                && actual.facts().keySet().stream().noneMatch(about -> about.startsWith(wanted.table + " needed "));
    }

    private List<Finding> additions(Catalogue actual) {
        Tally harmless = new Tally(DataFindings.EXAMPLES);
        List<Finding> found = new ArrayList<>();
        for (Map.Entry<String, String> fact : inOrder(actual)) {
            Fact more = Fact.of(fact.getKey());
            // A table of somebody else is not our business, nor what is in it.
            if (expected.facts().containsKey(fact.getKey()) || !expected.facts().containsKey(more.table + " table")) {
                continue;
            }
            if (refusesRows(more, fact.getValue())) {
                found.add(closes("unexpected-" + more.word(), more.name(), fact.getValue()));
            } else {
                harmless.add(more.name());
            }
        }
        if (harmless.count() > 0) {
            found.add(Finding.of(Area.VALIDATION, "additions", Level.NOTE, harmless.count())
                    .counted(harmless.count(), harmless.examples()));
        }
        return found;
    }

    /** An invalid unique index refuses rows, too. */
    private static boolean refusesRows(Fact more, String definition) {
        return switch (more.kind) {
            case "column" -> definition.contains(" not null") && !definition.contains(" default ")
                    && !definition.contains(" identity ") && !definition.contains(" generated ");
            case "constraint" -> true;
            case "index" -> definition.startsWith("CREATE UNIQUE ");
            default -> false;
        };
    }

    private static List<Map.Entry<String, String>> inOrder(Catalogue catalogue) {
        return catalogue.facts().entrySet().stream()
                .sorted(Comparator.comparingInt(fact -> KINDS.indexOf(Fact.of(fact.getKey()).kind))).toList();
    }

    private static Finding closes(String code, Object... arguments) {
        return Finding.of(Area.VALIDATION, code, Level.CLOSES, arguments).counted(1,
                List.of(String.valueOf(arguments[0])));
    }

    /** What a fact is about. */
    private record Fact(String table, String kind, String part) {
        static Fact of(String about) {
            String[] words = about.split(" ", 3);
            return new Fact(words[0], words[1], words.length > 2 ? words[2] : "");
        }

        String word() {
            return kind.equals("needed") ? "column" : kind;
        }

        String name() {
            return part.isEmpty() ? table : table + "." + part;
        }
    }
}
