package org.mediafiles.schema.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mediafiles.schema.preflight.Scene.assertFine;
import static org.mediafiles.schema.preflight.Scene.assertFound;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mediafiles.schema.version.Finding.Level;

class SharedTableChecksTest {
    @Test
    void columnThatMustBeFilledAndThatWeDoNotKnowStops() {
        Scene scene = Scene.django(6);
        assertFine(scene.check("shared-columns"));
        scene.execute("alter table public.events_event add ward text, add shift int not null default 1, add bed int"
                + " generated always as identity");
        assertFine(scene.check("shared-columns"));
        scene.execute("alter table public.events_event add room text not null");
        assertEquals(List.of("room"),
                assertFound(Level.STOPS, "events-demand-columns", scene.check("shared-columns")).examples());
        assertFound(Level.WARNING, "events-demand-columns", scene.check("shared-columns", Purpose.ROLLBACK));
    }

    @Test
    void columnsOfPatientsAndUsersAreTheHospitals() {
        Scene scene = Scene.django(6);
        scene.execute("alter table public.patients_patient add ward text not null;"
                + " alter table public.accounts_eqmduser add profession int not null");
        assertFound(Level.WARNING, "patients-demand-columns", scene.check("shared-columns"));
        assertFound(Level.WARNING, "accounts-demand-columns", scene.check("shared-columns"));
    }

    @Test
    void usefulIndexIsProposedWithItsStatementAndNeverMade() {
        Scene ours = Scene.migrated();
        assertFine(ours.check("shared-indexes"));

        Scene scene = Scene.django(6);
        scene.execute("drop index public.events_event_timeline_idx");
        String statement = "CREATE INDEX CONCURRENTLY events_event_timeline_idx ON public.events_event"
                + " (patient_id, event_datetime DESC, id DESC);";
        assertEquals(List.of(statement),
                assertFound(Level.WARNING, "shared-indexes-missing", scene.check("shared-indexes")).examples());
        assertFound(Level.WARNING, "shared-indexes-missing", scene.check("shared-indexes"));

        scene.execute(statement);
        assertFine(scene.check("shared-indexes"));
    }

    @Test
    void indexOverSomeRowsOrAnInvalidOneIsNone() {
        Scene scene = Scene.django(0);
        scene.execute("drop index public.events_event_timeline_idx; create index some_only on public.events_event"
                + " (patient_id, event_datetime) where event_type = 3");
        assertFound(Level.WARNING, "shared-indexes-missing", scene.check("shared-indexes"));
        scene.execute("create index all_rows on public.events_event (patient_id, event_datetime)");
        assertFine(scene.check("shared-indexes"));
        scene.execute("update pg_index set indisvalid = false where indexrelid = 'public.all_rows'::regclass");
        assertFound(Level.WARNING, "shared-indexes-missing", scene.check("shared-indexes"));
    }
}
