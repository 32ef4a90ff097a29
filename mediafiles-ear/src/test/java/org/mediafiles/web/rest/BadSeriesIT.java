package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;
import org.mediafiles.web.rest.RestClient.Form;

/** A series that is refused is a clear problem that names the picture at fault, and nothing of it is stored. */
@RunAsClient
class BadSeriesIT extends DeployedMediaFiles {
    private String patient;
    private int standing;
    private Spool spool;

    @BeforeEach
    void aPatient() throws Exception {
        patient = RestClient.newPatient();
        standing = 0;
        spool = Spool.now();
    }

    @AfterEach
    void nothingHalfStored() throws Exception {
        JsonNode items = RestClient.body(RestClient.get(Site.VIEWER, "/patients/" + patient + "/timeline"))
                .get("items");
        assertEquals(standing, items.size());
        assertEquals("", spool.left());
    }

    /** @return the problem */
    private static JsonNode refused(int status, String code, HttpResponse<String> answer) throws Exception {
        assertEquals(status, answer.statusCode(), answer.body());
        JsonNode problem = RestClient.body(answer);
        assertEquals(code, problem.get("code").textValue());
        return problem;
    }

    private void named(int status, String code, int file, String filename, Form form) throws Exception {
        named(status, code, file, filename, SeriesForms.send(patient, form));
    }

    private static void named(int status, String code, int file, String filename, HttpResponse<String> answer)
            throws Exception {
        JsonNode problem = refused(status, code, answer);
        assertEquals(file, problem.path("file").asInt(), answer.body());
        assertEquals(filename, problem.path("filename").asText(null), answer.body());
    }

    private static byte[] half() {
        byte[] whole = RestClient.jpeg(300, 200);
        return Arrays.copyOf(whole, whole.length / 2);
    }

    private static byte[][] with(byte[][] pictures, int place, byte[] bad) {
        pictures[place - 1] = bad;
        return pictures;
    }

    @Test
    void oneBadAmongTwentyIsNamed() throws Exception {
        named(422, "not-a-valid-media-file", 8, "p8.jpg",
                SeriesForms.pictures(with(SeriesForms.fresh(20), 8, half())));
        named(415, "unsupported-media-type", 2, "p2.jpg", SeriesForms.pictures(
                with(SeriesForms.fresh(3), 2, "%PDF-1.4\n%%EOF".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void twentyOneAreTooMany() throws Exception {
        JsonNode problem = refused(422, "too-many-images",
                SeriesForms.send(patient, SeriesForms.pictures(SeriesForms.fresh(21))));
        assertEquals(20, problem.get("limit").intValue());
    }

    @Test
    void theSamePictureTwiceIsToldAfterEveryContent() throws Exception {
        byte[] same = RestClient.jpeg(20, 20);
        byte[] other = RestClient.jpeg(20, 20);
        named(422, "duplicate-in-series", 3, "p3.jpg", SeriesForms.pictures(same, other, same));
        named(422, "duplicate-in-series", 2, "p2.jpg", SeriesForms.pictures(same, same).text("allowDuplicate", "true"));
        named(422, "not-a-valid-media-file", 3, "p3.jpg", SeriesForms.pictures(same, same, half()));
        String upload = SeriesForms.upload(Site.CLINICIAN, other);
        named(422, "duplicate-in-series", 2, null,
                new Form().text("uploadId", upload).text("uploadId", upload));
        assertEquals(201, SeriesForms.send(patient, new Form().text("uploadId", upload)).statusCode());
        standing = 1;
    }

    @Test
    void whatThePatientHasAlreadyIsADuplicate() throws Exception {
        byte[] same = RestClient.jpeg(20, 20);
        assertEquals(201, SeriesForms.send(patient, SeriesForms.pictures(same)).statusCode());
        refused(409, "duplicate-media", SeriesForms.send(patient, SeriesForms.pictures(RestClient.jpeg(9, 9), same)));
        standing = 1;
    }

    @Test
    void fieldsComeBeforeContentAndTheCount() throws Exception {
        Form[] wrong = {SeriesForms.pictures(half()).text("description", "x".repeat(300)),
                SeriesForms.pictures(half()).text("eventDatetime", "2026-01-01T10:00:00"),
                SeriesForms.pictures(half()).text("caption", "1").text("caption", "2"),
                SeriesForms.pictures(half()).text("caption", "x".repeat(1001)),
                SeriesForms.pictures(half()).text("sha256", "0".repeat(64)), new Form().text("description", "x"),
                SeriesForms.pictures(SeriesForms.fresh(1)).text("allowDuplicate", "1")};
        for (Form form : wrong) {
            refused(400, "invalid-request", SeriesForms.send(patient, form));
        }
        Form tooMany = new Form().text("description", "x".repeat(300));
        for (byte[] picture : SeriesForms.fresh(21)) {
            tooMany.file("file", "a.jpg", picture);
        }
        refused(400, "invalid-request", SeriesForms.send(patient, tooMany));
    }

    @Test
    void whomAndWhereComeBeforeWhat() throws Exception {
        Form bad = new Form().text("description", "x".repeat(300));
        String path = "/patients/" + patient + "/photo-series";
        refused(403, "forbidden", RestClient.form(Site.VIEWER, path, bad));
        refused(404, "not-found",
                RestClient.form(Site.CLINICIAN, "/patients/" + RestClient.NOBODY + "/photo-series", bad));
        refused(415, "unsupported-media-type", RestClient.json(Site.CLINICIAN, "POST", path, "{}"));
    }

    @Test
    void anUploadThatIsNotTheCallersOrHasExpiredIsUnknown() throws Exception {
        String anothers = SeriesForms.upload(Site.INTEGRATOR, RestClient.jpeg(20, 20));
        named(404, "unknown-upload", 2, null, SeriesForms.pictures(SeriesForms.fresh(1)).text("uploadId", anothers));
        named(404, "unknown-upload", 1, null, new Form().text("uploadId", "nonsense"));
        String expired = SeriesForms.upload(Site.CLINICIAN, RestClient.jpeg(20, 20));
        expire(expired, "- interval '1 minute'");
        named(404, "unknown-upload", 1, null,
                new Form().text("uploadId", expired).text("description", "x".repeat(300)));
        // Both are as they were, and their owners' to publish.
        expire(expired, "+ interval '1 hour'");
        assertEquals(201, RestClient.form(Site.CLINICIAN, "/patients/" + RestClient.newPatient() + "/photos",
                new Form().text("uploadId", expired)).statusCode());
        assertEquals(201, RestClient.form(Site.INTEGRATOR, "/patients/" + RestClient.newPatient() + "/photos",
                new Form().text("uploadId", anothers)).statusCode());
    }

    private static void expire(String upload, String fromNow) throws Exception {
        try (Connection database = TestDatabase.connect();
                PreparedStatement update = database.prepareStatement(
                        "update mediafiles_ops.upload set expires_at = now() " + fromNow + " where id = ?")) {
            update.setObject(1, UUID.fromString(upload));
            assertEquals(1, update.executeUpdate());
        }
    }

    @Test
    void anOrderThatIsNotOneOfThesePicturesIsRefused() throws Exception {
        JsonNode series = SeriesForms.made(patient, 3);
        standing = 1;
        String order = SeriesForms.path(series) + "/order";
        List<String> ids = SeriesForms.ids(series);
        List<String> missing = ids.subList(0, 2);
        List<String> foreign = new ArrayList<>(missing);
        foreign.add(SeriesForms.ids(SeriesForms.made(RestClient.newPatient(), 1)).get(0));
        List<String> repeated = new ArrayList<>(missing);
        repeated.add(ids.get(0));
        for (String body : new String[]{SeriesForms.array(missing), SeriesForms.array(foreign),
                SeriesForms.array(repeated), "[]", "[1]", "[\"x\"]", "{}", "[broken"}) {
            refused(400, "invalid-request", RestClient.json(Site.CLINICIAN, "PUT", order, body));
        }
        refused(403, "forbidden", RestClient.json(Site.VIEWER, "PUT", order, "[broken"));
        refused(403, "forbidden", RestClient.json(Site.INTEGRATOR, "PUT", order, SeriesForms.array(ids)));
        refused(404, "not-found", RestClient.json(Site.CLINICIAN, "PUT",
                "/photo-series/" + RestClient.NOBODY + "/order", "[broken"));
        refused(415, "unsupported-media-type", Site.send(Site.requestAs(Site.CLINICIAN, Site.api(order))
                .header("Content-Type", "text/plain").PUT(BodyPublishers.ofString("[]"))));
        assertEquals(series, RestClient.body(RestClient.get(Site.VIEWER, SeriesForms.path(series))));
    }

    @Test
    void whatIsAddedIsJudgedAsWhatIsNew() throws Exception {
        byte[][] pictures = SeriesForms.fresh(18);
        HttpResponse<String> made = SeriesForms.send(patient, SeriesForms.pictures(pictures));
        JsonNode series = RestClient.body(made);
        standing = 1;
        String files = SeriesForms.path(series) + "/files";
        refused(422, "too-many-images",
                RestClient.form(Site.CLINICIAN, files, SeriesForms.pictures(SeriesForms.fresh(3))));
        named(422, "not-a-valid-media-file", 2, "p2.jpg", RestClient.form(Site.CLINICIAN, files,
                SeriesForms.pictures(RestClient.jpeg(9, 9), half())));
        named(422, "duplicate-in-series", 2, "p2.jpg", RestClient.form(Site.CLINICIAN, files,
                SeriesForms.pictures(RestClient.jpeg(9, 9), pictures[4])));
        refused(400, "invalid-request", RestClient.form(Site.CLINICIAN, files,
                SeriesForms.pictures(SeriesForms.fresh(1)).text("description", "x")));
        refused(403, "forbidden", RestClient.form(Site.INTEGRATOR, files, new Form().text("description", "x")));
        refused(404, "not-found", RestClient.form(Site.CLINICIAN, "/photo-series/" + RestClient.NOBODY + "/files",
                new Form().text("description", "x")));
        refused(404, "not-found", RestClient.json(Site.CLINICIAN, "PATCH", files + "/" + RestClient.NOBODY,
                "{\"caption\":5}"));
        refused(412, "version-conflict", Site.send(Site.requestAs(Site.CLINICIAN, Site.api(files))
                .header("Content-Type", "multipart/form-data; boundary=" + Form.BOUNDARY).header("If-Match", "\"x\"")
                .POST(BodyPublishers.ofByteArray(SeriesForms.pictures(half()).bytes()))));
        assertEquals(series, RestClient.body(RestClient.get(Site.VIEWER, SeriesForms.path(series))));
    }
}
