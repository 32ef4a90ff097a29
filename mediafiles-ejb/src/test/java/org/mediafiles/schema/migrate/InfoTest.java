package org.mediafiles.schema.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mediafiles.schema.migrate.VersionState.State;

class InfoTest {
    private static final Locale PORTUGUESE = Locale.forLanguageTag("pt-BR");

    private static InfoReport info(Ward ward) {
        return new Info(ward.site()).run();
    }

    private static List<State> states(InfoReport report) {
        return report.versions().stream().map(VersionState::state).toList();
    }

    @Test
    void databaseAtItsVersionIsSaidToBeSoInBothLanguages() {
        InfoReport report = info(Ward.at(Ward.LATEST));
        assertTrue(report.isNeeded());
        assertEquals("A base está em V" + Ward.LATEST + " e é o que o programa precisa.", report.sentence(PORTUGUESE));
        assertEquals("The database is at V" + Ward.LATEST + ", which is what the program needs.",
                report.sentence(Locale.ENGLISH));
        assertEquals(0, report.exitCode());
    }

    @Test
    void eachVersionSaysHowItStandsWhenAndByWhom() {
        Ward ward = Ward.at(6);
        InfoReport report = info(ward);
        assertEquals(6, report.current());
        assertEquals(Ward.LATEST, report.needs());
        assertFalse(report.isNeeded());
        VersionState six = report.versions().get(6);
        assertEquals(State.APPLIED, six.state());
        assertEquals(5, six.phase());
        assertEquals("ada (command)", six.initiator());
        assertEquals("postgres", six.login());
        assertTrue(Duration.between(six.appliedAt(), Instant.now()).abs().toMinutes() < 5, six::toString);
        assertEquals(State.PENDING, report.versions().get(7).state());
        assertEquals(ward.name, report.place().database());
        assertEquals("The database is at V6; the program needs V" + Ward.LATEST + ".",
                report.sentence(Locale.ENGLISH));
    }

    @Test
    void baselineIsToldFromWhatWasApplied() {
        Ward ward = Ward.at(6);
        ward.execute("delete from mediafiles_ops.schema_history where version is not null; insert into"
                + " mediafiles_ops.schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) values (10, '6', '<< Flyway Baseline >>', 'BASELINE',"
                + " '<< Flyway Baseline >>', null, 'x', 0, true)");
        InfoReport report = info(ward);
        assertEquals(State.BASELINE, report.versions().get(0).state());
        assertEquals(State.BASELINE, report.versions().get(6).state());
        assertEquals(State.PENDING, report.versions().get(7).state());
        assertEquals(Optional.empty(), report.stop());
        assertTrue(ward.run().isDone(), "what stands at a baseline is migrated on");
    }

    @Test
    void emptyAndForeignDatabasesAreLookedAtWithoutATrace() throws SQLException {
        Ward ward = Ward.empty();
        ward.execute("create table public.mediafiles_photo (event_ptr_id uuid)");
        InfoReport report = info(ward);
        assertEquals(Optional.of(Stop.ADOPTION_NEEDED), report.stop());
        assertEquals(0, report.exitCode());
        assertEquals("f", ward.text("select to_regnamespace('mediafiles_ops') is not null"));
        InfoReport empty = info(Ward.empty());
        assertEquals("A base está em nenhuma versão; o programa precisa de V" + Ward.LATEST + ".",
                empty.sentence(PORTUGUESE));
        assertTrue(states(empty).stream().allMatch(State.PENDING::equals));
    }

    @Test
    void versionOfANewerProgramAndAFaultAreTold() {
        Ward ward = Ward.at(Ward.LATEST);
        ward.execute("insert into mediafiles_ops.schema_history (installed_rank, version, description, type, script,"
                + " checksum, installed_by, execution_time, success) values (100, '99', 'later', 'SQL', 'V99__later.sql', 1,"
                + " 'x', 1, true)");
        InfoReport report = info(ward);
        assertEquals(Optional.of(Stop.SCHEMA_NEWER_THAN_PROGRAM), report.stop());
        assertEquals(State.UNKNOWN, report.versions().get(report.versions().size() - 1).state());
        assertTrue(report.lines(Locale.ENGLISH).contains("fault: schema-newer-than-program"));
        assertEquals("schema-newer-than-program", report.json().getString("code"));
    }
}
