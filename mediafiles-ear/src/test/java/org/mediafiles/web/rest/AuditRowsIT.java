package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;
import org.mediafiles.web.rest.RestClient.Form;

/**
 * What each call and page leaves on record: the rows that bear the answer's request id, no fewer and no more, with who, what,
 * whom and how it came out.
 */
@RunAsClient
class AuditRowsIT extends DeployedMediaFiles {
    private final List<Executable> checks = new ArrayList<>();

    /** A row of the trail as far as it is compared; the address is checked apart. */
    private record Told(String act, String outcome, String username, String role, String patient, String event,
            String mediaFile) {
        static Told of(String act, String outcome, String user) {
            return new Told(act, outcome, user, user, null, null, null);
        }

        Told patient(String id) {
            return new Told(act, outcome, username, role, id, event, mediaFile);
        }

        Told event(String id) {
            return new Told(act, outcome, username, role, patient, id, mediaFile);
        }

        Told mediaFile(String id) {
            return new Told(act, outcome, username, role, patient, event, id);
        }

        Told by(String user, String inRole) {
            return new Told(act, outcome, user, inRole, patient, event, mediaFile);
        }
    }

    private void expect(String call, int status, HttpResponse<?> answer, Told... rows) {
        checks.add(() -> {
            assertEquals(status, answer.statusCode(), call + ": " + answer.body());
            String request = answer.headers().firstValue("X-Request-Id").orElseThrow();
            assertEquals(sorted(List.of(rows)), sorted(rowsOf(request)), call);
        });
    }

    /** The looks of one archive come in no order that anybody counts on. */
    private static List<Told> sorted(List<Told> rows) {
        return rows.stream().sorted(java.util.Comparator.comparing(Told::toString)).toList();
    }

    private static List<Told> rowsOf(String request) throws Exception {
        List<Told> rows = new ArrayList<>();
        try (Connection database = TestDatabase.connect();
                PreparedStatement statement = database.prepareStatement(
                        """
                        select act, outcome, username, role, patient_id::text, event_id::text, media_file_id::text, address
                          from mediafiles_ops.audit_event where request_id = ? and at > now() - interval '1 hour'
                         order by id""")) {
            statement.setString(1, request);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    assertEquals("127.0.0.1", found.getString(8));
                    rows.add(new Told(found.getString(1), found.getString(2), found.getString(3), found.getString(4),
                            found.getString(5), found.getString(6), found.getString(7)));
                }
            }
        }
        return rows;
    }

    private static String text(JsonNode node, String pointer) {
        return node.at(pointer).textValue();
    }

    @Test
    void everyLookIsOneRow() throws Exception {
        String patient = RestClient.newPatient();
        JsonNode photo = RestClient.newPhoto(Site.CLINICIAN, patient);
        JsonNode series = SeriesForms.made(patient, 2);
        String event = text(photo, "/id");
        String file = text(photo, "/mediaFile/id");
        String user = Site.VIEWER;
        look(user, "/patients?q=ninguem", Told.of("patient-search", "ok", user));
        look(user, "/patients/" + patient, Told.of("patient-open", "ok", user).patient(patient));
        look(user, "/patients/" + patient + "/timeline", Told.of("timeline-open", "ok", user).patient(patient));
        look(user, "/photos/" + event, Told.of("event-open", "ok", user).patient(patient).event(event));
        look(user, SeriesForms.path(series),
                Told.of("event-open", "ok", user).patient(patient).event(text(series, "/id")));
        Told media = Told.of("media-open", "ok", user).patient(patient).event(event).mediaFile(file);
        look(user, "/media-files/" + file, media);
        Told seen = new Told("media-look", "ok", user, user, patient, event, file);
        look(user, "/media-files/" + file + "/large", seen);
        look(user, "/media-files/" + file + "/large");
        look(user, "/media-files/" + file + "/thumbnail", seen);
        look(Site.ADMIN, "/media-files/" + file + "/content",
                new Told("original-look", "ok", Site.ADMIN, Site.ADMIN, patient, event, file));
        List<String> files = SeriesForms.texts(series, "/mediaFile/id");
        look(user, SeriesForms.path(series) + "/archive",
                files.stream()
                        .map(id -> Told.of("media-look", "ok", user).patient(patient).event(text(series, "/id"))
                                .mediaFile(id))
                        .toArray(Told[]::new));
        for (Map.Entry<String, String> admins : Map.of("/trash", "trash-open",
                "/admin/audit?patientId=" + patient, "audit-open", "/admin/audit.csv?patientId=" + patient,
                "audit-export", "/admin/migrations", "schema-look").entrySet()) {
            boolean ofPatient = admins.getKey().contains(patient);
            look(Site.ADMIN, admins.getKey(),
                    Told.of(admins.getValue(), "ok", Site.ADMIN).patient(ofPatient ? patient : null));
            HttpResponse<String> refused = RestClient.get(user, admins.getKey());
            expect(admins.getKey(), 403, refused,
                    Told.of(admins.getValue(), "refused", user).patient(ofPatient ? patient : null));
        }
        look(user, "/openapi.json");
        expect("nobody's photo", 404, RestClient.get(user, "/photos/" + RestClient.NOBODY));
        expect("HEAD", 200, RestClient.bytes(user, "HEAD", "/media-files/" + file + "/medium"));
        assertAll(checks);
    }

    private void look(String user, String path, Told... rows) throws Exception {
        expect(path, 200, RestClient.get(user, path), rows);
    }

    @Test
    void everyCreationAndChangeIsOneRowWithWhatChanged() throws Exception {
        String user = Site.CLINICIAN;
        HttpResponse<String> made = RestClient.json(user, "POST", "/patients",
                "{\"name\":\"Paciente " + java.util.UUID.randomUUID() + "\",\"birthday\":\"1980-05-17\"}");
        String patient = text(RestClient.body(made), "/id");
        expect("POST /patients", 201, made, Told.of("patient-create", "ok", user).patient(patient));
        HttpResponse<String> renamed = RestClient.json(user, "PATCH", "/patients/" + patient,
                "{\"birthday\":\"1981-05-17\"}");
        expect("PATCH /patients", 200, renamed, Told.of("patient-change", "ok", user).patient(patient));
        changed(renamed, "{\"birthday\": \"1980-05-17\"}", "{\"birthday\": \"1981-05-17\"}");
        HttpResponse<String> photo = RestClient.form(user, "/patients/" + patient + "/photos",
                new Form().text("description", "Ferida").file("file", "a.jpg", RestClient.jpeg(32, 24)));
        String event = text(RestClient.body(photo), "/id");
        Told aboutPhoto = Told.of("event-create", "ok", user).patient(patient).event(event);
        expect("POST photos", 201, photo, aboutPhoto.mediaFile(text(RestClient.body(photo), "/mediaFile/id")));
        HttpResponse<String> upload = RestClient.form(user, "/uploads",
                new Form().file("file", "u.jpg", RestClient.jpeg(32, 24)));
        expect("POST /uploads", 201, upload, Told.of("upload-receive", "ok", user));
        HttpResponse<String> patched = RestClient.json(user, "PATCH", "/photos/" + event,
                "{\"description\":\"Dorso\"}");
        Told change = Told.of("event-change", "ok", user).patient(patient).event(event);
        expect("PATCH /photos", 200, patched, change);
        changed(patched, "{\"description\": \"Ferida\"}", "{\"description\": \"Dorso\"}");
        expect("PATCH of nothing", 200, RestClient.json(user, "PATCH", "/photos/" + event, "{}"));
        expect("DELETE", 204, RestClient.send(user, "DELETE", "/photos/" + event),
                Told.of("event-delete", "ok", user).patient(patient).event(event));
        expect("restore", 200, RestClient.send(Site.ADMIN, "POST", "/photos/" + event + "/restore"),
                Told.of("event-restore", "ok", Site.ADMIN).patient(patient).event(event));
        changesOfASeries(patient, text(RestClient.body(upload), "/uploadId"));
        assertAll(checks);
    }

    private void changesOfASeries(String patient, String upload) throws Exception {
        String user = Site.CLINICIAN;
        HttpResponse<String> made = SeriesForms.send(patient, SeriesForms.pictures(SeriesForms.fresh(2)));
        JsonNode series = RestClient.body(made);
        String event = text(series, "/id");
        String path = SeriesForms.path(series);
        List<String> ids = SeriesForms.ids(series);
        List<String> media = SeriesForms.texts(series, "/mediaFile/id");
        Told change = Told.of("event-change", "ok", user).patient(patient).event(event);
        expect("POST series", 201, made, Told.of("event-create", "ok", user).patient(patient).event(event));
        expect("order", 200,
                RestClient.json(user, "PUT", path + "/order", SeriesForms.array(List.of(ids.get(1), ids.get(0)))),
                change);
        HttpResponse<String> caption = RestClient.json(user, "PATCH", path + "/files/" + ids.get(0),
                "{\"caption\":\"mão\"}");
        expect("caption", 200, caption, change.mediaFile(media.get(0)));
        checks.add(() -> assertTrue(
                values(caption).get(0).contains("\"caption\": \"\"") && !values(caption).get(0).contains(ids.get(1)),
                values(caption).toString()));
        expect("more pictures", 201, RestClient.form(user, path + "/files", new Form().text("uploadId", upload)),
                change);
        expect("picture out", 204, RestClient.send(user, "DELETE", path + "/files/" + ids.get(0)),
                change.mediaFile(media.get(0)));
        expect("picture back", 200, RestClient.send(Site.ADMIN, "POST", path + "/files/" + ids.get(0) + "/restore"),
                change.by(Site.ADMIN, Site.ADMIN).mediaFile(media.get(0)));
    }

    private void changed(HttpResponse<?> answer, String before, String after) {
        checks.add(() -> assertEquals(List.of(before, after), values(answer)));
    }

    private static List<String> values(HttpResponse<?> answer) throws Exception {
        try (Connection database = TestDatabase.connect();
                PreparedStatement statement = database.prepareStatement("select before_values, after_values"
                        + " from mediafiles_ops.audit_event where request_id = ? and at > now() - interval '1 hour'")) {
            statement.setString(1, answer.headers().firstValue("X-Request-Id").orElseThrow());
            try (ResultSet found = statement.executeQuery()) {
                assertTrue(found.next());
                return List.of(found.getString(1), found.getString(2));
            }
        }
    }

    @Test
    void everyRefusalIsOneRowThatNamesThePatient() throws Exception {
        String patient = RestClient.newPatient();
        JsonNode photo = RestClient.newPhoto(Site.CLINICIAN, patient);
        String event = text(photo, "/id");
        String path = "/photos/" + event;
        String user = Site.INTEGRATOR;
        Told change = Told.of("event-change", "refused", user).patient(patient).event(event);
        expect("403 of another's", 403, RestClient.json(user, "PATCH", path, "{\"description\":\"x\"}"), change);
        expect("403 before a wrong form", 403, RestClient.json(user, "PATCH", path, "{"), change);
        expect("403 delete", 403, RestClient.send(user, "DELETE", path),
                Told.of("event-delete", "refused", user).patient(patient).event(event));
        expect("403 restore", 403, RestClient.send(user, "POST", path + "/restore"),
                Told.of("event-restore", "refused", user).patient(patient).event(event));
        expect("403 original", 403,
                RestClient.get(Site.VIEWER, "/media-files/" + text(photo, "/mediaFile/id") + "/content"),
                new Told("original-look", "refused", Site.VIEWER, Site.VIEWER, patient, event,
                        text(photo, "/mediaFile/id")));
        expect("403 new photo", 403,
                RestClient.form(Site.VIEWER, "/patients/" + patient + "/photos",
                        new Form().file("file", "a.jpg", RestClient.jpeg(8, 8))),
                Told.of("event-create", "refused", Site.VIEWER).patient(patient));
        expect("403 patient", 403, RestClient.json(Site.VIEWER, "PATCH", "/patients/" + patient, "{\"name\":\"x\"}"),
                Told.of("patient-change", "refused", Site.VIEWER).patient(patient));
        conflicts(patient, path, event);
        contents(patient);
        expect("400", 400, RestClient.json(Site.CLINICIAN, "PATCH", path, "{\"description\":7}"));
        expect("404", 404, RestClient.send(Site.CLINICIAN, "DELETE", "/photos/" + RestClient.NOBODY));
        HttpResponse<String> wrong = Site.send(Site.request(Site.api("/patients")).header("Authorization",
                Site.basic("clinician", "wrong-" + event)).GET());
        expect("401", 401, wrong, Told.of("sign-in", "refused", null).by("clinician", null));
        expect("401 without credentials", 401, Site.send(Site.request(Site.api("/patients")).GET()));
        assertAll(checks);
    }

    private void conflicts(String patient, String path, String event) throws Exception {
        String user = Site.CLINICIAN;
        Told change = Told.of("event-change", "refused", user).patient(patient).event(event);
        expect("412", 412,
                RestClient.json(user, "PATCH", path, "{\"description\":\"x\"}", "If-Match", "\"another\""), change);
        expect("422 no reason", 422, RestClient.json(user, "POST", path + "/move",
                "{\"patientId\":\"" + RestClient.newPatient() + "\"}"),
                Told.of("event-move", "refused", user).patient(patient).event(event));
        expect("409 not in the trash", 409, RestClient.send(Site.ADMIN, "POST", path + "/restore"),
                Told.of("event-restore", "refused", Site.ADMIN).patient(patient).event(event));
        JsonNode series = SeriesForms.made(patient, 1);
        expect("409 last image", 409,
                RestClient.send(user, "DELETE", SeriesForms.path(series) + "/files/" + SeriesForms.ids(series).get(0)),
                Told.of("event-change", "refused", user).patient(patient).event(text(series, "/id")));
    }

    private void contents(String patient) throws Exception {
        String user = Site.CLINICIAN;
        Told create = Told.of("event-create", "refused", user).patient(patient);
        byte[] picture = RestClient.jpeg(32, 24);
        String photos = "/patients/" + patient + "/photos";
        expect("201", 201, RestClient.form(user, photos, new Form().file("file", "a.jpg", picture)),
                rowsAlready(patient));
        expect("409 duplicate", 409, RestClient.form(user, photos, new Form().file("file", "a.jpg", picture)), create);
        byte[] half = java.util.Arrays.copyOf(picture, picture.length / 2);
        expect("422 truncated", 422, RestClient.form(user, photos, new Form().file("file", "a.jpg", half)), create);
        expect("422 in a series", 422, SeriesForms.send(patient, SeriesForms.pictures(half)), create);
        expect("415", 415, RestClient.form(user, photos,
                new Form().file("file", "a.jpg", "kein Bild".getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                create);
        expect("422 alone", 422, RestClient.form(user, "/uploads", new Form().file("file", "a.jpg", half)),
                Told.of("upload-receive", "refused", user));
        expect("422 checksum", 422, RestClient.form(user, photos,
                new Form().text("sha256", "0".repeat(64)).file("file", "a.jpg", RestClient.jpeg(9, 9))), create);
    }

    /** @return the row of a creation whose ids the caller does not care for: read back from the trail */
    private static Told[] rowsAlready(String patient) throws Exception {
        try (Connection database = TestDatabase.connect();
                PreparedStatement statement = database
                        .prepareStatement("""
                                          select event_id::text, media_file_id::text from mediafiles_ops.audit_event
                                           where patient_id = ?::uuid and act = 'event-create' and outcome = 'ok'
                                           order by at desc, id desc limit 1""")) {
            statement.setString(1, patient);
            try (ResultSet found = statement.executeQuery()) {
                assertTrue(found.next());
                return new Told[]{Told.of("event-create", "ok", Site.CLINICIAN).patient(patient)
                        .event(found.getString(1)).mediaFile(found.getString(2))};
            }
        }
    }

    @Test
    void aMoveIsFoundFromEitherPatient() throws Exception {
        String from = RestClient.newPatient();
        String to = RestClient.newPatient();
        String event = text(RestClient.newPhoto(Site.CLINICIAN, from), "/id");
        HttpResponse<String> moved = RestClient.json(Site.CLINICIAN, "POST", "/photos/" + event + "/move",
                "{\"patientId\":\"" + to + "\",\"reason\":\"Paciente errado\"}");
        Told row = Told.of("event-move", "ok", Site.CLINICIAN).event(event);
        expect("move", 200, moved, row.patient(from), row.patient(to));
        for (String patient : List.of(from, to)) {
            JsonNode rows = RestClient.body(RestClient.get(Site.ADMIN,
                    "/admin/audit?act=event-move&patientId=" + patient)).get("items");
            assertEquals(1, rows.size());
            assertEquals(from, text(rows.get(0), "/before/patientId"));
            assertEquals(to, text(rows.get(0), "/after/patientId"));
            assertEquals("Paciente errado", text(rows.get(0), "/details/reason"));
        }
        assertAll(checks);
    }

    @Test
    void everyPageIsOneRow() throws Exception {
        String patient = RestClient.newPatient();
        JsonNode photo = RestClient.newPhoto(Site.CLINICIAN, patient);
        JsonNode series = SeriesForms.made(patient, 1);
        String event = text(photo, "/id");
        String clinician = PageSession.signIn(Site.CLINICIAN, Site.CLINICIAN);
        String admin = PageSession.signIn(Site.ADMIN, Site.ADMIN);
        Told timeline = Told.of("timeline-open", "ok", Site.CLINICIAN).patient(patient);
        page(clinician, "/clinician/timeline.xhtml?patient=" + patient, timeline);
        Told opened = Told.of("event-open", "ok", Site.CLINICIAN).patient(patient);
        page(clinician, "/clinician/photo.xhtml?photo=" + event, opened.event(event));
        page(clinician, "/clinician/series.xhtml?series=" + text(series, "/id"), opened.event(text(series, "/id")));
        page(clinician, "/clinician/edit-series.xhtml?series=" + text(series, "/id"),
                opened.event(text(series, "/id")));
        page(clinician, "/clinician/new-photo.xhtml?patient=" + patient,
                Told.of("patient-open", "ok", Site.CLINICIAN).patient(patient));
        page(clinician, "/clinician/patients.xhtml");
        page(clinician, "/clinician/new-patient.xhtml");
        for (Map.Entry<String, String> admins : Map.of("/admin/trash.xhtml", "trash-open", "/admin/media-files.xhtml",
                "media-list", "/admin/trail.xhtml", "audit-open").entrySet()) {
            page(admin, admins.getKey(), Told.of(admins.getValue(), "ok", Site.ADMIN));
            expect(admins.getKey(), 403, PageSession.get(clinician, admins.getKey()),
                    Told.of(admins.getValue(), "refused", Site.CLINICIAN));
        }
        // A list that is asked for again and again is one look within five minutes, perhaps another test's.
        expect("jobs", 403, PageSession.get(clinician, "/admin/jobs.xhtml"),
                Told.of("jobs-open", "refused", Site.CLINICIAN));
        page(admin, "/admin/trail.xhtml?patient=" + patient, Told.of("audit-open", "ok", Site.ADMIN).patient(patient));
        page(admin, "/admin/trail.xhtml?print=true&patient=" + patient,
                Told.of("audit-export", "ok", Site.ADMIN).patient(patient));
        HttpResponse<String> forged = Site.send(Site.request(Site.api("/uploads"))
                .header("Cookie", "JSESSIONID=" + clinician).header("X-CSRF-Token", "guessed")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("x")));
        expect("forged upload", 403, forged, Told.of("upload-receive", "refused", Site.CLINICIAN));
        assertAll(checks);
    }

    private void page(String cookie, String path, Told... rows) throws Exception {
        expect(path, 200, PageSession.get(cookie, path), rows);
    }
}
