package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.web.rest.RestClient.Form;

/** A photo over REST, from the first byte to the trash and back. */
@RunAsClient
class PhotosIT extends DeployedMediaFiles {
    private static void assertProblem(int status, String code, HttpResponse<String> answer) throws Exception {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals("application/problem+json", answer.headers().firstValue("Content-Type").orElse(""));
        assertEquals(code, RestClient.body(answer).get("code").textValue());
    }

    private static String tag(HttpResponse<?> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    @Test
    void aPhotoGoesInAndComesBackBitIdentical() throws Exception {
        String patient = RestClient.newPatient();
        byte[] bytes = RestClient.jpeg(320, 240);
        String hash = RestClient.sha256(bytes);
        HttpResponse<String> created = RestClient.form(Site.INTEGRATOR, "/patients/" + patient + "/photos",
                new Form().text("description", "Pé direito").text("eventDatetime", "2026-01-05T10:00:00-03:00")
                        .file("file", "pé \"1\".jpg".replace("\"", "%22"), bytes).text("sha256", hash));
        assertEquals(201, created.statusCode(), created.body());
        JsonNode photo = RestClient.body(created);
        assertEquals("photo", photo.get("type").textValue());
        assertEquals("Pé direito", photo.get("description").textValue());
        assertEquals(Instant.parse("2026-01-05T13:00:00Z"), Instant.parse(photo.get("eventDatetime").textValue()));
        assertEquals("integrator", photo.at("/createdBy/username").textValue());
        JsonNode file = photo.get("mediaFile");
        assertEquals("pé \"1\".jpg", file.get("originalFilename").textValue());
        assertEquals(hash, file.get("fileHash").textValue());
        assertEquals(320, file.get("width").intValue());
        String place = created.headers().firstValue("Location").orElseThrow();
        assertTrue(place.endsWith("/mediafiles/api/v1/photos/" + photo.get("id").textValue()), place);
        HttpResponse<String> read = RestClient.get(Site.VIEWER, "/photos/" + photo.get("id").textValue());
        assertEquals(photo, RestClient.body(read));
        assertEquals(tag(created), tag(read));
        String content = file.at("/links/content").textValue().replace("/mediafiles/api/v1", "");
        HttpResponse<byte[]> back = RestClient.bytes(Site.CLINICIAN, "GET", content);
        assertArrayEquals(bytes, back.body());
        assertEquals('"' + hash + '"', tag(back));
        HttpResponse<String> timeline = RestClient.get(Site.VIEWER, "/patients/" + patient + "/timeline");
        assertEquals(photo.get("id"), RestClient.body(timeline).at("/items/0/id"));
        assertEquals(200, RestClient.get(Site.VIEWER, "/media-files/" + file.get("id").textValue()).statusCode());
    }

    @Test
    void anUploadStandsForTheFileOnce() throws Exception {
        byte[] bytes = RestClient.jpeg(80, 60);
        HttpResponse<String> upload = Site
                .send(Site.requestAs(Site.CLINICIAN, Site.api("/uploads?filename=caf%C3%A9.jpg"))
                        .header("Content-Type", "image/jpeg").POST(BodyPublishers.ofByteArray(bytes)));
        assertEquals(201, upload.statusCode(), upload.body());
        JsonNode received = RestClient.body(upload);
        assertEquals("café.jpg", received.get("originalFilename").textValue());
        String id = received.get("uploadId").textValue();
        String patient = RestClient.newPatient();
        assertProblem(404, "unknown-upload", RestClient.form(Site.INTEGRATOR, "/patients/" + patient + "/photos",
                new Form().text("uploadId", id)));
        HttpResponse<String> photo = RestClient.form(Site.CLINICIAN, "/patients/" + patient + "/photos",
                new Form().text("uploadId", id));
        assertEquals(201, photo.statusCode(), photo.body());
        assertEquals(RestClient.sha256(bytes), RestClient.body(photo).at("/mediaFile/fileHash").textValue());
        assertProblem(404, "unknown-upload", RestClient.form(Site.CLINICIAN, "/patients/" + patient + "/photos",
                new Form().text("uploadId", id)));
    }

    @Test
    void theSameBytesForTheSamePatientAreADuplicate() throws Exception {
        byte[] bytes = RestClient.jpeg(40, 30);
        String patient = RestClient.newPatient();
        Form form = new Form().file("file", "a.jpg", bytes);
        JsonNode first = RestClient.body(RestClient.form(Site.CLINICIAN, "/patients/" + patient + "/photos", form));
        HttpResponse<String> second = RestClient.form(Site.CLINICIAN, "/patients/" + patient + "/photos", form);
        assertProblem(409, "duplicate-media", second);
        assertEquals(first.get("id"), RestClient.body(second).at("/duplicateOf/eventId"));
        assertEquals(first.at("/mediaFile/id"), RestClient.body(second).at("/duplicateOf/mediaFileId"));
        assertEquals(201, RestClient.form(Site.CLINICIAN, "/patients/" + patient + "/photos",
                new Form().file("file", "a.jpg", bytes).text("allowDuplicate", "true")).statusCode());
        assertEquals(201,
                RestClient.form(Site.CLINICIAN, "/patients/" + RestClient.newPatient() + "/photos", form).statusCode());
    }

    @Test
    void changesFollowTheVersionTheRoleAndTheReason() throws Exception {
        String path = "/photos/" + RestClient.newPhoto(Site.CLINICIAN, RestClient.newPatient()).get("id").textValue();
        String before = tag(RestClient.get(Site.CLINICIAN, path));
        HttpResponse<String> changed = RestClient.json(Site.CLINICIAN, "PATCH", path, "{\"description\":\"Novo\"}",
                "If-Match", before);
        assertEquals(200, changed.statusCode(), changed.body());
        assertEquals("Novo", RestClient.body(changed).get("description").textValue());
        assertNotEquals(before, tag(changed));
        assertProblem(412, "version-conflict", RestClient.json(Site.CLINICIAN, "PATCH", path,
                "{\"description\":\"Alt\"}", "If-Match", before));
        assertProblem(412, "version-conflict", RestClient.json(Site.CLINICIAN, "PATCH", path,
                "{\"description\":\"Alt\"}", "If-Match", "W/" + tag(changed)));
        assertEquals(200, RestClient.json(Site.CLINICIAN, "PATCH", path, "{\"description\":\"Drei\"}", "If-Match",
                "\"x\", " + tag(changed)).statusCode());
        assertEquals(200,
                RestClient.json(Site.CLINICIAN, "PATCH", path, "{\"description\":null}", "If-Match", "*").statusCode());
        assertFalse(RestClient.body(RestClient.get(Site.CLINICIAN, path)).get("description").textValue().isEmpty());
        assertProblem(400, "invalid-request",
                RestClient.json(Site.CLINICIAN, "PATCH", path, "{\"description\":\"x\"}", "If-Match", "abc"));
        assertProblem(400, "invalid-request", RestClient.json(Site.CLINICIAN, "PATCH", path, "{\"id\":\"x\"}"));
        assertProblem(400, "invalid-request",
                RestClient.json(Site.CLINICIAN, "PATCH", path, "{\"eventDatetime\":\"2026-01-01T10:00:00\"}"));
        assertProblem(403, "forbidden", RestClient.json(Site.VIEWER, "PATCH", path, "{\"id\":\"x\"}"));
        assertProblem(403, "forbidden", RestClient.json(Site.INTEGRATOR, "PATCH", path, "{\"description\":\"x\"}"));
        assertProblem(404, "not-found",
                RestClient.json(Site.CLINICIAN, "PATCH", "/photos/" + RestClient.NOBODY, "{\"id\":\"x\"}"));
        assertProblem(404, "not-found", RestClient.json(Site.CLINICIAN, "PATCH", "/photos/nonsense", "{}"));
        assertProblem(415, "unsupported-media-type", Site.send(Site.requestAs(Site.CLINICIAN, Site.api(path))
                .header("Content-Type", "text/plain").method("PATCH", BodyPublishers.ofString("{}"))));
        assertEquals(304, RestClient.get(Site.VIEWER, path, "If-None-Match", tag(RestClient.get(Site.VIEWER, path)))
                .statusCode());
    }

    @Test
    void whatIsDeletedIsGoneUntilAnAdminRestoresIt() throws Exception {
        String patient = RestClient.newPatient();
        JsonNode photo = RestClient.newPhoto(Site.CLINICIAN, patient);
        String path = "/photos/" + photo.get("id").textValue();
        String large = "/media-files/" + photo.at("/mediaFile/id").textValue() + "/large";
        assertProblem(403, "forbidden", RestClient.send(Site.VIEWER, "DELETE", path));
        assertEquals(204, RestClient.send(Site.CLINICIAN, "DELETE", path, "X-Reason", "errado%20%C3%A9").statusCode());
        assertProblem(404, "not-found", RestClient.get(Site.CLINICIAN, path));
        assertProblem(404, "not-found", RestClient.get(Site.CLINICIAN, large));
        assertProblem(404, "not-found", RestClient.send(Site.CLINICIAN, "DELETE", path));
        assertEquals(0, RestClient.body(RestClient.get(Site.VIEWER, "/patients/" + patient + "/timeline")).get("items")
                .size());
        assertProblem(403, "forbidden", RestClient.get(Site.CLINICIAN, "/trash"));
        JsonNode trash = RestClient.body(RestClient.get(Site.ADMIN, "/trash?limit=200"));
        assertTrue(trash.get("items").toString().contains(photo.get("id").textValue()));
        assertProblem(403, "forbidden", RestClient.send(Site.CLINICIAN, "POST", path + "/restore"));
        assertEquals(200, RestClient.send(Site.ADMIN, "POST", path + "/restore").statusCode());
        assertEquals(200, RestClient.get(Site.VIEWER, path).statusCode());
        assertEquals(200, RestClient.get(Site.VIEWER, large).statusCode());
    }

    @Test
    void aMoveNeedsAReasonAndTakesThePhotoAlong() throws Exception {
        String wrong = RestClient.newPatient();
        String right = RestClient.newPatient();
        String path = "/photos/" + RestClient.newPhoto(Site.CLINICIAN, wrong).get("id").textValue();
        assertProblem(422, "reason-required",
                RestClient.json(Site.CLINICIAN, "POST", path + "/move", "{\"patientId\":\"" + right + "\"}"));
        assertProblem(400, "invalid-request", RestClient.json(Site.CLINICIAN, "POST", path + "/move", "{}"));
        HttpResponse<String> moved = RestClient.json(Site.CLINICIAN, "POST", path + "/move",
                "{\"patientId\":\"" + right + "\",\"reason\":\"paciente errado\"}");
        assertEquals(200, moved.statusCode(), moved.body());
        assertEquals(right, RestClient.body(moved).get("patientId").textValue());
        assertEquals(1,
                RestClient.body(RestClient.get(Site.VIEWER, "/patients/" + right + "/timeline")).get("items").size());
        assertEquals(0,
                RestClient.body(RestClient.get(Site.VIEWER, "/patients/" + wrong + "/timeline")).get("items").size());
    }

    @Test
    void theTimelineIsFilteredAndPaged() throws Exception {
        String patient = RestClient.newPatient();
        String path = "/patients/" + patient;
        for (int day = 1; day <= 3; day++) {
            assertEquals(201, RestClient.form(Site.CLINICIAN, path + "/photos",
                    new Form().file("file", "a.jpg", RestClient.jpeg(8, 8)).text("eventDatetime",
                            "2026-02-0" + day + "T12:00:00Z"))
                    .statusCode());
        }
        JsonNode first = RestClient.body(RestClient.get(Site.VIEWER, path + "/timeline?limit=2"));
        assertEquals("2026-02-03T12:00:00Z", first.at("/items/0/eventDatetime").textValue());
        assertEquals(2, first.get("items").size());
        JsonNode rest = RestClient.body(RestClient.get(Site.VIEWER,
                path + "/timeline?limit=2&cursor=" + first.get("nextCursor").textValue()));
        assertEquals(1, rest.get("items").size());
        assertTrue(rest.get("nextCursor").isNull());
        assertEquals(1, RestClient.body(RestClient.get(Site.VIEWER, path
                + "/timeline?from=2026-02-02T12:00:00Z&to=2026-02-03T12:00:00%2B00:00&type=photo,videoClip"))
                .get("items")
                .size());
        assertEquals(0,
                RestClient.body(RestClient.get(Site.VIEWER, path + "/timeline?type=photoSeries")).get("items").size());
        for (String query : new String[]{"type=scan", "from=2026-02-02T12:00:00", "to=x", "limit=201",
                "cursor=nonsense"}) {
            assertProblem(400, "invalid-request", RestClient.get(Site.VIEWER, path + "/timeline?" + query));
        }
        assertEquals(200, RestClient.get(Site.VIEWER, path + "/timeline?unknown=1").statusCode());
        assertProblem(404, "not-found",
                RestClient.get(Site.VIEWER, "/patients/" + RestClient.NOBODY + "/timeline?type=scan"));
    }
}
