package org.mediafiles.audit.chain;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mediafiles.TestServer;

/**
 * How long a long trail takes to be sealed and to be verified, and with how much memory, beside somebody who writes. Outside the
 * tests' run: {@code mvn -Pbench-seals -pl mediafiles-ejb test}.
 */
final class SealBenchmark {
    private static final long STEP = 1_000_000;

    private SealBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        long rows = Long.parseLong(arguments[0]);
        Path folder = Files.createTempDirectory("seal-benchmark");
        ChainSite site = ChainSite.empty(folder);
        long start = System.nanoTime();
        fill(site, rows);
        say("%d rows written in %d s", rows, seconds(start));
        start = System.nanoTime();
        site.sealAndAnchor();
        say("sealed in %d s, %.0f rows a second; seals take %d MB", seconds(start), rows / (double) seconds(start),
                site.number("SELECT pg_total_relation_size('mediafiles_ops.audit_seal') / 1000000"));
        TestServer.execute(site.name(), "VACUUM ANALYZE mediafiles_ops.audit_event, mediafiles_ops.audit_seal");
        verify(site, "at rest");
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = new Thread(() -> writeAndSeal(site, over));
        writer.start();
        verify(site, "beside a writer and a sealer");
        over.set(true);
        writer.join();
        Files.delete(site.anchors().path());
        Files.delete(folder);
        System.exit(0);
    }

    /** Over two years; without the indexes that only readers need, so that it takes less time. */
    private static void fill(ChainSite site, long rows) throws SQLException {
        site.tamper(
                "DROP INDEX mediafiles_ops.audit_event_patient_id_at_id_idx, mediafiles_ops.audit_event_username_at_id_idx,"
                        + " mediafiles_ops.audit_event_act_at_id_idx, mediafiles_ops.audit_event_event_id_at_id_idx,"
                        + " mediafiles_ops.audit_event_user_id_at_idx");
        for (long first = 1; first <= rows; first += STEP) {
            site.tamper(
                    """
                    INSERT INTO mediafiles_ops.audit_event (id, at, act, user_id, username, role, patient_id, event_id,
                        media_file_id, outcome, address, request_id, details)
                    SELECT n, now() - (%1$d - n) * interval '2 years' / %1$d, 'media-look', n %% 500, 'user' || n %% 500,
                        'clinician', md5('p' || n %% 9999)::uuid, md5('e' || n)::uuid, md5('m' || n)::uuid, 'ok',
                        '10.0.0.' || n %% 250, md5('r' || n)::uuid::text, '{"variant": "large"}'
                    FROM generate_series(%2$d, %3$d) n"""
                            .formatted(rows, first, Math.min(rows, first + STEP - 1)));
        }
        site.tamper("SELECT setval('mediafiles_ops.audit_event_id_seq', " + rows + ")");
    }

    private static void verify(ChainSite site, String how) throws SQLException {
        System.gc();
        List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP).toList();
        heap.forEach(MemoryPoolMXBean::resetPeakUsage);
        VerificationReport report = site.verify();
        long peak = heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        say("verified %s in %d s, %.0f rows a second, heap at most %.0f MB of %.0f MB: %s, %d rows, %d not sealed yet",
                how,
                report.took().toSeconds(), report.rows() / (report.took().toMillis() / 1e3), peak / 1e6,
                Runtime.getRuntime().maxMemory() / 1e6, report.intact() ? "intact" : report.firstFault(), report.rows(),
                report.unsealed());
    }

    private static void writeAndSeal(ChainSite site, AtomicBoolean over) {
        Sealer sealer = site.sealer(Duration.ofHours(1));
        try {
            while (!over.get()) {
                site.write("sign-in");
                sealer.work(site.database(), over::get);
                Thread.sleep(100);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private static long seconds(long start) {
        return Math.max(1, Duration.ofNanos(System.nanoTime() - start).toSeconds());
    }

    private static void say(String form, Object... values) {
        System.out.println(String.format(Locale.ROOT, form, values));
    }
}
