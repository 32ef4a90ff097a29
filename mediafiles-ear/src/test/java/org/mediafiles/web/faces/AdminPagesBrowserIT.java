package org.mediafiles.web.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.NeedsBrowser;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

/** What only an admin has: the list of all files, the trash, and changing what is older than a day. */
@RunAsClient
@NeedsBrowser
class AdminPagesBrowserIT extends DeployedMediaFiles {
    private static final int PAGE = 50;
    private static final String ROWS = "document.querySelectorAll('.table-grid tbody tr').length === ";

    @Test
    void filesAreFilteredAndTurnedPageByPageAndBack() throws Exception {
        String mark = "lista-" + UUID.randomUUID().toString().substring(0, 8);
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            String patient = ward.newPatient("Lista " + UUID.randomUUID());
            for (int i = 0; i < PAGE + 3; i++) {
                send(patient, mark + "-" + i + ".jpg", Files.readAllBytes(ward.picture("foto.jpg")));
            }
        }
        try (Ward ward = Ward.desktop().signIn(Site.ADMIN)) {
            ward.go("/admin/media-files.xhtml");
            ward.type("list:filename", mark);
            press(ward, "[id='list:filter']");
            ward.waitFor(ROWS + PAGE);
            assertEquals(mark + "-52.jpg", ward.text("tbody td.cell-name"), "newest first");
            assertFalse(ward.has("[id='list:previous']"));
            press(ward, "[id='list:next']");
            ward.waitFor(ROWS + 3);
            assertEquals(mark, ward.value("list:filename"), "the filter stays");
            assertEquals(mark + "-2.jpg", ward.text("tbody td.cell-name"));
            assertFalse(ward.has("[id='list:next']"), "there is no further page");
            press(ward, "[id='list:previous']");
            ward.waitFor(ROWS + PAGE);
            ward.type("list:filename", mark + "-1.jpg");
            press(ward, "[id='list:filter']");
            ward.waitFor(ROWS + 1);
            ward.run("document.getElementById('list:mimeType').value = 'image/png'");
            press(ward, "[id='list:filter']");
            assertTrue(ward.text(".empty").contains("Nenhum arquivo"));
            ward.type("list:from", "31/31/2026");
            press(ward, "[id='list:filter']");
            assertTrue(ward.text(".field-problem").startsWith("Escreva a data"));
            assertFalse(ward.has(".empty"), "nothing was asked for");
        }
    }

    /** Presses a button and waits until its answer is on the page. */
    private static void press(Ward ward, String css) {
        ward.click(css);
        ward.waitFor("PrimeFaces.ajax.Queue.isEmpty()");
    }

    @Test
    void lateChangeIsAnAdminsAndSaysWhy() throws Exception {
        String patient;
        String photo;
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            patient = ward.newPatient("Tardia " + UUID.randomUUID());
            photo = ward.newPhoto(patient, "antes");
            makeOlder(photo);
            ward.go("/clinician/photo.xhtml?photo=" + photo);
            ward.click("#details-button");
            assertTrue(ward.text("#details .notice").contains("24 horas"));
            assertFalse(ward.has("#edit-button"));
            assertFalse(ward.has("#delete-button"));
        }
        try (Ward ward = Ward.phone().signIn(Site.ADMIN)) {
            ward.go("/clinician/photo.xhtml?photo=" + photo);
            ward.click("#details-button");
            ward.click("#edit-button");
            ward.type("edit:description", "depois");
            ward.click("[id='edit:save']");
            assertEquals("Diga o motivo desta mudança.",
                    ward.text("#edit-form .field-problem, .viewer-messages .message-problem"));
            ward.type("edit:reason", "a descrição era de outra foto");
            ward.click("[id='edit:save']");
            assertEquals("Alterações salvas.", ward.text(".message-done"));
            assertEquals("depois", ward.text(".caption-description"));
        }
        assertEquals(1, count("select count(*) from mediafiles_ops.audit_event where act = 'event-change'"
                + " and outcome = 'ok' and role = 'admin' and event_id = cast(? as uuid)"
                + " and details ->> 'reason' = 'a descrição era de outra foto'", photo));
    }

    @Test
    void trashNamesPatientsWithoutOpeningThem() throws Exception {
        String name = "Lixo " + UUID.randomUUID();
        String patient;
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            patient = ward.newPatient(name);
            String photo = ward.newPhoto(patient, "engano");
            assertEquals(204, Site.send(Site.requestAs(Site.CLINICIAN, Site.api("/photos/" + photo)).DELETE())
                    .statusCode());
        }
        try (Ward ward = Ward.desktop().signIn(Site.ADMIN)) {
            ward.go("/admin/trash.xhtml");
            assertTrue(ward.text(".trash-list").contains(name));
        }
        assertEquals(0, count("select count(*) from mediafiles_ops.audit_event where act = 'patient-open'"
                + " and role = 'admin' and patient_id = cast(? as uuid)", patient));
    }

    private static void send(String patient, String filename, byte[] picture) throws Exception {
        String boundary = "part-" + UUID.randomUUID();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename
                + "\"\r\nContent-Type: image/jpeg\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        body.write(picture);
        body.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        var answer = Site.send(Site.requestAs(Site.CLINICIAN, Site.api("/patients/" + patient + "/photos"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
        assertEquals(201, answer.statusCode(), answer.body());
    }

    /** As if it had been added yesterday, an hour too early to be still open to its author. */
    private static void makeOlder(String photo) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                PreparedStatement update = connection.prepareStatement("update public.events_event"
                        + " set created_at = created_at - interval '25 hours' where id = cast(? as uuid)")) {
            update.setString(1, photo);
            assertEquals(1, update.executeUpdate());
        }
    }

    private static long count(String sql, String id) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, id);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
