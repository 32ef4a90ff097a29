package org.mediafiles.schema.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mediafiles.schema.validation.Validation;
import org.mediafiles.schema.validation.ValidationOptions;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;

class PhaseCheckTest {
    private static final String COUNTS = "select report -> 'rowCounts' -> '%s' ->> 'public.mediafiles_mediafile' from"
            + " mediafiles_ops.schema_run order by started_at desc limit 1";

    private static MigrateReport guarded(Ward ward) {
        return new Migrate(ward.site()).run(OptionalInt.empty(), MigrateOptions.DEFAULTS);
    }

    @Test
    void dirtyRowsAreListedAndTheMigrationHoldsAllTheSame() throws SQLException {
        Ward ward = Ward.at(3);
        ward.execute(Ward.MEDIA_FILE + Ward.MEDIA_FILE);
        MigrateReport report = guarded(ward);

        assertTrue(report.isDone(), report::toString);
        assertEquals(0, report.exitCode());
        assertEquals(List.of("orphans 2", "unhashed-files 2"),
                report.findings().stream().filter(finding -> finding.level() == Level.FINDING)
                        .map(finding -> finding.code() + " " + finding.count()).toList());
        assertEquals("2", ward.text(COUNTS.formatted("before")));
        assertEquals("2", ward.text(COUNTS.formatted("after")));
    }

    @Test
    void everyPhaseIsLookedAt() throws SQLException {
        Ward ward = Ward.empty();
        assertTrue(guarded(ward).isDone());
        assertEquals(List.of("validation after V0", "validation after V1", "validation after V3",
                "validation after V4", "validation after V5", "validation after V6",
                "validation after V" + Ward.LATEST),
                ward.query(
                        "select name from mediafiles_ops.schema_step where version is null and name like 'valid%' and"
                                + " outcome = 'ok' order by id"));
    }

    @Test
    void columnThatSomebodyDroppedStopsAfterThePhase() throws SQLException {
        Ward ward = Ward.at(3);
        ward.execute("alter table public.mediafiles_mediafile drop column duration");
        MigrateReport report = guarded(ward);

        assertEquals(Optional.of(Stop.VALIDATION_CLOSES), report.stop(), report::toString);
        assertTrue(report.sentence(Locale.ENGLISH).contains("public.mediafiles_mediafile.duration"),
                report.sentence(Locale.ENGLISH));
        assertEquals(4, report.reached());
        ward.execute("alter table public.mediafiles_mediafile add column duration numeric(10,3)");
        assertTrue(guarded(ward).isDone());
    }

    @Test
    void columnThatSomebodyDroppedIsSaidAlsoWhereNothingIsPending() {
        Ward ward = Ward.at(Ward.LATEST);
        assertTrue(guarded(ward).isDone());
        ward.execute("alter table public.mediafiles_mediafile drop column duration");
        MigrateReport report = guarded(ward);

        assertEquals(Optional.of(Stop.VALIDATION_CLOSES), report.stop(), report::toString);
        assertEquals(1, report.exitCode());
        assertTrue(report.sentence(Locale.ENGLISH).contains("public.mediafiles_mediafile.duration"),
                report.sentence(Locale.ENGLISH));
    }

    /** Behaves as a version that removes a row. */
    private static Guards losing(Ward ward) {
        PhaseCheck check = new PhaseCheck(ward.site());
        return new Guards(List::of, connection -> Optional.empty(), new Guards.Check() {
            @Override
            public void begin(Connection connection) throws SQLException {
                check.begin(connection);
            }

            @Override
            public List<Finding> look(Connection connection, int version) throws SQLException {
                ward.execute("delete from public.mediafiles_mediafile where id = (select min(id::text)::uuid from"
                        + " public.mediafiles_mediafile)");
                return check.look(connection, version);
            }

            @Override
            public Optional<JsonObject> counts() {
                return check.counts();
            }
        });
    }

    @Test
    void rowsThatAreFewerAfterwardsAreLostAndKeepTheApplicationClosed() throws SQLException {
        Ward ward = Ward.at(5);
        ward.execute(Ward.MEDIA_FILE + Ward.MEDIA_FILE);
        MigrateReport report = new Migrate(ward.site(), losing(ward)).run(OptionalInt.of(6), MigrateOptions.DEFAULTS);

        assertEquals(Optional.of(Stop.VALIDATION_CLOSES), report.stop(), report::toString);
        assertTrue(report.sentence(Locale.ENGLISH)
                .contains("found 2 rows in public.mediafiles_mediafile and left 1"), report.sentence(Locale.ENGLISH));
        assertEquals("1", ward.text(COUNTS.formatted("after")));
        assertEquals(List.of("lost-rows"),
                new Validation(ward.site()).run(ValidationOptions.STRUCTURE).faults().stream()
                        .map(Finding::code).toList());
    }
}
