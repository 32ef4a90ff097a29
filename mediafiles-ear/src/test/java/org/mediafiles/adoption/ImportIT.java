package org.mediafiles.adoption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.schema.version.Progress;

/** Photos found for events that stand without one, through the running server. */
@RunAsClient
class ImportIT extends DeployedMediaFiles {
    @TempDir
    Path folder;
    private String patient;

    @BeforeEach
    void newPatient() throws Exception {
        patient = DjangoRows.newPatient();
    }

    private ImportReport run(String csv, boolean dryRun, boolean goOn) throws Exception {
        Path sheet = Files.writeString(folder.resolveSibling(UUID.randomUUID() + ".csv"), csv);
        return new Import(Progress.NONE).run(new ImportRequest(sheet, folder, URI.create(Site.root() + "/api/v1"),
                Site.ADMIN, Site.ADMIN, dryRun, goOn));
    }

    private static String states(ImportReport report) {
        return String.join(" ", report.rows().stream().map(row -> row.state().code()).toList());
    }

    private static String row(String event) throws Exception {
        return DjangoRows.query("select to_jsonb(e) from events_event e where id = '" + event + "'");
    }

    private static HttpResponse<String> post(String user, String event, String query, byte[] bytes) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(bytes);
        body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        return Site.send(Site.requestAs(user, Site.api("/admin/events/" + event + "/photo" + query))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static String code(HttpResponse<String> answer) throws Exception {
        return answer.statusCode() + " " + DjangoRows.JSON.readTree(answer.body()).get("code").textValue();
    }

    @Test
    void aPhotoIsPublishedOntoTheStandingEventAndASecondRunChangesNothing() throws Exception {
        String event = DjangoRows.newEvent(patient);
        String before = row(event);
        byte[] bytes = DjangoRows.jpeg();
        Files.write(folder.resolve("ferida, 1.jpg"), bytes);
        String csv = "event;file\r\n" + event + ";\"ferida, 1.jpg\"\r\n";

        ImportReport dry = run(csv, true, false);
        assertEquals("ready", states(dry));
        assertEquals(0, dry.exitCode());
        assertEquals("0", DjangoRows.query("select count(*) from mediafiles_photo where event_ptr_id = '" + event
                + "'"));
        ImportReport first = run(csv, false, false);
        assertEquals("imported", states(first));
        assertEquals(0, first.exitCode());
        ImportReport second = run(csv, false, false);
        assertEquals("there", states(second));
        assertEquals(0, second.exitCode());

        assertEquals(before, row(event), "time, author and version are the event's own");
        JsonNode photo = DjangoRows.get("/photos/" + event);
        assertEquals("2024-02-03T10:00:00Z", photo.get("eventDatetime").textValue());
        assertEquals("clinician", photo.at("/createdBy/username").textValue());
        assertEquals("ferida, 1.jpg", photo.at("/mediaFile/originalFilename").textValue());
        assertArrayEquals(bytes, Site.sendForBytes(Site.requestAs(Site.CLINICIAN,
                Site.api("/media-files/" + photo.at("/mediaFile/id").textValue() + "/content")).GET()).body());
        assertEquals(200, Site.sendForBytes(Site.requestAs(Site.VIEWER,
                Site.api("/media-files/" + photo.at("/mediaFile/id").textValue() + "/thumbnail")).GET())
                .statusCode());
        assertEquals("1", DjangoRows.query("select count(*) from mediafiles_ops.audit_event where event_id = '" + event
                + "' and act = 'event-change' and outcome = 'ok' and username = 'admin'"));
    }

    @Test
    void rowsThatDoNotHoldAreToldAndNothingIsImportedUnlessAskedFor() throws Exception {
        String good = DjangoRows.newEvent(patient);
        String broken = DjangoRows.newEvent(patient);
        String missing = DjangoRows.newEvent(patient);
        Files.write(folder.resolve("good.jpg"), DjangoRows.jpeg());
        Files.writeString(folder.resolve("page.jpg"), "<html>no picture</html>");
        String csv = good + ",good.jpg\n" + broken + ",page.jpg\n" + missing + ",nowhere.jpg\n" + UUID.randomUUID()
                + ",good.jpg\nnot-an-id 1,good.jpg\n" + good + ",good.jpg\n" + UUID.randomUUID() + ",../x\n";

        ImportReport refused = run(csv, false, false);
        assertEquals("ready refused refused refused refused refused refused", states(refused));
        assertEquals(1, refused.exitCode());
        assertTrue(refused.rows().get(1).text().startsWith("unsupported-media-type"), refused.rows().get(1).text());
        assertTrue(refused.rows().get(3).text().startsWith("not-found"), refused.rows().get(3).text());
        assertEquals("0",
                DjangoRows.query("select count(*) from mediafiles_photo where event_ptr_id = '" + good + "'"));

        ImportReport asked = run(csv, false, true);
        assertEquals("imported", asked.rows().get(0).state().code());
        assertEquals(1, asked.exitCode());
    }

    @Test
    void theCallIsForAdminsAndTellsEachProblem() throws Exception {
        String event = DjangoRows.newEvent(patient);
        byte[] bytes = DjangoRows.jpeg();

        for (String user : new String[]{Site.VIEWER, Site.CLINICIAN, Site.INTEGRATOR}) {
            assertEquals("403 forbidden", code(post(user, event, "", bytes)));
        }
        assertEquals("400 invalid-request", code(post(Site.ADMIN, event, "?dryRun=yes", bytes)));
        assertEquals("415 unsupported-media-type", code(post(Site.ADMIN, event, "", new byte[]{1, 2, 3})));
        assertEquals("404 not-found", code(post(Site.ADMIN, UUID.randomUUID().toString(), "", bytes)));
        HttpResponse<String> ready = post(Site.ADMIN, event, "?dryRun=true", bytes);
        assertEquals("{\"eventId\":\"" + event + "\",\"state\":\"ready\"}", ready.body());

        HttpResponse<String> published = post(Site.ADMIN, event, "", bytes);
        assertEquals(201, published.statusCode(), published.body());
        assertTrue(published.headers().firstValue("Location").orElseThrow().endsWith("/photos/" + event));
        HttpResponse<String> again = post(Site.ADMIN, event, "", bytes);
        assertEquals(200, again.statusCode(), again.body());
        assertEquals(published.body(), again.body());
        assertEquals("409 conflict", code(post(Site.ADMIN, event, "", DjangoRows.jpeg())));
        String other = DjangoRows.newEvent(patient);
        assertEquals("409 duplicate-media", code(post(Site.ADMIN, other, "", bytes)));
        assertEquals("409 duplicate-media", code(post(Site.ADMIN, other, "?dryRun=true", bytes)));
        DjangoRows.execute("update events_event set event_type = 4 where id = '" + other + "'");
        assertEquals("409 conflict", code(post(Site.ADMIN, other, "", DjangoRows.jpeg())));
        DjangoRows.execute("insert into mediafiles_ops.event_trash (event_id, patient_id, deleted_by_id) values ('"
                + event + "', '" + patient + "', 1)");
        assertEquals("404 not-found", code(post(Site.ADMIN, event, "", bytes)));
    }
}
