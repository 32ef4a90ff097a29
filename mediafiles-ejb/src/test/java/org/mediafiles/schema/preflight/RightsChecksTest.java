package org.mediafiles.schema.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mediafiles.schema.preflight.Scene.assertFine;
import static org.mediafiles.schema.preflight.Scene.assertFound;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestServer;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.Finding;

class RightsChecksTest {
    @Test
    void ownerWithoutTheRightToCreateStops() {
        Scene scene = Scene.empty();
        String login = Scene.newLogin();
        scene.ownerNamed(login);
        List<Finding> found = scene.check("owner-creates");
        assertEquals(List.of("public", login), assertFound(Level.STOPS, "owner-lacks-schema", found).arguments());
        assertEquals(List.of(scene.name(), login),
                assertFound(Level.STOPS, "owner-lacks-database", found).arguments());
        assertFound(Level.WARNING, "owner-lacks-database", scene.check("owner-creates", Purpose.DEPLOY));

        scene.execute(
                "grant create on database " + scene.name() + " to " + login + "; grant create on schema public to "
                        + login);
        assertFine(scene.check("owner-creates"));
    }

    @Test
    void ownerWithoutTheRightToCreateInOurSchemaStops() {
        Scene scene = Scene.migrated();
        String login = Scene.newLogin();
        scene.execute("grant create on schema public to " + login);
        scene.ownerNamed(login);
        List<Finding> found = scene.check("owner-creates");
        assertEquals("mediafiles_ops", assertFound(Level.STOPS, "owner-lacks-schema", found).arguments().get(0));
        assertFound(Level.WARNING, "owner-lacks-helper-schema", found);
    }

    @Test
    void tablesThatBelongToOthersStop() {
        Scene scene = Scene.migrated();
        assertFine(scene.check("owner-owns"));
        String login = Scene.newLogin();
        scene.execute("alter table public.mediafiles_photo owner to " + login);
        scene.execute("alter table mediafiles_ops.upload owner to " + login);
        assertFine(scene.check("owner-owns"));

        Finding found = assertFound(Level.STOPS, "owner-owns-not", scene.ownerNamed(login).check("owner-owns"));
        assertTrue(found.count() > 10, found::toString);
        assertTrue(found.examples().stream().noneMatch(name -> name.contains("mediafiles_photo (")), found::toString);
        assertTrue(found.examples().stream().allMatch(name -> name.endsWith(" (postgres)")), found::toString);
        scene.execute("reassign owned by " + login + " to postgres");
    }

    @Test
    void sharedTablesThatMayNotBeReferredToOrReadStop() {
        Scene scene = Scene.django(0);
        String login = Scene.newLogin();
        scene.ownerNamed(login);
        List<Finding> found = scene.check("owner-refers");
        assertFound(Level.STOPS, "owner-lacks-references", found);
        assertEquals("accounts_eqmduser, events_event, patients_patient",
                assertFound(Level.STOPS, "owner-lacks-select", found).arguments().get(0));

        scene.execute("grant references on public.events_event to " + login + "; grant select on public.events_event,"
                + " public.patients_patient, public.accounts_eqmduser to " + login);
        assertFine(scene.check("owner-refers"));
        scene.execute("alter table public.patients_patient enable row level security");
        assertEquals("patients_patient",
                assertFound(Level.STOPS, "rows-hidden", scene.check("owner-refers")).arguments().get(0));
    }

    @Test
    void runnerIsLookedAtFromAllSides() {
        Scene scene = Scene.migrated();
        assertFound(Level.WARNING, "runner-unnamed", scene.check("runner"));
        assertFound(Level.STOPS, "runner-missing", scene.runner("nobody_of_that_name").check("runner"));
        assertFound(Level.WARNING, "runner-is-owner", scene.runner("postgres").check("runner"));

        String runner = Scene.newLogin();
        scene.runner(runner);
        assertFine(scene.check("runner"));
        List<Finding> found = scene.check("runner", Purpose.DEPLOY);
        Finding lacks = assertFound(Level.STOPS, "runner-lacks-rights", found);
        assertTrue(lacks.count() > 15, lacks::toString);
        assertTrue(lacks.examples().contains("GRANT USAGE ON SCHEMA mediafiles_ops TO " + runner + ";"),
                lacks::toString);
        scene.execute(
                "grant usage on schema mediafiles_ops to " + runner + "; grant select, insert, update, delete on all"
                        + " tables in schema public, mediafiles_ops to " + runner
                        + "; grant usage on sequence public.accounts_eqmduser_id_seq to " + runner);
        assertFine(scene.check("runner", Purpose.DEPLOY));

        scene.execute("alter role " + runner + " nologin");
        assertFound(Level.STOPS, "runner-cannot-connect", scene.check("runner"));
        scene.execute("alter role " + runner + " login; revoke connect on database " + scene.name() + " from public");
        assertFound(Level.STOPS, "runner-cannot-connect", scene.check("runner"));
        scene.execute("grant connect on database " + scene.name() + " to " + runner);
        assertFine(scene.check("runner"));
    }

    @Test
    void runnerThatMayChangeTheSchemaIsAWarning() {
        Scene scene = Scene.migrated();
        String runner = Scene.newLogin();
        scene.runner(runner);
        scene.execute("grant create on schema public, mediafiles_ops to " + runner + "; grant create on database "
                + scene.name() + " to " + runner + "; alter table public.mediafiles_photo owner to " + runner);
        assertEquals(
                List.of("CREATE ON DATABASE", "CREATE ON SCHEMA public", "CREATE ON SCHEMA mediafiles_ops",
                        "owns tables of ours"),
                assertFound(Level.WARNING, "runner-may-change-schema", scene.check("runner")).examples());
        scene.execute("reassign owned by " + runner + " to postgres; grant postgres to " + runner);
        assertTrue(assertFound(Level.WARNING, "runner-may-change-schema", scene.check("runner")).examples()
                .contains("is a member of the owner"));
        scene.execute("revoke postgres from " + runner);
    }

    @Test
    void rightsThatOnlyTheHospitalCanGrantAreNamedBeforeTheMigration() {
        Scene scene = Scene.django(6);
        String owner = Scene.newLogin();
        String runner = Scene.newLogin();
        for (String table : ClinicalTables.OURS) {
            scene.execute("alter table public." + table + " owner to " + owner);
        }
        scene.ownerNamed(owner).runner(runner);
        TestServer.execute(scene.name(), "grant select on all tables in schema public to " + owner);
        Finding lacks = assertFound(Level.WARNING, "runner-lacks-rights", scene.check("runner"));
        assertEquals(List.of("GRANT SELECT ON public.accounts_eqmduser TO " + runner + ";",
                "GRANT SELECT, INSERT, UPDATE ON public.events_event TO " + runner + ";",
                "GRANT SELECT ON public.patients_patient TO " + runner + ";"), lacks.examples());
    }
}
