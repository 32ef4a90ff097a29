package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.web.rest.RestClient.Form;

/** Bad input is a clear problem, leaves nothing behind, and the server goes on. */
@RunAsClient
class BadUploadsIT extends DeployedMediaFiles {
    private static final int PATIENCE_MILLIS = 15_000;
    private String patient;
    private String photos;
    private Spool spool;

    @BeforeEach
    void aPatient() throws Exception {
        patient = RestClient.newPatient();
        photos = "/patients/" + patient + "/photos";
        spool = Spool.now();
    }

    @AfterEach
    void nothingIsLeftAndTheServerGoesOn() throws Exception {
        assertEquals(0,
                RestClient.body(RestClient.get(Site.VIEWER, "/patients/" + patient + "/timeline")).get("items").size());
        assertEquals("", spool.left(), "left in the spool or the temp directory");
        RestClient.newPhoto(Site.CLINICIAN, RestClient.newPatient());
    }

    private void refused(int status, String code, String field, HttpResponse<String> answer) throws Exception {
        assertEquals(status, answer.statusCode(), answer.body());
        JsonNode problem = RestClient.body(answer);
        assertEquals(code, problem.get("code").textValue());
        assertEquals("urn:mediafiles:problem:" + code, problem.get("type").textValue());
        assertTrue(problem.get("instance").textValue().startsWith("urn:uuid:"));
        assertEquals(field, problem.path("field").asText(null), answer.body());
    }

    private HttpResponse<String> send(Form form) throws Exception {
        return RestClient.form(Site.CLINICIAN, photos, form);
    }

    private static Form picture() {
        return new Form().file("file", "a.jpg", RestClient.jpeg(30, 20));
    }

    @Test
    void fieldsAreRefusedByName() throws Exception {
        refused(400, "invalid-request", "description", send(picture().text("description", "x".repeat(300))));
        refused(400, "invalid-request", "eventDatetime", send(
                picture().text("eventDatetime", Instant.now().plus(1, ChronoUnit.HOURS).toString())));
        refused(400, "invalid-request", "eventDatetime", send(picture().text("eventDatetime", "2026-01-01T10:00:00")));
        refused(400, "invalid-request", "eventDatetime",
                send(picture().text("eventDatetime", "1970-01-01T00:00:00Z")));
        refused(400, "invalid-request", "file", send(new Form().text("description", "x")));
        refused(400, "invalid-request", "file",
                send(picture().file("file", "b.jpg", RestClient.jpeg(30, 20))));
        refused(400, "invalid-request", "sha256", send(picture().text("sha256", "xyz")));
    }

    @Test
    void bytesAreRefusedForWhatTheyAre() throws Exception {
        refused(422, "checksum-mismatch", null, send(picture().text("sha256", "0".repeat(64))));
        refused(415, "unsupported-media-type", null,
                send(new Form().file("file", "a.jpg", "%PDF-1.4\n%%EOF".getBytes(StandardCharsets.US_ASCII))));
        refused(415, "unsupported-media-type", null,
                send(new Form().file("file", "a.jpg", "<html><script>".getBytes(StandardCharsets.US_ASCII))));
        byte[] whole = RestClient.jpeg(300, 200);
        refused(422, "not-a-valid-media-file", null,
                send(new Form().file("file", "a.jpg", Arrays.copyOf(whole, whole.length / 2))));
        HttpResponse<String> empty = send(new Form().file("file", "a.jpg", new byte[0]));
        assertTrue(empty.statusCode() == 415 || empty.statusCode() == 422, empty.body());
    }

    @Test
    void whomAndWhereComeBeforeWhat() throws Exception {
        Form bad = new Form().text("description", "x".repeat(300));
        refused(403, "forbidden", null, RestClient.form(Site.VIEWER, photos, bad));
        refused(404, "not-found", null,
                RestClient.form(Site.CLINICIAN, "/patients/" + RestClient.NOBODY + "/photos", bad));
        refused(415, "unsupported-media-type", null, RestClient.json(Site.CLINICIAN, "POST", photos, "{}"));
    }

    @Test
    void tooLargeIsToldWithoutReadingTheRest() throws Exception {
        // A JPEG's first bytes, then zeros past the default of 64 MiB.
        byte[] head = Arrays.copyOf(RestClient.jpeg(30, 20), 4096);
        long size = (64L << 20) + (8 << 20);
        HttpResponse<String> raw = Site.send(Site.requestAs(Site.CLINICIAN, Site.api("/uploads"))
                .header("Content-Type", "image/jpeg").POST(BodyPublishers.ofInputStream(() -> zeros(head, size))));
        refused(413, "upload-too-large", null, raw);
        assertEquals(64L << 20, RestClient.body(raw).get("limit").longValue());
        byte[] start = new Form().file("file", "a.jpg", head).unfinished();
        refused(413, "upload-too-large", null,
                Site.send(Site.requestAs(Site.CLINICIAN, Site.api(photos))
                        .header("Content-Type", "multipart/form-data; boundary=" + Form.BOUNDARY)
                        .POST(BodyPublishers.ofInputStream(
                                () -> zeros(Arrays.copyOf(start, start.length - 2), size)))));
    }

    @Test
    void fieldsBeforeATooLargeFileAreJudgedFirst() throws Exception {
        byte[] start = new Form().text("description", "x".repeat(300))
                .file("file", "a.jpg", Arrays.copyOf(RestClient.jpeg(30, 20), 4096)).unfinished();
        refused(400, "invalid-request", "description",
                Site.send(Site.requestAs(Site.CLINICIAN, Site.api(photos))
                        .header("Content-Type", "multipart/form-data; boundary=" + Form.BOUNDARY)
                        .POST(BodyPublishers.ofInputStream(
                                () -> zeros(Arrays.copyOf(start, start.length - 2), (64L << 20) + (8 << 20))))));
    }

    @Test
    void anUnknownUploadComesBeforeItsFields() throws Exception {
        refused(404, "unknown-upload", null, send(
                new Form().text("uploadId", RestClient.NOBODY).text("description", "x".repeat(300))));
    }

    private static InputStream zeros(byte[] head, long size) {
        return new SequenceInputStream(new ByteArrayInputStream(head), new InputStream() {
            private long left = size - head.length;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                if (left <= 0) {
                    return -1;
                }
                int count = (int) Math.min(length, left);
                Arrays.fill(buffer, offset, offset + count, (byte) 0);
                left -= count;
                return count;
            }
        });
    }

    @Test
    void brokenFormsAre400() throws Exception {
        byte[] whole = picture().bytes();
        int file = whole.length;
        for (byte[] body : new byte[][]{Arrays.copyOf(whole, file - 10), Arrays.copyOf(whole, file / 2),
                "no boundary at all".getBytes(StandardCharsets.US_ASCII), new byte[0], {}}) {
            HttpResponse<String> answer = Site.send(Site.requestAs(Site.CLINICIAN, Site.api(photos))
                    .header("Content-Type", "multipart/form-data; boundary=" + Form.BOUNDARY)
                    .POST(BodyPublishers.ofByteArray(body)));
            assertEquals(400, answer.statusCode(), answer.body());
        }
        assertEquals(400, Site.send(Site.requestAs(Site.CLINICIAN, Site.api(photos))
                .header("Content-Type", "multipart/form-data").POST(BodyPublishers.ofByteArray(whole))).statusCode());
    }

    @Test
    void aClientThatGoesAwayLeavesNothing() throws Exception {
        byte[] start = new Form().file("file", "a.jpg", RestClient.jpeg(500, 400)).unfinished();
        for (boolean chunked : new boolean[]{false, true}) {
            try (Socket socket = connect()) {
                OutputStream out = socket.getOutputStream();
                out.write(head("POST", photos, "multipart/form-data; boundary=" + Form.BOUNDARY,
                        chunked ? "Transfer-Encoding: chunked" : "Content-Length: 50000000"));
                if (chunked) {
                    out.write((Integer.toHexString(start.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
                out.write(start);
                out.flush();
                Thread.sleep(300);
                socket.setSoLinger(true, 0);
            }
        }
    }

    @Test
    void aBodyThatEndsTooEarlyIs400() throws Exception {
        byte[] start = Arrays.copyOf(picture().bytes(), 300);
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head("POST", photos, "multipart/form-data; boundary=" + Form.BOUNDARY,
                    "Transfer-Encoding: chunked"));
            out.write((Integer.toHexString(start.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(start);
            out.write("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertTrue(firstLine(socket).startsWith("HTTP/1.1 400 "));
        }
    }

    @Test
    void nonsenseOnTheWireIsNoServerError() throws Exception {
        for (String request : new String[]{"GET\r\n\r\n", "\u0000\u0001\r\n\r\n",
                "GET /mediafiles/api/v1/patients HTTP/1.1\r\nHost: x\r\nAuthorization: Basic\r\nConnection: close\r\n\r\n",
                "POST /mediafiles/api/v1/uploads HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\nConnection: close\r\n\r\n"}) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
                String line = firstLine(socket);
                assertFalse(line.matches("HTTP/1\\.1 (2|5)\\d\\d .*"), request + " → " + line);
            }
        }
    }

    private static Socket connect() throws IOException {
        URI root = URI.create(Site.root());
        Socket socket = new Socket(root.getHost(), root.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static byte[] head(String method, String path, String contentType, String length) {
        return (method + " /mediafiles/api/v1" + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                + Site.basic(Site.CLINICIAN, Site.CLINICIAN) + "\r\nContent-Type: " + contentType + "\r\n" + length
                + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
