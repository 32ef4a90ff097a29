package org.mediafiles.schema.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestServer;
import org.mediafiles.schema.version.RunnerRights;
import org.mediafiles.schema.version.Sql;

class RunnerGrantsTest {
    private static MigrateReport migrate(Ward ward, String runner) {
        return new Migrate(ward.site(Optional.of(runner), Duration.ofSeconds(5), Duration.ofSeconds(30)), Guards.NONE)
                .run(OptionalInt.empty(), MigrateOptions.DEFAULTS);
    }

    @Test
    void loginThatIsNamedGetsItsRightsAlsoWhereNothingIsPending() throws SQLException {
        Ward ward = Ward.at(Ward.LATEST);
        ward.execute("drop role if exists \"Night Shift\"; create role \"Night Shift\" login");
        try (Connection connection = ward.database.getConnection()) {
            assertTrue(SchemaGrants.missing(connection, "Night Shift").isPresent());
            assertTrue(migrate(ward, "Night Shift").isDone());
            assertEquals(Optional.empty(), SchemaGrants.missing(connection, "Night Shift"));
        }
        try (Connection runner = TestServer.dataSource(ward.name, "Night Shift").getConnection()) {
            assertEquals("1", Sql.text(runner, "select count(*) from mediafiles_ops.schema_run"));
        }
        ward.execute("drop owned by \"Night Shift\"; drop role \"Night Shift\"");
    }

    @Test
    void loginThatHadItsRightsKeepsThemOnWhatIsNew() throws SQLException {
        Ward ward = Ward.at(10);
        ward.execute("drop role if exists \"Day Shift\"; create role \"Day Shift\" login;"
                + " drop role if exists reports; create role reports login;"
                + " drop role if exists django; create role django login;"
                + " grant usage on schema mediafiles_ops to reports;"
                + " grant select on public.mediafiles_mediafile, mediafiles_ops.upload to reports;"
                + " grant insert on public.mediafiles_mediafile to django");
        try (Connection connection = ward.database.getConnection()) {
            SchemaGrants.apply(connection, "Day Shift");
            assertEquals(List.of("Day Shift"), SchemaGrants.knownRunners(connection));

            assertTrue(ward.run().isDone());

            assertEquals(Optional.empty(), SchemaGrants.missing(connection, "Day Shift"));
            assertEquals("f f", Sql.text(connection, "select concat_ws(' ',"
                    + " has_table_privilege('reports', 'mediafiles_ops.removed_picture', 'select'),"
                    + " has_table_privilege('django', 'mediafiles_ops.removed_picture', 'select'))"));
        }
        ward.execute("drop owned by \"Day Shift\", reports, django; drop role \"Day Shift\"; drop role reports;"
                + " drop role django");
    }

    @Test
    void loginThatDoesNotExistIsSaidBeforeAnythingIsDone() throws SQLException {
        Ward ward = Ward.empty();
        MigrateReport report = migrate(ward, "nobody.at.all");
        assertEquals(Optional.of(Stop.RUNNER_UNKNOWN), report.stop());
        assertTrue(report.sentence(Locale.ENGLISH).contains("nobody.at.all"));
        assertEquals("t", ward.text("select to_regnamespace('mediafiles_ops') is null"));
    }

    @Test
    void everyTableOfOursHasItsLine() throws SQLException {
        Ward ward = Ward.at(Ward.LATEST);
        List<String> tables = ward.query("select relnamespace::regnamespace || '.' || relname from pg_class"
                + " where relkind in ('r', 'p') and not relispartition and (relnamespace = 'mediafiles_ops'::regnamespace"
                + " or relnamespace = 'public'::regnamespace and relname like 'mediafiles\\_%') order by 1");
        assertEquals(List.of(), tables.stream().filter(table -> !RunnerRights.tables().containsKey(table)).toList());
    }
}
