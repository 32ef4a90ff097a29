package org.mediafiles.web.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** What only an admin has: the trash, and changing what is older than a day. */
@RunAsClient
@NeedsBrowser
class AdminPagesBrowserIT extends DeployedMediaFiles {
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
