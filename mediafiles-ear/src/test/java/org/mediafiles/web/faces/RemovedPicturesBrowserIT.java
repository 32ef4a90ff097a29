package org.mediafiles.web.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.Browser;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.NeedsBrowser;
import org.mediafiles.it.Site;

/** A picture that was taken out of its series: an admin sees in the trash what it is, and puts it back. */
@RunAsClient
@NeedsBrowser
class RemovedPicturesBrowserIT extends DeployedMediaFiles {
    private static final String PAGE = "/admin/trash.xhtml?show=pictures";

    private static JsonNode series(Ward ward, String patient) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 1; i <= 2; i++) {
            body.writeBytes(("--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + i
                    + ".jpg\"\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(Files.readAllBytes(ward.picture(i + ".jpg")));
            body.writeBytes(("\r\n--X\r\nContent-Disposition: form-data; name=\"caption\"\r\n\r\nlegenda " + i + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes("--X--\r\n".getBytes(StandardCharsets.US_ASCII));
        HttpResponse<String> answer = Site
                .send(Site.requestAs(Site.CLINICIAN, Site.api("/patients/" + patient + "/photo-series"))
                        .header("Content-Type", "multipart/form-data; boundary=X")
                        .POST(BodyPublishers.ofByteArray(body.toByteArray())));
        assertEquals(201, answer.statusCode(), answer.body());
        return new ObjectMapper().readTree(answer.body());
    }

    private static int thumbnail(String user, String file) throws Exception {
        return Site.send(Site.requestAs(user, Site.api("/media-files/" + file + "/thumbnail")).GET()).statusCode();
    }

    @Test
    void anAdminSeesWhatItIsAndPutsItBack() throws Exception {
        String name = "Retirada " + UUID.randomUUID();
        JsonNode series;
        String file;
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            series = series(ward, ward.newPatient(name));
            String id = series.get("id").textValue();
            file = series.at("/files/1/mediaFile/id").textValue();
            assertEquals(200, thumbnail(Site.VIEWER, file));
            assertEquals(204, Site.send(Site.requestAs(Site.CLINICIAN, Site.api("/photo-series/" + id + "/files/"
                    + series.at("/files/1/id").textValue())).header("X-Reason", "outra%20pessoa").DELETE())
                    .statusCode());
        }
        assertEquals(404, thumbnail(Site.CLINICIAN, file));
        assertEquals(404, thumbnail(Site.VIEWER, file));
        assertEquals(404, Site.send(Site.requestAs(Site.ADMIN, Site.api("/media-files/" + file + "/large")).GET())
                .statusCode(), "not even an admin has more than a look at the thumbnail");
        try (Browser browser = Browser.phone("en"); Ward ward = new Ward(browser)) {
            ward.signIn(Site.ADMIN);
            ward.go(PAGE);
            assertEquals("Trash", ward.text("h1"));
            assertTrue(ward.text(".trash-list").contains("legenda 2"));
            assertEquals(Boolean.TRUE,
                    ward.run("return document.documentElement.scrollWidth <= window.innerWidth"));
            ward.screenshot("trash-pictures-360-en");
        }
        try (Ward ward = Ward.desktop().signIn(Site.ADMIN)) {
            ward.go("/admin/trash.xhtml");
            ward.click("a[href$='show=pictures']");
            assertTrue(ward.text(".trash-picture").contains(name), ward.text(".trash-picture"));
            assertTrue(ward.text(".trash-picture").contains("Motivo: outra pessoa"));
            ward.waitFor("document.querySelector('.trash-picture img').naturalWidth > 0");
            ward.screenshot("trash-pictures-1280-pt");
            ward.click(".trash-picture button");
            ward.waitForPath(series.get("id").textValue());
            assertTrue(ward.source().contains("A foto voltou para a série."));
            ward.go(PAGE);
            assertFalse(ward.source().contains(name));
        }
        assertEquals(200, thumbnail(Site.VIEWER, file));
    }
}
