package org.mediafiles.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * How soon a telephone's clip plays, and what two transcodes at work cost a photo's upload, on a server that the run profile
 * started. Needs an ffmpeg on the {@code PATH}, which makes the clips. Property: {@code mediafiles.bench.url}; the server is
 * to run with {@code -Dmediafiles.media.transcodes=2}.
 */
public final class ClipBench {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CLIPS = 5;
    private static final int PHOTOS = 15;
    private static final int TURNED_AT = 4 + 40;

    private final String url = System.getProperty("mediafiles.bench.url", "http://127.0.0.1:8080/mediafiles/api/v1");
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10)).build();

    private ClipBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("clip-bench");
        try {
            new ClipBench().run(folder);
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private void run(Path folder) throws Exception {
        byte[] telephone = telephoneClip(folder);
        byte[] foreign = make(folder.resolve("foreign.mp4"), "-f", "lavfi", "-i",
                "testsrc2=s=1920x1080:r=30:d=60,noise=alls=6:allf=t", "-c:v", "libx264", "-preset", "ultrafast",
                "-pix_fmt", "yuv444p");
        String patient = newPatient();
        plays(patient, telephone);
        beside(patient, foreign);
    }

    private static void say(String form, Object... values) {
        System.out.println(form.formatted(values));
    }

    /** 30 s of 1080p, H.264 and AAC at about 12 Mbit/s, stored lying and shown upright, with a place. */
    private static byte[] telephoneClip(Path folder) throws Exception {
        byte[] clip = make(folder.resolve("telephone.mov"), "-f", "lavfi", "-i",
                "testsrc2=s=1920x1080:r=30:d=30,noise=alls=12:allf=t", "-f", "lavfi", "-i", "sine=f=440:d=30", "-c:v",
                "libx264", "-preset", "ultrafast", "-b:v", "12M", "-maxrate", "14M", "-bufsize", "14M", "-pix_fmt",
                "yuv420p", "-g", "30", "-c:a", "aac", "-metadata", "location=-23.5505-046.6333/");
        int header = new String(clip, StandardCharsets.ISO_8859_1).indexOf("tkhd");
        ByteBuffer matrix = ByteBuffer.wrap(clip).position(header + TURNED_AT);
        for (int number : new int[]{0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30}) {
            matrix.putInt(number);
        }
        return clip;
    }

    private static byte[] make(Path output, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-loglevel", "error", "-y"));
        command.addAll(Arrays.asList(arguments));
        command.add(output.toString());
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("ffmpeg made no clip");
        }
        return Files.readAllBytes(output);
    }

    /** The same clip with an empty box of other bytes behind it. */
    private static byte[] different(byte[] clip) {
        byte[] other = Arrays.copyOf(clip, clip.length + 24);
        ByteBuffer.wrap(other).position(clip.length).putInt(24).put("free".getBytes(StandardCharsets.US_ASCII))
                .putLong(UUID.randomUUID().getMostSignificantBits());
        return other;
    }

    private void plays(String patient, byte[] clip) throws Exception {
        List<Long> posters = new ArrayList<>();
        List<Long> playbacks = new ArrayList<>();
        List<Long> uploads = new ArrayList<>();
        for (int time = 0; time < CLIPS; time++) {
            byte[] one = different(clip);
            long begun = System.nanoTime();
            String id = created(form("/patients/" + patient + "/video-clips", one, "a.mov")).at("/mediaFile/id")
                    .asText();
            long answered = System.nanoTime();
            uploads.add((answered - begun) / 1_000_000);
            posters.add(await(id, "poster", answered));
            playbacks.add(await(id, "playback", answered));
        }
        say("30 s of 1080p H.264, %.0f MB: first byte to 201 median %d ms; from the 201 the poster stands after"
                + " median %d ms, worst %d ms; the playback after median %d ms, worst %d ms (%d clips)",
                clip.length / 1e6, median(uploads), median(posters), Collections.max(posters), median(playbacks),
                Collections.max(playbacks), CLIPS);
    }

    private void beside(String patient, byte[] foreign) throws Exception {
        byte[] jpeg = BenchPictures.photo();
        photos(patient, jpeg);
        long alone = median(photos(patient, jpeg));
        List<String> clips = new ArrayList<>();
        for (int count = 0; count < 2; count++) {
            clips.add(created(form("/patients/" + patient + "/video-clips", different(foreign), "b.mp4"))
                    .at("/mediaFile/id").asText());
        }
        for (String clip : clips) {
            await(clip, "poster", System.nanoTime());
        }
        long beside = median(photos(patient, jpeg));
        long going = clips.stream().filter(clip -> !stands(clip, "playback")).count();
        say("a photo of %.1f MB, first byte to 201: median %d ms alone, %d ms while two clips are re-encoded"
                + " (at the end %d still are): %.2f times", jpeg.length / 1e6, alone, beside, going,
                beside / (double) alone);
    }

    private List<Long> photos(String patient, byte[] jpeg) throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int time = 0; time < PHOTOS; time++) {
            byte[] one = BenchPictures.different(jpeg);
            long begun = System.nanoTime();
            created(form("/patients/" + patient + "/photos", one, "a.jpg"));
            millis.add((System.nanoTime() - begun) / 1_000_000);
        }
        return millis;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private long await(String id, String variant, long since) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        while (!stands(id, variant)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("no " + variant);
            }
            Thread.sleep(50);
        }
        return (System.nanoTime() - since) / 1_000_000;
    }

    private boolean stands(String id, String variant) {
        try {
            return client.send(request("/media-files/" + id + '/' + variant)
                    .method("HEAD", BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode() == 200;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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

    private HttpRequest.Builder form(String path, byte[] bytes, String filename) {
        String boundary = "bench" + UUID.randomUUID();
        return request(path).header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString("--" + boundary
                                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename
                                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"),
                        BodyPublishers.ofByteArray(bytes), BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")));
    }
}
