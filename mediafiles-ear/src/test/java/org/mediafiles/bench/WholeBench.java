package org.mediafiles.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Load on a server that the run profile started, over loopback alone. Prints one line for each figure.
 *
 * <p>Properties: {@code mediafiles.bench.url}; {@code mediafiles.bench.home}, the server's, to find its process; and
 * {@code mediafiles.bench.nginx}, an address where nginx serves {@code original.bin} out of
 * {@code mediafiles.bench.nginx-root}: without it no peer is measured. The server takes a 500 MB upload only with {@code -Dmediafiles.limits.photo-bytes=600MiB}.
 */
public final class WholeBench {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern USED = Pattern.compile("heap +total [0-9]+K, used ([0-9]+)K");
    private static final int PHOTOS = 60;
    private static final int DOWNLOADS = 15;
    private static final long LARGE_UPLOAD = 500_000_000;

    private final String url = System.getProperty("mediafiles.bench.url", "http://127.0.0.1:8080/mediafiles/api/v1");
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10)).build();

    private WholeBench() {}

    public static void main(String[] arguments) throws Exception {
        WholeBench bench = new WholeBench();
        bench.say("JDK of this client: %s", System.getProperty("java.vm.version"));
        bench.photos();
        bench.download();
        bench.largeUpload();
        bench.hundredMegapixels();
    }

    private void say(String form, Object... values) {
        System.out.println(form.formatted(values));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofMinutes(5)).header("Authorization",
                "Basic " + Base64.getEncoder()
                        .encodeToString("clinician:clinician".getBytes(StandardCharsets.US_ASCII)));
    }

    private JsonNode created(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private String newPatient() throws IOException, InterruptedException {
        return created(request("/patients").header("Content-Type", "application/json").POST(BodyPublishers
                .ofString("{\"name\":\"Bench " + UUID.randomUUID() + "\",\"birthday\":\"1980-05-17\"}"))).get("id")
                .asText();
    }

    private JsonNode photo(String patient, byte[] bytes, String filename) throws IOException, InterruptedException {
        return created(photoRequest(patient, bytes, filename));
    }

    private HttpRequest.Builder photoRequest(String patient, byte[] bytes, String filename) {
        String boundary = "bench" + UUID.randomUUID();
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofString("--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"),
                BodyPublishers.ofByteArray(bytes), BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        return request("/patients/" + patient + "/photos")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary).POST(body);
    }

    /** From the first byte sent to the 201. */
    private void photos() throws Exception {
        byte[] jpeg = BenchPictures.photo();
        String patient = newPatient();
        for (int warming = 0; warming < 10; warming++) {
            photo(patient, BenchPictures.different(jpeg), "a.jpg");
        }
        List<Long> millis = new ArrayList<>();
        for (int time = 0; time < PHOTOS; time++) {
            byte[] one = BenchPictures.different(jpeg);
            long start = System.nanoTime();
            photo(patient, one, "a.jpg");
            millis.add((System.nanoTime() - start) / 1_000_000);
        }
        Collections.sort(millis);
        say("photo of %.1f MB, 12 MP, first byte to 201: median %d ms, p95 %d ms, worst %d ms (%d photos)",
                jpeg.length / 1e6, millis.get(PHOTOS / 2), millis.get(PHOTOS * 95 / 100), millis.get(PHOTOS - 1),
                PHOTOS);
    }

    private void download() throws Exception {
        byte[] original = BenchPictures.noise(50_000_000);
        String id = photo(newPatient(), original, "a.png").at("/mediaFile/id").asText();
        HttpRequest ours = request("/media-files/" + id + "/content").GET().build();
        long median = medianDownload(ours, original.length);
        String nginx = System.getProperty("mediafiles.bench.nginx");
        if (nginx == null) {
            say("original of %.1f MB: %d ms; no nginx named, no peer", original.length / 1e6, median);
            return;
        }
        Path served = Path.of(System.getProperty("mediafiles.bench.nginx-root"), "original.bin");
        Files.write(served, original);
        long peer = medianDownload(HttpRequest.newBuilder(URI.create(nginx + "/original.bin")).GET().build(),
                original.length);
        long again = medianDownload(ours, original.length);
        Files.delete(served);
        say("original of %.1f MB: %d ms (again: %d ms), nginx %d ms: %.2f times", original.length / 1e6, median, again,
                peer, Math.min(median, again) / (double) peer);
    }

    private long medianDownload(HttpRequest request, long length) throws Exception {
        List<Long> millis = new ArrayList<>();
        byte[] buffer = new byte[1 << 20];
        for (int time = 0; time < DOWNLOADS; time++) {
            long start = System.nanoTime();
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
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

    /** What the server's heap holds when its garbage is gone: asked of the server's own JDK, which collects first. */
    private long heldHeap() throws IOException, InterruptedException {
        Path home = home();
        long pid = ProcessHandle.allProcesses()
                .filter(one -> one.info().commandLine().orElse("").contains("-Dmediafiles.launcher.server-of=" + home))
                .findFirst().orElseThrow(() -> new IllegalStateException("no server on the home " + home)).pid();
        jcmd(pid, "GC.run");
        Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
        if (!used.find()) {
            throw new IllegalStateException("the server's JDK does not tell its heap");
        }
        return Long.parseLong(used.group(1)) * 1024;
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(pid), command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        process.waitFor();
        return text;
    }

    /** A photo with padding behind it: valid, and read to its last byte. */
    private void largeUpload() throws Exception {
        byte[] jpeg = BenchPictures.different(BenchPictures.photo());
        long before = heldHeap();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService one = Executors.newSingleThreadExecutor();
        Future<Long> during = one.submit(() -> mostHeld(over));
        long start = System.nanoTime();
        HttpResponse<String> answer = client.send(request("/uploads").header("Content-Type", "image/jpeg")
                .POST(BodyPublishers.ofInputStream(() -> new SequenceInputStream(new ByteArrayInputStream(jpeg),
                        new Padding(LARGE_UPLOAD - jpeg.length))))
                .build(), HttpResponse.BodyHandlers.ofString());
        long millis = (System.nanoTime() - start) / 1_000_000;
        over.set(true);
        say("upload of 500 MB: %d after %d ms; heap held before %.1f MB, at most during %.1f MB", answer.statusCode(),
                millis, before / 1e6, during.get() / 1e6);
        one.shutdown();
    }

    private long mostHeld(AtomicBoolean over) throws IOException, InterruptedException {
        long most = 0;
        while (!over.get()) {
            most = Math.max(most, heldHeap());
        }
        return most;
    }

    /** Examined, published, and derived meanwhile. */
    private void hundredMegapixels() throws Exception {
        byte[] jpeg = BenchPictures.hundredMegapixels();
        String patient = newPatient();
        List<Callable<Integer>> acts = new ArrayList<>();
        for (int count = 0; count < 8; count++) {
            byte[] one = BenchPictures.different(jpeg);
            acts.add(() -> client.send(photoRequest(patient, one, "large.jpg").build(),
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
        say("eight 100 MP photos of %.1f MB at once: %s after %d ms; a large picture of each stands after %d ms; "
                + "OutOfMemoryErrors in the server's log: %d; the server goes on: %s", jpeg.length / 1e6,
                answers, millis, millis + derived(patient), outOfMemory(), newPatient().length() == 36);
    }

    /** Looks at the large picture of every photo of a patient. @return how long that took, in milliseconds */
    private long derived(String patient) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> timeline = client.send(request("/patients/" + patient + "/timeline").GET().build(),
                HttpResponse.BodyHandlers.ofString());
        for (JsonNode event : JSON.readTree(timeline.body()).get("items")) {
            int answer = 503;
            while (answer == 503) {
                answer = client.send(request("/media-files/" + event.at("/mediaFile/id").asText() + "/large").GET()
                        .build(), HttpResponse.BodyHandlers.discarding()).statusCode();
            }
            if (answer != 200) {
                throw new IllegalStateException("large: " + answer);
            }
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static long outOfMemory() throws IOException {
        try (Stream<String> lines = Files.lines(home().resolve("server/log/server.log"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains("java.lang.OutOfMemoryError")).count();
        }
    }

    private static Path home() {
        return Path.of(System.getProperty("mediafiles.bench.home", System.getProperty("user.home") + "/.mediafiles"));
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
