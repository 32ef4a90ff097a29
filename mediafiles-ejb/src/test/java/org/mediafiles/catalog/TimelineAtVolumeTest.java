package org.mediafiles.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mediafiles.catalog.CatalogFixture.VIEWER;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A ward's years: 60,000 events, 1,000 of them one patient's, 40,000 patients. */
class TimelineAtVolumeTest {
    private static final UUID PATIENT = UUID.fromString("00000000-0000-4000-8000-000000000007");

    private static CatalogFixture catalog;

    @BeforeAll
    static void fill() throws SQLException {
        catalog = new CatalogFixture();
        try (Connection connection = catalog.archive.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            // The triggers of foreign keys would take most of the time, and the rows are right by construction.
            statement.execute("set session_replication_role = replica");
            statement.execute(
                    """
                    insert into patients_patient
                    select ('00000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid,
                           'Paciente ' || i || ' da Silva', date '1950-01-01' + i % 20000
                      from generate_series(1, 40000) i;
                    insert into mediafiles_ops.patient_search
                    select id, name, lower(name) from patients_patient;
                    insert into events_event
                    select ('10000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 3,
                           timestamptz '2016-01-01' + i * interval '15 min', 'Foto', now(), now(), 2,
                           ('00000000-0000-4000-8000-' || lpad(to_hex(case when i % 60 = 0 then 7 else i % 40000 + 8 end),
                             12, '0'))::uuid, 2
                      from generate_series(1, 60000) i;
                    insert into mediafiles_mediafile
                    select ('20000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'k' || i, 'a.jpg',
                           lpad(to_hex(i), 64, '0'), 1, 'image/jpeg', 'image', 1, 1, null, null, '{}', now(), now()
                      from generate_series(1, 60000) i;
                    insert into mediafiles_photo
                    select ('10000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid,
                           ('20000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid
                      from generate_series(1, 60000) i;
                    analyze;
                    """);
        }
    }

    @AfterAll
    static void close() {
        catalog.close();
    }

    @Test
    void timelineIsReadAlongItsIndexWithoutSorting() {
        List<String> plan = planOfTimeline();
        String text = String.join("\n", plan);
        assertTrue(text.contains("events_event_timeline_idx"), text);
        assertFalse(text.contains("Sort"), text);
        assertFalse(text.contains("Bitmap"), text);
        assertFalse(text.contains("Seq Scan on events_event"), text);
        assertFalse(text.contains("Seq Scan on mediafiles_photo c "), text);
    }

    @Test
    void firstAndDeepPagesAreFull() {
        Page<EventRecord> first = timeline(null);
        assertEquals(50, first.items().size());
        assertTrue(first.nextCursor() != null);
        Instant middle = first.items().get(0).eventDatetime().minus(Duration.ofDays(300));
        String deep = new Cursor(middle, PATIENT).encode("timeline");
        Page<EventRecord> later = timeline(deep);
        assertEquals(50, later.items().size());
        assertTrue(later.items().get(0).eventDatetime().isBefore(middle));
    }

    @Test
    void searchAmongAllPatientsFindsTheOne() {
        for (String words : new String[]{"silva 39999", "39999 sil"}) {
            assertEquals(1, catalog.patients(service -> service.search(VIEWER,
                    new PatientQuery(words, null, PageRequest.first()))).items().size());
        }
    }

    private static Page<EventRecord> timeline(String cursor) {
        return catalog.events(service -> service.timeline(VIEWER,
                new TimelineQuery(PATIENT, Set.of(), null, null, new PageRequest(50, cursor))));
    }

    /** What the database plans for the statement that Hibernate makes of the repository's query. */
    private static List<String> planOfTimeline() {
        List<String> statements = new ArrayList<>();
        catalog.archive.doInTransaction(em -> {
            SessionFactoryImplementor factory = em.getEntityManagerFactory().unwrap(SessionFactory.class)
                    .unwrap(SessionFactoryImplementor.class);
            try (var session = factory.withOptions().statementInspector(sql -> {
                statements.add(sql);
                return sql;
            }).openSession()) {
                new TimelineRepository(session).findIds(
                        new TimelineQuery(PATIENT, Set.of(), null, null, PageRequest.first()), null, 51);
            }
        });
        String sql = statements.get(0).replaceFirst("\\?", "'" + PATIENT + "'").replaceFirst("\\?", "51");
        assertFalse(sql.contains("?"), sql);
        List<String> plan = new ArrayList<>();
        try (Connection connection = catalog.archive.dataSource().getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("explain " + sql)) {
            while (rows.next()) {
                plan.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
        return plan;
    }
}
