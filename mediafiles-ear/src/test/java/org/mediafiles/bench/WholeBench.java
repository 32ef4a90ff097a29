package org.mediafiles.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Load on a server that the run profile started, over loopback alone. Prints one line for each figure.
 *
 * <p>Properties: {@code mediafiles.bench.url}; {@code mediafiles.bench.home}, the server's, to find its process; and
 * {@code mediafiles.bench.nginx}, an address where nginx serves {@code original.bin} out of
 * {@code mediafiles.bench.nginx-root}: without it no peer is measured. The server takes a 500 MB upload only with {@code -Dmediafiles.limits.photo-bytes=600MiB}.
 */
public final class WholeBench {
    private static final int PHOTOS = 60;
    private static final int DOWNLOADS = 15;
    private static final long LARGE_UPLOAD = 500_000_000;

    private final BenchServer server = new BenchServer();

    private WholeBench() {}

    public static void main(String[] arguments) throws Exception {
        WholeBench bench = new WholeBench();
        BenchServer.say("JDK of this client: %s", System.getProperty("java.vm.version"));
        bench.photos();
        bench.download();
        bench.largeUpload();
        bench.hundredMegapixels();
    }

    /** From the first byte sent to the 201. */
    private void photos() throws Exception {
        byte[] jpeg = BenchPictures.photo();
        String patient = server.newPatient();
        for (int warming = 0; warming < 10; warming++) {
            server.photo(patient, BenchPictures.different(jpeg), "a.jpg");
        }
        List<Long> millis = new ArrayList<>();
        for (int time = 0; time < PHOTOS; time++) {
            byte[] one = BenchPictures.different(jpeg);
            long start = System.nanoTime();
            server.photo(patient, one, "a.jpg");
            millis.add((System.nanoTime() - start) / 1_000_000);
        }
        Collections.sort(millis);
        BenchServer.say("photo of %.1f MB, 12 MP, first byte to 201: median %d ms, p95 %d ms, worst %d ms (%d photos)",
                jpeg.length / 1e6, millis.get(PHOTOS / 2), millis.get(PHOTOS * 95 / 100), millis.get(PHOTOS - 1),
                PHOTOS);
    }

    private void download() throws Exception {
        byte[] original = BenchPictures.noise(50_000_000);
        String id = server.photo(server.newPatient(), original, "a.png").at("/mediaFile/id").asText();
        HttpRequest ours = server.request("/media-files/" + id + "/content").GET().build();
        long median = medianDownload(ours, original.length);
        String nginx = System.getProperty("mediafiles.bench.nginx");
        if (nginx == null) {
            BenchServer.say("original of %.1f MB: %d ms; no nginx named, no peer", original.length / 1e6, median);
            return;
        }
        Path served = Path.of(System.getProperty("mediafiles.bench.nginx-root"), "original.bin");
        Files.write(served, original);
        long peer = medianDownload(HttpRequest.newBuilder(URI.create(nginx + "/original.bin")).GET().build(),
                original.length);
        long again = medianDownload(ours, original.length);
        Files.delete(served);
        BenchServer.say("original of %.1f MB: %d ms (again: %d ms), nginx %d ms: %.2f times", original.length / 1e6,
                median, again,
                peer, Math.min(median, again) / (double) peer);
    }

    private long medianDownload(HttpRequest request, long length) throws Exception {
        List<Long> millis = new ArrayList<>();
        byte[] buffer = new byte[1 << 20];
        for (int time = 0; time < DOWNLOADS; time++) {
            long start = System.nanoTime();
            HttpResponse<InputStream> answer = server.client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            long count = 0;
            try (InputStream in = answer.body()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    count += read;
                }
            }
            if (answer.statusCode() != 200 || count != length) {
                throw new IllegalStateException(answer.statusCode() + ", " + count + " bytes");
            }
            millis.add((System.nanoTime() - start) / 1_000_000);
        }
        Collections.sort(millis);
        return millis.get(DOWNLOADS / 2);
    }

    /** A photo with padding behind it: valid, and read to its last byte. */
    private void largeUpload() throws Exception {
        byte[] jpeg = BenchPictures.different(BenchPictures.photo());
        long before = server.heldHeap();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService one = Executors.newSingleThreadExecutor();
        Future<Long> during = one.submit(() -> server.mostHeld(over));
        long start = System.nanoTime();
        HttpResponse<String> answer = server.client.send(server.request("/uploads").header("Content-Type", "image/jpeg")
                .POST(BodyPublishers.ofInputStream(() -> new SequenceInputStream(new ByteArrayInputStream(jpeg),
                        new Padding(LARGE_UPLOAD - jpeg.length))))
                .build(), HttpResponse.BodyHandlers.ofString());
        long millis = (System.nanoTime() - start) / 1_000_000;
        over.set(true);
        BenchServer.say("upload of 500 MB: %d after %d ms; heap held before %.1f MB, at most during %.1f MB",
                answer.statusCode(),
                millis, before / 1e6, during.get() / 1e6);
        one.shutdown();
    }

    /** Examined, published, and derived meanwhile. */
    private void hundredMegapixels() throws Exception {
        byte[] jpeg = BenchPictures.hundredMegapixels();
        String patient = server.newPatient();
        List<Callable<Integer>> acts = new ArrayList<>();
        for (int count = 0; count < 8; count++) {
            byte[] one = BenchPictures.different(jpeg);
            acts.add(() -> server.client.send(server.photoRequest(patient, one, "large.jpg").build(),
                    HttpResponse.BodyHandlers.ofString()).statusCode());
        }
        ExecutorService threads = Executors.newFixedThreadPool(acts.size());
        long start = System.nanoTime();
        List<Integer> answers = new ArrayList<>();
        for (Future<Integer> answer : threads.invokeAll(acts)) {
            answers.add(answer.get());
        }
        threads.shutdown();
        long millis = (System.nanoTime() - start) / 1_000_000;
        BenchServer.say(
                "eight 100 MP photos of %.1f MB at once: %s after %d ms; a large picture of each stands after %d ms; "
                        + "OutOfMemoryErrors in the server's log: %d; the server goes on: %s",
                jpeg.length / 1e6,
                answers, millis, millis + derived(patient), outOfMemory(), server.newPatient().length() == 36);
    }

    /** Looks at the large picture of every photo of a patient. @return how long that took, in milliseconds */
    private long derived(String patient) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> timeline = server.client.send(
                server.request("/patients/" + patient + "/timeline").GET().build(),
                HttpResponse.BodyHandlers.ofString());
        for (JsonNode event : BenchServer.JSON.readTree(timeline.body()).get("items")) {
            int answer = 503;
            while (answer == 503) {
                answer = server.client
                        .send(server.request("/media-files/" + event.at("/mediaFile/id").asText() + "/large").GET()
                                .build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode();
            }
            if (answer != 200) {
                throw new IllegalStateException("large: " + answer);
            }
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static long outOfMemory() throws IOException {
        try (Stream<String> lines = Files.lines(BenchServer.home().resolve("server/log/server.log"),
                StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains("java.lang.OutOfMemoryError")).count();
        }
    }

    /** As many zeros. */
    private static final class Padding extends InputStream {
        private long left;

        Padding(long left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            java.util.Arrays.fill(buffer, offset, offset + count, (byte) 0);
            left -= count;
            return count;
        }
    }
}
