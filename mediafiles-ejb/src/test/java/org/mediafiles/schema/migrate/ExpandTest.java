package org.mediafiles.schema.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mediafiles.schema.validation.ExpectedCatalogue;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

/**
 * A version whose header says {@code expand} leaves the program before it at work: what that program reads stands as it
 * stood, and what it writes is taken as before. Held on the catalogue that each version was recorded to make.
 */
class ExpandTest {
    /**
     * What V7 binds is what every program before it has written: the seed's choices, its hash, a file that is not empty. What V20
     * binds is a column that no program before it writes. What V31 and V32 bind is that a number and a time together are one
     * row's, where the number alone was before; and no program dates its rows of the trail itself.
     */
    private static final Set<String> SAID_BEFORE = Set.of(
            "public.mediafiles_mediafile constraint mediafiles_mediafile_file_type_check",
            "public.mediafiles_mediafile constraint mediafiles_mediafile_file_hash_check",
            "public.mediafiles_mediafile constraint mediafiles_mediafile_file_size_check",
            "mediafiles_ops.derivative_job constraint derivative_job_progress_check",
            "mediafiles_ops.audit_event index audit_event_before_pkey",
            "mediafiles_ops.audit_event constraint audit_event_pkey");

    /** Partitioned, it takes and gives the same; its numbers come from a trigger instead of an identity. */
    private static final Set<String> SAME_TO_WHO_USES_IT = Set.of("mediafiles_ops.audit_event table",
            "mediafiles_ops.audit_event column id", "mediafiles_ops.audit_event_id_seq sequence");

    /**
     * They refuse nothing and change one number, which the program before only reads: see {@link CountedSeriesTest}. Those of the
     * trail refuse what no program does: to change a row, or to date one.
     */
    private static final Set<String> HARMLESS_TRIGGERS = Set.of(
            "mediafiles_ops.audit_event trigger audit_event_arrives",
            "mediafiles_ops.audit_event trigger audit_event_stays",
            "public.mediafiles_photoseries trigger mediafiles_true_total_images",
            "public.mediafiles_photoseriesfile trigger mediafiles_pictures_came",
            "public.mediafiles_photoseriesfile trigger mediafiles_pictures_moved",
            "public.mediafiles_photoseriesfile trigger mediafiles_pictures_went");

    /** Beyond the seed: below, the program before is Django's, at whose phases nobody else is at work. */
    static IntStream expanding() {
        return VersionScripts.ours().all().stream()
                .filter(script -> script.phase() == VersionScript.OWN_PHASE && script.kind().equals("expand"))
                .mapToInt(VersionScript::version);
    }

    private static Map<String, String> facts(int version) {
        return ExpectedCatalogue.of(version).orElseThrow().catalogue().facts();
    }

    private static boolean is(String fact, String kind) {
        return fact.split(" ")[1].equals(kind);
    }

    /** @return what of the catalogue after would trouble the program that was written for the one before */
    private static List<String> troubles(Map<String, String> before, Map<String, String> after) {
        List<String> troubles = new ArrayList<>();
        before.forEach((fact, value) -> {
            if ((is(fact, "table") || is(fact, "column") || is(fact, "sequence") || is(fact, "needed"))
                    && !value.equals(after.get(fact))
                    && !(SAME_TO_WHO_USES_IT.contains(fact) && after.containsKey(fact))) {
                troubles.add("changed or gone: " + fact);
            }
        });
        after.forEach((fact, value) -> {
            String table = fact.split(" ")[0];
            if (!before.containsKey(table + " table") || value.equals(before.get(fact))) {
                return;
            }
            if (is(fact, "constraint") && !SAID_BEFORE.contains(fact)) {
                troubles.add("binds what was free: " + fact);
            } else if (is(fact, "column") && !before.containsKey(fact) && value.contains("not null")
                    && !value.contains("default") && !value.contains("identity") && !value.contains("generated")) {
                troubles.add("wants what nobody gives: " + fact);
            } else if (is(fact, "trigger") && !HARMLESS_TRIGGERS.contains(fact)) {
                troubles.add("does more with what is written: " + fact);
            } else if (is(fact, "index") && value.contains("UNIQUE") && !before.containsKey(fact)
                    && !SAID_BEFORE.contains(fact)) {
                troubles.add("binds what was free: " + fact);
            }
        });
        return troubles;
    }

    @ParameterizedTest
    @MethodSource("expanding")
    void programBeforeAnExpandingVersionWorksOnIt(int version) {
        assertEquals(List.of(), troubles(facts(VersionScripts.ours().below(version).orElseThrow()), facts(version)));
    }

    @Test
    void programOfTheFirstVersionOfOursWorksOnTheNewest() {
        int contracted = VersionScripts.ours().all().stream().filter(script -> script.kind().equals("contract"))
                .mapToInt(VersionScript::version).max().orElse(9);
        assertEquals(List.of(), troubles(facts(Math.max(9, contracted)), facts(Ward.LATEST)));
    }

    @Test
    void everythingThatWouldTroubleItIsSeen() {
        Map<String, String> before = facts(Ward.LATEST);
        String table = "mediafiles_ops.upload";
        String column = table + " column owner_id";
        assertTrue(before.containsKey(table + " table") && before.containsKey(column), before.keySet()::toString);

        Map<String, String> after = new TreeMap<>(before);
        after.remove(column);
        assertEquals(List.of("changed or gone: " + column), troubles(before, after));
        after.put(column, "text not null");
        assertEquals(List.of("changed or gone: " + column), troubles(before, after));

        after = new TreeMap<>(before);
        after.put(table + " column ward", "text not null");
        after.put(table + " constraint upload_ward_check", "CHECK (ward <> '')");
        after.put(table + " trigger upload_ward", "CREATE TRIGGER upload_ward BEFORE INSERT ON mediafiles_ops.upload");
        after.put(table + " index upload_ward", "CREATE UNIQUE INDEX upload_ward ON mediafiles_ops.upload (ward)");
        assertEquals(List.of("wants what nobody gives: " + table + " column ward",
                "binds what was free: " + table + " constraint upload_ward_check",
                "binds what was free: " + table + " index upload_ward",
                "does more with what is written: " + table + " trigger upload_ward"), troubles(before, after));

        after = new TreeMap<>(before);
        after.put(table + " column ward", "text");
        after.put("mediafiles_ops.ward table", "r");
        after.put("mediafiles_ops.ward column id", "bigint not null");
        assertEquals(List.of(), troubles(before, after));
    }
}
