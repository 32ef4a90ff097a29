package org.mediafiles.audit.read;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.TestArchive;
import org.mediafiles.audit.AuditAct;

/**
 * How long the first page of the trail takes, by each filter, over millions of rows in partitions of a month. Outside the
 * tests' run: {@code mvn -Pbench-audit}. Ends with 1 where a page took longer than is allowed, or a plan reads a whole
 * partition.
 */
final class TrailBenchmark {
    private static final Duration ALLOWED = Duration.ofMillis(200);
    private static final int TURNS = 15;
    private static final int PAGE = 51;
    /** The trail's own partitions that are there already: the months ahead stand for the months behind. */
    private static final String MONTHS = """
                                         select count(*) || '|' || min(substring(relname from '\\d{4}_\\d{2}$')) from pg_class
                                          where relnamespace = 'mediafiles_ops'::regnamespace and relispartition and relkind = 'r'
                                            and relname ~ '^audit_event_\\d{4}_\\d{2}$'""";
    /** Acts as a ward leaves them: looks most, deletions hardly any, one act ten times in all. */
    private static final String FILL = """
                                       set session_replication_role = replica;
                                       insert into mediafiles_ops.audit_event (id, at, act, outcome, user_id, username, role, patient_id,
                                              event_id, media_file_id, address, request_id, details)
                                       select i, start + make_interval(secs => %3$d * 3600.0 * i / rows), act, outcome, person, 'person' || person, 'clinician',
                                              case when act not in ('sign-in', 'patient-search') then
                                                  ('00000000-0000-4000-8000-' || lpad(to_hex((i * 7919) %% 100000), 12, '0'))::uuid end,
                                              case when act in ('event-open', 'event-create', 'event-change', 'media-look') then
                                                  ('00000000-0000-4000-9000-' || lpad(to_hex((i * 104729) %% 1000000), 12, '0'))::uuid end,
                                              null, '10.0.0.' || i %% 250, md5(i::text)::uuid::text, '{"variant":"large"}'
                                         from (select i, %1$d as rows, timestamptz '%2$s' as start,
                                                      case when i %% 3 = 0 then 1 else 2 + i %% 200 end as person,
                                                      case when i %% (%1$d / 10) = 5 then 'event-restore'
                                                           when i %% 2000 = 1 then 'event-delete'
                                                           when i %% 100 < 60 then 'media-look' when i %% 100 < 75 then 'timeline-open'
                                                           when i %% 100 < 90 then 'event-open' when i %% 100 < 95 then 'patient-search'
                                                           when i %% 100 < 98 then 'event-create' when i %% 100 < 99 then 'event-change'
                                                           else 'sign-in' end as act,
                                                      case when i %% 500 = 7 then 'refused' when i %% 100000 = 9 then 'failed' else 'ok' end
                                                          as outcome
                                                 from generate_series(%4$d::bigint, %5$d::bigint) i) made;
                                       set session_replication_role = origin;""";

    private final int rows;
    private boolean broken;

    private TrailBenchmark(int rows) {
        this.rows = rows;
    }

    /** @param arguments how many rows */
    public static void main(String[] arguments) {
        TrailBenchmark benchmark = new TrailBenchmark(Integer.parseInt(arguments[0]));
        try (TestArchive archive = TestArchive.open()) {
            benchmark.run(archive);
        }
        System.exit(benchmark.broken ? 1 : 0);
    }

    private void run(TestArchive archive) {
        String[] months = archive.query(MONTHS).split("\\|");
        Instant start = Instant.parse(months[1].replace('_', '-') + "-01T00:00:00Z");
        long hours = Math.min(24, Long.parseLong(months[0])) * 30 * 24;
        System.out.printf(Locale.ROOT, "%,d rows over %d partitions of a month, Java %s, %d cores%n", rows,
                hours / 720, Runtime.version(), Runtime.getRuntime().availableProcessors());
        fill(archive, start, hours);
        Instant middle = start.plus(Duration.ofHours(hours / 2));
        Instant month = middle.plus(Duration.ofDays(30));
        UUID patient = UUID.fromString("00000000-0000-4000-8000-" + String.format(Locale.ROOT, "%012x", 4711));
        UUID event = UUID.fromString("00000000-0000-4000-9000-" + String.format(Locale.ROOT, "%012x", 4711));
        Map<String, AuditFilter> filters = new LinkedHashMap<>();
        filters.put("all", AuditFilter.ALL);
        filters.put("patient", new AuditFilter(patient, null, null, null, null, null, null));
        filters.put("patient, act", new AuditFilter(patient, null, null, AuditAct.EVENT_DELETE, null, null, null));
        filters.put("event", new AuditFilter(null, event, null, null, null, null, null));
        filters.put("person with a third of all rows",
                new AuditFilter(null, null, "person1", null, null, null, null));
        filters.put("person", new AuditFilter(null, null, "person77", null, null, null, null));
        filters.put("nobody", new AuditFilter(null, null, "nobody", null, null, null, null));
        filters.put("frequent act", new AuditFilter(null, null, null, AuditAct.MEDIA_LOOK, null, null, null));
        filters.put("act ten times in all",
                new AuditFilter(null, null, null, AuditAct.EVENT_RESTORE, null, null, null));
        filters.put("act that never was", new AuditFilter(null, null, null, AuditAct.USER_CREATE, null, null, null));
        filters.put("a month", new AuditFilter(null, null, null, null, null, middle, month));
        filters.put("person, act", new AuditFilter(null, null, "person1", AuditAct.EVENT_DELETE, null, null, null));
        filters.put("person, rare act",
                new AuditFilter(null, null, "person77", AuditAct.EVENT_RESTORE, null, null, null));
        filters.put("person, act, a month",
                new AuditFilter(null, null, "person1", AuditAct.EVENT_CHANGE, null, middle, month));
        filters.put("patient, person, a month", new AuditFilter(patient, null, "person1", null, null, middle, month));
        filters.put("refused", new AuditFilter(null, null, null, null, "refused", null, null));
        filters.put("failed", new AuditFilter(null, null, null, null, "failed", null, null));
        filters.put("failed, within a month", new AuditFilter(null, null, null, null, "failed", middle, month));
        // What a server that runs has behind it: the first statement of all costs the JVM more than the database.
        archive.inTransaction(em -> new AuditRows(em).find(
                new AuditFilter(UUID.randomUUID(), null, null, null, null, null, null), null, PAGE));
        filters.forEach((name, filter) -> measure(archive, name, filter, null));
        measure(archive, "all, from the middle on", AuditFilter.ALL, new AuditPosition(middle, Long.MAX_VALUE));
    }

    private void fill(TestArchive archive, Instant start, long hours) {
        long began = System.nanoTime();
        // Built once all rows are in: that is quicker, and the same indexes.
        String[] indexes = archive
                .query("select string_agg(replace(indexdef, ' ON ONLY ', ' ON '), ';') from pg_indexes"
                        + " where schemaname = 'mediafiles_ops' and tablename = 'audit_event' and indexname <> 'audit_event_pkey'")
                .split(";");
        for (String index : indexes) {
            archive.execute("drop index mediafiles_ops." + index.split(" ")[2]);
        }
        int step = Math.max(1, rows / 20);
        for (long first = 1; first <= rows; first += step) {
            archive.execute(FILL.formatted(rows, start, hours, first, Math.min(rows, first + step - 1)));
        }
        for (String index : indexes) {
            archive.execute("set maintenance_work_mem = '256MB'; " + index);
        }
        archive.execute("analyze mediafiles_ops.audit_event");
        System.out.printf(Locale.ROOT, "filled in %d s%n", Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }

    private void measure(TestArchive archive, String name, AuditFilter filter, AuditPosition behind) {
        long[] millis = new long[TURNS];
        int found = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            long began = System.nanoTime();
            found = archive.inTransaction(em -> new AuditRows(em).find(filter, behind, PAGE)).size();
            millis[turn] = Duration.ofNanos(System.nanoTime() - began).toMillis();
        }
        long first = millis[0];
        Arrays.sort(millis);
        List<String> plan = archive.inTransaction(em -> plan(em, filter, behind));
        List<String> scans = scans(plan);
        boolean slow = first > ALLOWED.toMillis() || millis[TURNS - 1] > ALLOWED.toMillis();
        broken |= slow || !scans.isEmpty();
        System.out.printf(Locale.ROOT, "%-34s first %4d ms, median %4d ms, longest %4d ms, %2d rows, %s%s%s%n", name,
                first, millis[TURNS / 2], millis[TURNS - 1], found, pages(plan), slow ? " TOO SLOW" : "",
                scans.isEmpty() ? "" : " READS WHOLE PARTITIONS: " + scans);
    }

    private static List<String> plan(EntityManager em, AuditFilter filter, AuditPosition behind) {
        Map<String, Object> values = new LinkedHashMap<>();
        var query = em.createNativeQuery("explain (analyze, buffers, costs off, timing off) "
                + AuditRows.statement(filter, behind, values) + " limit " + PAGE, String.class);
        values.forEach(query::setParameter);
        List<String> plan = new ArrayList<>();
        for (Object line : query.getResultList()) {
            plan.add(line.toString().strip());
        }
        return plan;
    }

    /** @return how many pages of 8 kB the whole took: what a busy machine does not change */
    private static String pages(List<String> plan) {
        return plan.stream().filter(line -> line.startsWith("Buffers: ")).findFirst().orElse("no pages");
    }

    /** @return what of the plan reads a partition from end to end, or puts rows in order after reading them all */
    private static List<String> scans(List<String> plan) {
        List<String> scans = new ArrayList<>();
        for (String node : plan) {
            boolean ran = !node.contains("never executed") && !node.contains("actual rows=0 ")
                    && !node.contains("actual rows=0.00 ");
            if (ran && (node.contains("Seq Scan") || node.matches("(?:-> *)?Sort .*rows=\\d{5,}.*"))) {
                scans.add(node);
            }
        }
        return scans;
    }
}
