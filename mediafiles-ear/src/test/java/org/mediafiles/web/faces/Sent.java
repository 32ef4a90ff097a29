package org.mediafiles.web.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.mediafiles.it.Site;

/** What is there before a page is looked at: patients, photos, series and clips, sent over HTTP. */
final class Sent {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOUNDARY = "----MediaFilesPages";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private Sent() {}

    /** @return the new patient's id */
    static String patient() throws Exception {
        var answer = Site.send(Site.requestAs(Site.CLINICIAN, Site.api("/patients"))
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(
                        "{\"name\":\"Paciente " + UUID.randomUUID() + "\",\"birthday\":\"1980-05-17\"}")));
        assertEquals(201, answer.statusCode(), answer.body());
        return JSON.readTree(answer.body()).get("id").textValue();
    }

    /** @param when ISO-8601 with offset */
    static JsonNode photo(String patient, String when, String description) throws Exception {
        return new Sent().file("foto.jpg", "image/jpeg", picture(0)).text("eventDatetime", when)
                .text("description", description).to("/patients/" + patient + "/photos");
    }

    /** A series of as many pictures as there are captions, standing and lying by turns. */
    static JsonNode series(String patient, String when, String description, String... captions) throws Exception {
        Sent form = new Sent().text("eventDatetime", when).text("description", description);
        for (int i = 0; i < captions.length; i++) {
            form.file("foto-" + (i + 1) + ".jpg", "image/jpeg", picture(i));
        }
        for (String caption : captions) {
            form.text("caption", caption);
        }
        return form.to("/patients/" + patient + "/photo-series");
    }

    /** Twelve seconds, as a phone would make them. Skips the test, and says so, where no ffmpeg is there to make them. */
    static JsonNode clip(String patient, String when, String description) throws Exception {
        return new Sent().file("video.mp4", "video/mp4", film()).text("eventDatetime", when)
                .text("description", description).to("/patients/" + patient + "/video-clips");
    }

    private static byte[] film() throws IOException, InterruptedException {
        Path file = Files.createTempFile(Path.of(System.getProperty("mediafiles.it.work")), "clip", ".mp4");
        Process process;
        try {
            process = new ProcessBuilder(List.of(System.getProperty("mediafiles.media.ffmpeg", "ffmpeg"), "-nostdin",
                    "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-f", "lavfi", "-i",
                    "sine=frequency=440", "-t", "12", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25",
                    "-pix_fmt", "yuv420p", "-c:a", "aac", "-metadata", "comment=" + UUID.randomUUID(),
                    file.toString())).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException missing) {
            System.out.println("SKIPPED: no ffmpeg on this machine to make a clip with");
            assumeTrue(false, "no ffmpeg to make a clip with");
            return new byte[0];
        }
        assertEquals(true, process.waitFor(2, TimeUnit.MINUTES), "ffmpeg came to its end");
        assertEquals(0, process.exitValue());
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return bytes;
    }

    private static byte[] picture(int turn) throws IOException {
        int width = turn % 2 == 0 ? 1600 : 1200;
        BufferedImage image = new BufferedImage(width, 2800 - width, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(224, 180, 150));
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setColor(new Color(ThreadLocalRandom.current().nextInt(0x1000000)));
        graphics.fillOval(width / 4, width / 4, width / 3, width / 4);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", out);
        return out.toByteArray();
    }

    private Sent text(String name, String value) throws IOException {
        return part("form-data; name=\"" + name + '"', "text/plain; charset=UTF-8",
                value.getBytes(StandardCharsets.UTF_8));
    }

    private Sent file(String filename, String type, byte[] bytes) throws IOException {
        return part("form-data; name=\"file\"; filename=\"" + filename + '"', type, bytes);
    }

    private Sent part(String disposition, String type, byte[] bytes) throws IOException {
        body.write(("--" + BOUNDARY + "\r\nContent-Disposition: " + disposition + "\r\nContent-Type: " + type
                + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        body.write(bytes);
        body.write("\r\n".getBytes(StandardCharsets.UTF_8));
        return this;
    }

    private JsonNode to(String path) throws Exception {
        body.write(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        var answer = Site.send(Site.requestAs(Site.CLINICIAN, Site.api(path))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
        assertEquals(201, answer.statusCode(), answer.body());
        return JSON.readTree(answer.body());
    }
}
