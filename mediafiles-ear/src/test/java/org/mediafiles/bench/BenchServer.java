package org.mediafiles.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server under load, as a client and as its own JDK see it. */
final class BenchServer {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern USED = Pattern.compile("heap +total [0-9]+K, used ([0-9]+)K");

    final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10)).build();
    private final String url = System.getProperty("mediafiles.bench.url", "http://127.0.0.1:8080/mediafiles/api/v1");

    static void say(String form, Object... values) {
        System.out.println(form.formatted(values));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofMinutes(5)).header("Authorization",
                "Basic " + Base64.getEncoder()
                        .encodeToString("clinician:clinician".getBytes(StandardCharsets.US_ASCII)));
    }

    JsonNode created(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    String newPatient() throws IOException, InterruptedException {
        return created(request("/patients").header("Content-Type", "application/json").POST(BodyPublishers
                .ofString("{\"name\":\"Bench " + UUID.randomUUID() + "\",\"birthday\":\"1980-05-17\"}"))).get("id")
                .asText();
    }

    JsonNode photo(String patient, byte[] bytes, String filename) throws IOException, InterruptedException {
        return created(photoRequest(patient, bytes, filename));
    }

    HttpRequest.Builder photoRequest(String patient, byte[] bytes, String filename) {
        return form("/patients/" + patient + "/photos", List.of(bytes), filename);
    }

    /** @return a request with a part {@code file} for each */
    HttpRequest.Builder form(String path, List<byte[]> files, String filename) {
        String boundary = "bench" + UUID.randomUUID();
        List<BodyPublisher> parts = new ArrayList<>();
        for (byte[] file : files) {
            parts.add(BodyPublishers.ofString("--" + boundary
                    + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename
                    + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
            parts.add(BodyPublishers.ofByteArray(file));
            parts.add(BodyPublishers.ofString("\r\n"));
        }
        parts.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
        return request(path).header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.concat(parts.toArray(BodyPublisher[]::new)));
    }

    /** @return how many bytes came; none is kept */
    long download(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        byte[] buffer = new byte[1 << 20];
        long count = 0;
        try (InputStream in = answer.body()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count += read;
            }
        }
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + ", " + count + " bytes");
        }
        return count;
    }

    static long median(List<Long> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    /** What the server's heap holds when its garbage is gone: asked of the server's own JDK, which collects first. */
    long heldHeap() throws IOException, InterruptedException {
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

    long mostHeld(AtomicBoolean over) throws IOException, InterruptedException {
        long most = 0;
        while (!over.get()) {
            most = Math.max(most, heldHeap());
        }
        return most;
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(pid), command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        process.waitFor();
        return text;
    }

    static Path home() {
        return Path.of(System.getProperty("mediafiles.bench.home", System.getProperty("user.home") + "/.mediafiles"));
    }
}
