package org.mediafiles.adoption;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.mediafiles.schema.version.Progress;

/** The running server's API, as far as the import drives it. What is only for the moment is tried again. */
final class ImportServer {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int ATTEMPTS = 5;
    private static final long LONGEST_WAIT_SECONDS = 60;

    private final URI api;
    private final String credentials;
    private final HttpClient client;
    private final Progress progress;
    private final Pause pause;

    /** Waits between attempts. */
    interface Pause {
        void sleep(Duration wait) throws InterruptedException;
    }

    ImportServer(ImportRequest request, Progress progress, Pause pause) {
        this.progress = progress;
        this.api = request.api();
        this.credentials = "Basic " + Base64.getEncoder().encodeToString(
                (request.user() + ':' + request.password()).getBytes(StandardCharsets.UTF_8));
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(20)).build();
        this.pause = pause;
    }

    /**
     * What the server said of a row.
     *
     * @param status HTTP's
     * @param code   the problem's; {@code null} where all is well
     * @param text   the problem's sentence, or in a dry run {@code ready} or {@code there}
     */
    record Answer(int status, String code, String text) {}

    /** Nothing more can be done now: the server is away, or does not let us in. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String message, Throwable cause) {
            super(message, cause);
        }
    }

    Answer send(ImportRow row, boolean dryRun) throws Broken {
        try {
            String sha256 = sha256(row.file());
            for (int attempt = 1;; attempt++) {
                HttpResponse<String> response = attempt(row, dryRun, sha256, attempt);
                if (response != null && !isForLater(response.statusCode())) {
                    return answer(response, dryRun);
                }
                if (attempt == ATTEMPTS) {
                    throw new Broken(response == null
                            ? "The server cannot be reached."
                            : "The server is not ready (" + response.statusCode() + ").", null);
                }
                long seconds = response == null ? 1L << attempt : retryAfter(response, attempt);
                progress.says((response == null ? "the server does not answer" : "the server is not ready")
                        + ": tried again in " + seconds + " s");
                pause.sleep(Duration.ofSeconds(seconds));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Broken("Interrupted.", stopped);
        } catch (IOException unreadable) {
            return new Answer(0, "unreadable-file", "The file cannot be read.");
        }
    }

    /** @return {@code null} where the server did not answer: what it did can be told by asking again */
    private HttpResponse<String> attempt(ImportRow row, boolean dryRun, String sha256, int attempt)
            throws IOException, InterruptedException {
        String boundary = "import-" + UUID.randomUUID();
        HttpRequest request = HttpRequest
                .newBuilder(URI.create(
                        api + "/admin/events/" + row.eventId() + "/photo" + (dryRun ? "?dryRun=true" : "")))
                .timeout(PATIENCE).header("Authorization", credentials).header("Accept", "application/json")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(body(row.file(), sha256, boundary)).build();
        try {
            return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException away) {
            if (!Files.isReadable(row.file())) {
                throw away;
            }
            return null;
        }
    }

    private static BodyPublisher body(Path file, String sha256, String boundary) throws IOException {
        // The name is display text; quotes and line ends have no place in a header.
        String name = file.getFileName().toString().replaceAll("[\"\\\\\r\n]", "_");
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"sha256\"\r\n\r\n" + sha256
                + "\r\n--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        return BodyPublishers.concat(BodyPublishers.ofString(head), BodyPublishers.ofFile(file),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    }

    private static Answer answer(HttpResponse<String> response, boolean dryRun) throws Broken {
        JsonObject body = json(response.body());
        int status = response.statusCode();
        if (status == 200 && dryRun && body != null) {
            return new Answer(status, null, body.getString("state", "ready"));
        }
        if (status == 200 || status == 201) {
            return new Answer(status, null, "");
        }
        String code = body == null ? null : body.getString("code", null);
        if (code == null) {
            throw new Broken("This does not look like a MediaFiles server: it answered " + status + ".", null);
        }
        String detail = body.getString("detail", "");
        if (status == 401 || status == 403 || status == 507) {
            throw new Broken("The server refuses to go on: " + code + ". " + detail, null);
        }
        return new Answer(status, code, detail);
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        } catch (JsonException notJson) {
            return null;
        }
    }

    private static boolean isForLater(int status) {
        return status == 503 || status == 429 || status == 502 || status == 504;
    }

    private static long retryAfter(HttpResponse<String> response, int attempt) {
        String text = response.headers().firstValue("Retry-After").orElse("");
        return text.matches("[0-9]{1,6}")
                ? Math.max(1, Math.min(LONGEST_WAIT_SECONDS, Long.parseLong(text)))
                : 1L << attempt;
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
