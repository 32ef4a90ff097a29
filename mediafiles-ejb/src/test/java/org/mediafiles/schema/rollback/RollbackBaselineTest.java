package org.mediafiles.schema.rollback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.schema.rollback.RollbackReport.Outcome;
import org.mediafiles.schema.version.VersionScripts;

/** What was taken over from Django goes only with Django's own record, and comes again. */
class RollbackBaselineTest {
    @TempDir
    Path folder;

    static Stream<Arguments> everyBaselineAndLowerTarget() {
        return IntStream.rangeClosed(0, 6).boxed()
                .flatMap(baseline -> IntStream.range(-1, baseline).mapToObj(target -> Arguments.of(baseline, target)));
    }

    private static RollbackRequest request(int target) {
        return new RollbackRequest(target < 0 ? OptionalInt.empty() : OptionalInt.of(target), true, false, false);
    }

    private static String history(Ladder ladder) {
        return String.join(" ", ladder.texts("select type || ' ' || version from mediafiles_ops.schema_history"
                + " where version is not null order by installed_rank"));
    }

    private static String django(Ladder ladder) {
        return String.join(" ", ladder.texts("select app || '.' || name from public.django_migrations order by id"));
    }

    private static String expectedDjango(int target) {
        return Stream.concat(Stream.of("events.0001_initial"), AdoptedDatabase.DJANGO.entrySet().stream()
                .filter(entry -> entry.getKey() <= target).map(entry -> "mediafiles." + entry.getValue()))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @MethodSource("everyBaselineAndLowerTarget")
    void belowTheBaselineItIsRefusedUnlessWithDjangoAndComesAgain(int baseline, int target) throws Exception {
        Ladder ladder = AdoptedDatabase.migrated(baseline);
        Rollback rollback = AdoptedDatabase.rollback(ladder, folder);
        String before = ladder.catalogue() + history(ladder) + django(ladder) + Rows.everything(ladder);
        String shared = sharedRows(ladder);

        RollbackReport refused = rollback.run(request(target));

        assertEquals(Outcome.REFUSED, refused.outcome());
        assertTrue(refused.message().contains("adopted at V" + baseline)
                && refused.message().contains("--with-django"), refused.message());
        assertEquals(before, ladder.catalogue() + history(ladder) + django(ladder) + Rows.everything(ladder));

        RollbackReport report = rollback.run(request(target).alongWithDjango());

        AdoptedDatabase.assertOk(report);
        assertEquals(target < 0 ? "" : "BASELINE " + target, history(ladder));
        assertEquals(expectedDjango(target), django(ladder));
        assertEquals(catalogueBelow(target), ladder.catalogue());
        assertEquals(shared, sharedRows(ladder));

        if (target < 0) {
            // Nothing of ours stands any more: it is Django's, to be taken over again.
            AdoptedDatabase.adopt(ladder, 0);
        }
        ladder.up(Ladder.LATEST);

        assertEquals(Ladder.LATEST, ladder.current());
        assertEquals(expectedDjango(target), django(ladder), "Django's record stays as it is");
        assertEquals(AdoptedDatabase.migrated(Math.max(target, 0)).catalogue(), ladder.catalogue());
    }

    /** As Django left it there, with our note on the shared tables. */
    private static String catalogueBelow(int target) throws SQLException {
        String adopted = AdoptedDatabase.at(Math.max(target, 0)).catalogue();
        return target >= 0
                ? adopted
                : adopted.lines().filter(line -> !line.startsWith("mediafiles_ops.")).collect(Collectors.joining("\n"));
    }

    private static String sharedRows(Ladder ladder) {
        return Stream.of("accounts_eqmduser", "patients_patient", "events_event")
                .flatMap(
                        table -> ladder.texts("select xmin || t::text from public." + table + " t order by 1").stream())
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void downToTheBaselineNeedsNoDjangoAndLeavesWhatItMade(int baseline) throws SQLException {
        Ladder ladder = AdoptedDatabase.migrated(baseline);
        String rows = Rows.everything(AdoptedDatabase.at(baseline)).lines()
                .filter(row -> row.startsWith("public.")).map(row -> row.replaceFirst(" \\d+ ", " "))
                .filter(row -> !row.startsWith("public.django")).collect(Collectors.joining("\n"));

        AdoptedDatabase.assertOk(AdoptedDatabase.rollback(ladder, folder).run(request(baseline)));

        assertEquals("BASELINE " + baseline, history(ladder));
        assertEquals(expectedDjango(baseline), django(ladder));
        assertEquals(AdoptedDatabase.at(baseline).catalogue(), ladder.catalogue());
        assertEquals(rows, Rows.everything(ladder).lines().filter(row -> row.startsWith("public."))
                .map(row -> row.replaceFirst(" \\d+ ", " ")).filter(row -> !row.startsWith("public.django"))
                .collect(Collectors.joining("\n")));
        ladder.up(Ladder.LATEST);
    }

    @Test
    void baselineMovesDownStepByStepWithDjangosRecord() {
        Ladder ladder = AdoptedDatabase.migrated(4);
        Rollback rollback = new Rollback(Sites.of(ladder.database, folder),
                VersionScripts.ours(), (connection, run) -> Optional.empty(),
                (version, place) -> {
                    if (version == 3 && place.equals("recorded")) {
                        throw new IllegalStateException("broken off");
                    }
                });
        try {
            rollback.run(request(0).alongWithDjango());
        } catch (IllegalStateException expected) {
            assertEquals("broken off", expected.getMessage());
        }
        assertEquals(List.of("BASELINE 3", expectedDjango(3)), List.of(history(ladder), django(ladder)));
    }
}
