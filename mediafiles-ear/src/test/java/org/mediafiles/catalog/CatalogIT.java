package org.mediafiles.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

/** What only real transactions show. */
@RunAsClient
class CatalogIT extends DeployedMediaFiles {
    private static final int AT_ONCE = 6;
    /** More than the pool has connections. */
    private static final int BURST = 40;

    @Test
    void refusedAttemptsStandOnRecordAlthoughNothingElseDoes() throws Exception {
        String body = patient("Recusa " + UUID.randomUUID());
        HttpResponse<String> refused = post(Site.VIEWER, "/patients", body);
        assertEquals(403, refused.statusCode());
        assertEquals("patient-create refused viewer forbidden", record(refused));

        String first = id(post(Site.CLINICIAN, "/patients", body));
        HttpResponse<String> twin = post(Site.INTEGRATOR, "/patients", body);
        assertEquals(409, twin.statusCode());
        assertEquals("patient-create refused integrator possible-duplicate-patient", record(twin));
        assertEquals(first, query("select patient_id from mediafiles_ops.audit_event where request_id = ?",
                requestId(twin)));
    }

    @Test
    void aLookIsOneRow() throws Exception {
        String name = "Olhada " + UUID.randomUUID();
        String id = id(post(Site.CLINICIAN, "/patients", patient(name)));
        for (String path : List.of("/patients/" + id, "/patients/" + id + "/timeline", "/patients?q=olhada")) {
            HttpResponse<String> answer = Site.send(Site.requestAs(Site.VIEWER, Site.api(path)).GET());
            assertEquals(200, answer.statusCode());
            assertEquals("1", query("select count(*) from mediafiles_ops.audit_event where request_id = ?",
                    requestId(answer)), path);
        }
        assertEquals("0", query(
                "select count(*) from mediafiles_ops.audit_event where details::text ilike '%' || ? || '%'", "olhada"));
    }

    @Test
    void aWrongCallIsNoLook() throws Exception {
        String patient = id(post(Site.CLINICIAN, "/patients", patient("Errada " + UUID.randomUUID())));
        String photo = photoOf(patient);
        for (HttpResponse<String> wrong : List.of(
                Site.send(Site.requestAs(Site.CLINICIAN, Site.api("/patients/" + patient + "/timeline?from=x")).GET()),
                patch("/patients/" + patient, "{\"birthday\":\"x\"}"),
                patch("/photos/" + photo, "{\"eventDatetime\":\"x\"}"))) {
            assertEquals(400, wrong.statusCode(), wrong.body());
            assertEquals("0", query("select count(*) from mediafiles_ops.audit_event where request_id = ?",
                    requestId(wrong)), wrong.body());
        }
    }

    @Test
    void aBurstOfRefusalsIsRefusedAndOnRecord() throws Exception {
        String patient = id(post(Site.CLINICIAN, "/patients", patient("Rajada " + UUID.randomUUID())));
        String photo = photoOf(patient);
        String file = query("select media_file_id from mediafiles_photo where event_ptr_id::text = ?", photo);
        List<Integer> answers = atOnce(BURST, () -> Site
                .send(Site.requestAs(Site.VIEWER, Site.api("/media-files/" + file + "/content")).GET()).statusCode());
        assertEquals(Collections.nCopies(BURST, 403), answers);
        assertEquals(Integer.toString(BURST), query("select count(*) from mediafiles_ops.audit_event"
                + " where act = 'original-look' and outcome = 'refused' and patient_id::text = ?", patient));
    }

    private static HttpResponse<String> patch(String path, String body) throws Exception {
        return Site.send(Site.requestAs(Site.CLINICIAN, Site.api(path))
                .header("Content-Type", "application/merge-patch+json").method("PATCH", BodyPublishers.ofString(body)));
    }

    @Test
    void ofManyAdditionsAtOnceOneStands() throws Exception {
        String body = patient("Gêmea " + UUID.randomUUID());
        List<Integer> answers = atOnce(() -> post(Site.CLINICIAN, "/patients", body).statusCode());
        assertEquals(1, Collections.frequency(answers, 201), answers.toString());
        assertEquals(AT_ONCE - 1, Collections.frequency(answers, 409), answers.toString());
    }

    @Test
    void ofManyChangesOfOneVersionOneStands() throws Exception {
        String patient = id(post(Site.CLINICIAN, "/patients", patient("Versão " + UUID.randomUUID())));
        String photo = photoOf(patient);
        String tag = Site.send(Site.requestAs(Site.CLINICIAN, Site.api("/photos/" + photo)).GET()).headers()
                .firstValue("ETag").orElseThrow();
        List<Integer> answers = atOnce(() -> Site.send(Site.requestAs(Site.CLINICIAN, Site.api("/photos/" + photo))
                .header("Content-Type", "application/merge-patch+json").header("If-Match", tag)
                .method("PATCH", BodyPublishers.ofString("{\"description\":\"" + UUID.randomUUID() + "\"}")))
                .statusCode());
        assertEquals(1, Collections.frequency(answers, 200), answers.toString());
        assertEquals(AT_ONCE - 1, Collections.frequency(answers, 412), answers.toString());
        assertEquals("1", query("select count(*) from mediafiles_ops.audit_event where act = 'event-change'"
                + " and outcome = 'ok' and event_id::text = ?", photo));
    }

    @Test
    void ofManyDeletionsAtOnceOneStands() throws Exception {
        String patient = id(post(Site.CLINICIAN, "/patients", patient("Lixo " + UUID.randomUUID())));
        String photo = photoOf(patient);
        List<Integer> answers = atOnce(
                () -> Site.send(Site.requestAs(Site.CLINICIAN, Site.api("/photos/" + photo)).DELETE()).statusCode());
        assertEquals(1, Collections.frequency(answers, 204), answers.toString());
        assertEquals(AT_ONCE - 1, Collections.frequency(answers, 404), answers.toString());
    }

    @Test
    void pagesOfATimelineFollowEachOther() throws Exception {
        String patient = id(post(Site.CLINICIAN, "/patients", patient("Páginas " + UUID.randomUUID())));
        for (int i = 0; i < 5; i++) {
            photoOf(patient);
        }
        int seen = 0;
        String cursor = null;
        do {
            HttpResponse<String> page = Site.send(Site.requestAs(Site.VIEWER, Site.api("/patients/" + patient
                    + "/timeline?limit=2" + (cursor == null ? "" : "&cursor=" + cursor))).GET());
            assertEquals(200, page.statusCode(), page.body());
            seen += page.body().split("\"patientId\"", -1).length - 1;
            int at = page.body().indexOf("\"nextCursor\":\"");
            cursor = at < 0 ? null : page.body().substring(at + 14, page.body().indexOf('"', at + 14));
        } while (cursor != null);
        assertEquals(5, seen);
        assertEquals("1", query("select count(*) from mediafiles_ops.audit_event where act = 'timeline-open'"
                + " and patient_id::text = ?", patient));
    }

    /** A photo that the clinician created now, without bytes: the catalog alone is asked for it. */
    private static String photoOf(String patient) throws SQLException {
        String event = UUID.randomUUID().toString();
        String file = UUID.randomUUID().toString();
        update("insert into events_event select ?::uuid, 3, now(), 'Foto', now(), now(), id, ?::uuid, id"
                + " from accounts_eqmduser where username = 'clinician'", event, patient);
        update("insert into mediafiles_mediafile values (?::uuid, ?, 'a.jpg', null, 1, 'image/jpeg', 'image', 1, 1,"
                + " null, null, '{}', now(), now())", file, "test/" + file);
        update("insert into mediafiles_photo values (?::uuid, ?::uuid)", event, file);
        return event;
    }

    private static List<Integer> atOnce(Callable<Integer> call) throws Exception {
        return atOnce(AT_ONCE, call);
    }

    private static List<Integer> atOnce(int times, Callable<Integer> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : threads.invokeAll(Collections.nCopies(times, call))) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }

    private static String patient(String name) {
        return "{\"name\":\"" + name + "\",\"birthday\":\"1980-05-17\"}";
    }

    private static HttpResponse<String> post(String user, String path, String body) throws Exception {
        return Site.send(Site.requestAs(user, Site.api(path)).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static String id(HttpResponse<String> created) {
        assertEquals(201, created.statusCode(), created.body());
        String location = created.headers().firstValue("Location").orElseThrow();
        String id = location.substring(location.lastIndexOf('/') + 1);
        assertTrue(id.length() == 36, location);
        return id;
    }

    private static String requestId(HttpResponse<String> answer) {
        return answer.headers().firstValue("X-Request-Id").orElseThrow();
    }

    private static String record(HttpResponse<String> answer) throws SQLException {
        return query("select concat_ws(' ', act, outcome, username, details->>'code') from mediafiles_ops.audit_event"
                + " where request_id = ?", requestId(answer));
    }

    private static String query(String sql, String value) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    private static void update(String sql, String... values) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
