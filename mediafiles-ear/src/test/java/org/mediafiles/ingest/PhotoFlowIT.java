package org.mediafiles.ingest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

@RunAsClient
class PhotoFlowIT extends DeployedMediaFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A picture like no other. */
    private static byte[] jpeg() throws IOException {
        BufferedImage image = new BufferedImage(1600, 1000, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        Random random = new Random();
        for (int stroke = 0; stroke < 200; stroke++) {
            pen.setColor(new Color(random.nextInt(0x1000000)));
            pen.fillRect(random.nextInt(1600), random.nextInt(1000), 100, 100);
        }
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", out);
        return out.toByteArray();
    }

    private static String newPatient() throws Exception {
        HttpResponse<String> answer = Site.send(Site.requestAs(Site.CLINICIAN, Site.api("/patients"))
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(
                        "{\"name\":\"Flow " + UUID.randomUUID() + "\",\"birthday\":\"1980-05-17\"}")));
        assertEquals(201, answer.statusCode(), answer::body);
        return JSON.readTree(answer.body()).get("id").asText();
    }

    private static HttpResponse<String> upload(byte[] bytes) throws Exception {
        return Site.send(Site.requestAs(Site.CLINICIAN, Site.api("/uploads")).header("Content-Type", "image/jpeg")
                .POST(BodyPublishers.ofByteArray(bytes)));
    }

    private static HttpResponse<String> publish(String patient, String uploadId) throws Exception {
        String boundary = "part" + UUID.randomUUID();
        String body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"uploadId\"\r\n\r\n" + uploadId
                + "\r\n--" + boundary + "--\r\n";
        return Site.send(Site.requestAs(Site.CLINICIAN, Site.api("/patients/" + patient + "/photos"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofString(body)));
    }

    private static JsonNode photo(byte[] bytes, String patient) throws Exception {
        HttpResponse<String> received = upload(bytes);
        assertEquals(201, received.statusCode(), received::body);
        HttpResponse<String> published = publish(patient, JSON.readTree(received.body()).get("uploadId").asText());
        assertEquals(201, published.statusCode(), published::body);
        return JSON.readTree(published.body());
    }

    private static HttpResponse<byte[]> bytes(String user, JsonNode event, String variant) throws Exception {
        return Site.sendForBytes(Site.requestAs(user,
                Site.api("/media-files/" + event.at("/mediaFile/id").asText() + "/" + variant)).GET());
    }

    private static String query(String sql) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void aPhotoComesBackBitIdenticalAndItsDerivativesAtOnce() throws Exception {
        byte[] original = jpeg();
        JsonNode event = photo(original, newPatient());

        HttpResponse<byte[]> thumbnail = bytes(Site.VIEWER, event, "thumbnail");
        assertEquals(200, thumbnail.statusCode());
        assertEquals(200, ImageIO.read(new ByteArrayInputStream(thumbnail.body())).getWidth());
        assertEquals(1200, ImageIO.read(new ByteArrayInputStream(bytes(Site.VIEWER, event, "large").body()))
                .getWidth());
        HttpResponse<byte[]> content = bytes(Site.CLINICIAN, event, "content");
        assertArrayEquals(original, content.body());
        assertEquals("\"" + sha256(original) + "\"", content.headers().firstValue("ETag").orElseThrow());
        assertEquals(403, bytes(Site.VIEWER, event, "content").statusCode());
    }

    @Test
    void theWorkerMakesDerivativesThatNobodyAskedFor() throws Exception {
        byte[] original = jpeg();
        photo(original, newPatient());
        String state = null;
        for (int tries = 0; tries < 300 && !"done".equals(state); tries++) {
            Thread.sleep(100);
            state = query("select j.state from mediafiles_ops.derivative_job j join mediafiles_ops.stored_object o"
                    + " on o.id = j.stored_object_id where o.sha256 = '" + sha256(original) + "'");
        }
        assertEquals("done", state);
    }

    /** What a server that was killed leaves: a job that nobody runs, under a lease that runs out. */
    @Test
    void aJobOfADeadServerIsRunByTheNext() throws Exception {
        byte[] original = jpeg();
        photo(original, newPatient());
        theWorkerMakesDerivativesThatNobodyAskedFor();
        String job = "from mediafiles_ops.derivative_job j where j.stored_object_id = (select id"
                + " from mediafiles_ops.stored_object where sha256 = '" + sha256(original) + "')";
        try (Connection connection = TestDatabase.connect(); Statement statement = connection.createStatement()) {
            statement.execute("update mediafiles_ops.derivative_job set state = 'running', claimed_by = 'dead',"
                    + " lease_until = now() - interval '1 s' where stored_object_id = (select id"
                    + " from mediafiles_ops.stored_object where sha256 = '" + sha256(original) + "')");
        }
        String state = null;
        for (int tries = 0; tries < 300 && !"done".equals(state); tries++) {
            Thread.sleep(100);
            state = query("select j.state " + job);
        }
        assertEquals("done", state);
    }

    @Test
    void theSameBytesOfEightPatientsAtOnceAreStoredOnce() throws Exception {
        byte[] original = jpeg();
        List<Callable<JsonNode>> acts = new ArrayList<>();
        for (int patients = 0; patients < 8; patients++) {
            String patient = newPatient();
            acts.add(() -> photo(original, patient));
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<String> ids = new ArrayList<>();
        for (Future<JsonNode> one : threads.invokeAll(acts)) {
            ids.add(one.get().at("/mediaFile/id").asText());
            assertArrayEquals(original, bytes(Site.CLINICIAN, one.get(), "content").body());
        }
        threads.shutdown();
        assertEquals(8, ids.stream().distinct().count());
        assertEquals("1", query("select count(*) from mediafiles_ops.stored_object where sha256 = '" + sha256(original)
                + "'"));
    }

    @Test
    void theSameBytesTwiceForOnePatientAreTold() throws Exception {
        byte[] original = jpeg();
        String patient = newPatient();
        JsonNode first = photo(original, patient);
        HttpResponse<String> again = publish(patient, JSON.readTree(upload(original).body()).get("uploadId").asText());

        assertEquals(409, again.statusCode());
        assertEquals(first.get("id").asText(), JSON.readTree(again.body()).at("/duplicateOf/eventId").asText());
    }

    @Test
    void aClientThatGoesAwayLeavesNoBytes() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", Site.api("/uploads").getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + Site.api("/uploads").getPath() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: "
                    + Site.basic(Site.INTEGRATOR, Site.INTEGRATOR)
                    + "\r\nContent-Type: image/jpeg\r\nContent-Length: 5000000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[200_000]);
            out.flush();
            Thread.sleep(500);
        }
        String state = null;
        for (int tries = 0; tries < 300 && !"discarded".equals(state); tries++) {
            Thread.sleep(100);
            state = query("select u.state from mediafiles_ops.upload u join accounts_eqmduser p on p.id = u.owner_id"
                    + " where p.username = 'integrator' order by u.created_at desc limit 1");
        }
        assertEquals("discarded", state);
        assertNotEquals(null, query("select u.spool_removed_at from mediafiles_ops.upload u join accounts_eqmduser p"
                + " on p.id = u.owner_id where p.username = 'integrator' order by u.created_at desc limit 1"));
    }

    @Test
    void refusedBytesLeaveARowThatSaysWhy() throws Exception {
        HttpResponse<String> answer = upload("<html>not a picture</html>".getBytes(StandardCharsets.UTF_8));
        assertEquals(415, answer.statusCode());
        assertTrue(Integer.parseInt(query("select count(*) from mediafiles_ops.upload where state = 'refused'"
                + " and refusal = 'unsupported-media-type' and spool_removed_at is not null")) > 0);
    }
}
