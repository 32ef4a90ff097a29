package org.mediafiles.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Reader;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the sealing of the audit trail costs eight clients that upload, and eight that download, on a server that the run profile
 * started: with and without by turns, in one run. Without means that this bench holds the sealer's lock in the database.
 * Properties as those of {@link WholeBench}; the server is to run with {@code -Dmediafiles.rate.uploads-per-minute=100000
 * -Dmediafiles.rate.originals-per-minute=100000}.
 */
public final class AuditBench {
    private static final int CLIENTS = 8;
    private static final int ROUNDS = Integer.getInteger("mediafiles.bench.rounds", 6);
    private static final long SECONDS = Integer.getInteger("mediafiles.bench.seconds", 6);
    /** As {@code org.mediafiles.audit.chain.Sealing} has it. */
    private static final long LOCK = 0x6175646974L;
    private static final String UNSEALED = "SELECT count(*) FROM mediafiles_ops.audit_event a WHERE at > now() - interval"
            + " '1 hour' AND NOT EXISTS (SELECT FROM mediafiles_ops.audit_seal s WHERE s.audit_id = a.id)";

    private final BenchServer server = new BenchServer();
    private final ConcurrentLinkedQueue<String> files = new ConcurrentLinkedQueue<>();

    private AuditBench() {}

    public static void main(String[] arguments) throws Exception {
        new AuditBench().run();
    }

    private void run() throws Exception {
        byte[] jpeg = BenchPictures.photo();
        String patient = server.newPatient();
        try (Connection database = connect()) {
            byTurns(database, "uploads of %.1f MB".formatted(jpeg.length / 1e6), () -> {
                JsonNode photo = server.photo(patient, BenchPictures.different(jpeg), "a.jpg");
                files.add(photo.at("/mediaFile/id").asText());
                return null;
            }, () -> {});
            List<HttpRequest> looks = looks();
            AtomicInteger next = new AtomicInteger();
            byTurns(database, "downloads, original, large and thumbnail by turns", () -> {
                server.download(looks.get(next.getAndIncrement() % looks.size()));
                return null;
            }, () -> {
                // Each is a look of its own again: on record, and so to be sealed.
                number(database,
                        "WITH gone AS (DELETE FROM mediafiles_ops.media_look RETURNING 1) SELECT count(*) FROM gone");
            });
        }
    }

    /** Each file's variants, as different people see them, in an order by chance that is the same each time. */
    private List<HttpRequest> looks() {
        List<HttpRequest> looks = new ArrayList<>();
        for (String file : files) {
            for (String who : List.of("clinician", "admin")) {
                for (String variant : List.of("content", "large", "thumbnail")) {
                    looks.add(server.request("/media-files/" + file + '/' + variant).setHeader("Authorization", "Basic "
                            + Base64.getEncoder().encodeToString((who + ':' + who).getBytes(StandardCharsets.US_ASCII)))
                            .GET().build());
                }
            }
        }
        Collections.shuffle(looks, new Random(3));
        return looks;
    }

    /** What is done between two turns. */
    private interface Between {
        void run() throws Exception;
    }

    private void byTurns(Connection database, String what, Callable<Void> act, Between between) throws Exception {
        turn(act);
        int[] count = new int[2];
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            int[] now = new int[2];
            // Without, with; then with, without: what drifts meets both alike.
            for (int side : round % 2 == 0 ? new int[]{0, 1} : new int[]{1, 0}) {
                between.run();
                number(database, side == 0
                        ? "SELECT count(pg_advisory_lock(" + LOCK + "))"
                        : "SELECT 0");
                now[side] = turn(act);
                number(database, "SELECT count(*) FROM (SELECT pg_advisory_unlock_all()) x");
                awaitSealed(database);
            }
            count[0] += now[0];
            count[1] += now[1];
            ratios.add((double) now[1] / now[0]);
        }
        Collections.sort(ratios);
        double seconds = (double) ROUNDS * SECONDS;
        BenchServer.say(
                "%s, %d clients, %d rounds of %d s each way: without seals %.1f a second, with seals %.1f a second:"
                        + " %.3f times (median of rounds %.3f)",
                what, CLIENTS, ROUNDS, SECONDS, count[0] / seconds,
                count[1] / seconds, (double) count[1] / count[0], ratios.get(ratios.size() / 2));
    }

    private static void awaitSealed(Connection database) throws Exception {
        while (number(database, UNSEALED) > 0) {
            Thread.sleep(200);
        }
    }

    /** @return how often it was done */
    private static int turn(Callable<Void> act) throws Exception {
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        AtomicInteger done = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> all = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            all.add(clients.submit(() -> {
                while (System.nanoTime() < end) {
                    if (isDone(act) && System.nanoTime() < end) {
                        done.incrementAndGet();
                    }
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        clients.shutdown();
        return done.get();
    }

    /** @return {@code false} where a server that is busy asks to come again, which both sides meet alike */
    private static boolean isDone(Callable<Void> act) throws Exception {
        try {
            act.call();
            return true;
        } catch (IllegalStateException refused) {
            if (String.valueOf(refused.getMessage()).startsWith("503")) {
                return false;
            }
            throw refused;
        }
    }

    private static long number(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The run profile's database, as its owner. */
    private static Connection connect() throws Exception {
        Path home = BenchServer.home();
        Properties secrets = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("database.properties"))) {
            secrets.load(reader);
        }
        String port = Files.readAllLines(home.resolve("database").resolve("postmaster.pid")).get(3).strip();
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/mediafiles", "mediafiles",
                secrets.getProperty("mediafiles"));
    }
}
