package org.mediafiles.adoption;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.UUID;
import javax.imageio.ImageIO;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

/** Rows and files as a Django application leaves them. */
final class DjangoRows {
    static final ObjectMapper JSON = new ObjectMapper();

    private DjangoRows() {}

    static String newPatient() throws Exception {
        HttpResponse<String> answer = Site.send(Site.requestAs(Site.CLINICIAN, Site.api("/patients"))
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(
                        "{\"name\":\"Adotada " + UUID.randomUUID() + "\",\"birthday\":\"1980-05-17\"}")));
        return JSON.readTree(answer.body()).get("id").asText();
    }

    /** @return the id of a photo event without a photo, a year old, by the clinician */
    static String newEvent(String patient) throws SQLException {
        String id = UUID.randomUUID().toString();
        execute("insert into events_event (id, event_type, event_datetime, description, created_at, updated_at,"
                + " created_by_id, updated_by_id, patient_id) select '" + id + "', 3, '2024-02-03T10:00:00Z',"
                + " 'Ferida', '2024-02-03T11:00:00Z', '2024-02-03T12:00:00Z', id, id, '" + patient
                + "' from accounts_eqmduser where username = 'clinician'");
        return id;
    }

    /** @return the id of the media file of a photo, registered as adoption does it, looked at by no job yet */
    static String newPhoto(String event, String path, String mimeType) throws SQLException {
        String id = newMediaFile(path, mimeType);
        execute("insert into mediafiles_photo values ('" + event + "', '" + id + "')");
        return id;
    }

    /** As {@link #newPhoto}, hanging nowhere yet. */
    static String newMediaFile(String path, String mimeType) throws SQLException {
        String id = UUID.randomUUID().toString();
        execute("insert into mediafiles_mediafile (id, file_path, original_filename, file_hash, file_size, mime_type,"
                + " file_type, width, height, metadata, created_at, updated_at) values ('" + id + "', '" + path
                + "', 'IMG_1.JPG', null, 1, '" + mimeType + "', 'image', 64, 48,"
                + " '{\"camera\": \"Canon\", \"gps\": {\"lat\": -23.5}, \"GPSLatitude\": 1}', now(), now());"
                // Held back from the job, so that a test sees what is before it.
                + " insert into mediafiles_ops.adopted_file (media_file_id, run_after) values ('" + id
                + "', now() + interval '1 hour')");
        return id;
    }

    static void release(String file) throws SQLException {
        execute("update mediafiles_ops.adopted_file set run_after = now() where media_file_id = '" + file + "'");
    }

    static Path store(String path, byte[] bytes) throws IOException {
        Path file = Path.of(System.getProperty("mediafiles.it.storage")).resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    /** @return a picture like no other, 64 × 48 */
    static byte[] jpeg() throws IOException {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        Random random = new Random();
        for (int stroke = 0; stroke < 40; stroke++) {
            pen.setColor(new Color(random.nextInt(0x1000000)));
            pen.fillRect(random.nextInt(64), random.nextInt(48), 10, 10);
        }
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", out);
        return out.toByteArray();
    }

    /** @return the JPEG with an orientation of 6: to be turned by a quarter */
    static byte[] turned(byte[] jpeg) {
        byte[] exif = {(byte) 0xFF, (byte) 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 1,
                0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0};
        byte[] whole = new byte[jpeg.length + exif.length];
        System.arraycopy(jpeg, 0, whole, 0, 2);
        System.arraycopy(exif, 0, whole, 2, exif.length);
        System.arraycopy(jpeg, 2, whole, 2 + exif.length, jpeg.length - 2);
        return whole;
    }

    static JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = Site.send(Site.requestAs(Site.CLINICIAN, Site.api(path)).GET());
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    static void execute(String sql) throws SQLException {
        try (Connection connection = TestDatabase.connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String query(String sql) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
