package org.mediafiles.web.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.NeedsBrowser;
import org.mediafiles.it.Site;

/** Who gets in, what a role is offered, and what the pages do with hostile text. */
@RunAsClient
@NeedsBrowser
class PagesAccessBrowserIT extends DeployedMediaFiles {
    @Test
    void viewerLooksAndAddsNothing() {
        String patient;
        String photo;
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            patient = ward.newPatient("Leitura " + UUID.randomUUID());
            photo = ward.newPhoto(patient, "para olhar");
        }
        try (Ward ward = Ward.desktop().signIn(Site.VIEWER)) {
            ward.go("/clinician/timeline.xhtml?patient=" + patient);
            assertTrue(ward.text(".tile").contains("para olhar"));
            assertFalse(ward.source().contains("new-photo.xhtml"), "no way to add is offered");
            ward.go("/clinician/photo.xhtml?photo=" + photo);
            ward.click("#details-button");
            ward.see("#details .drawer-acts a");
            assertFalse(ward.source().contains("edit-button") || ward.source().contains("delete-dialog")
                    || ward.source().contains("/content"));
            for (String page : new String[]{"/clinician/new-photo.xhtml?patient=" + patient,
                    "/clinician/new-patient.xhtml", "/admin/trash.xhtml", "/admin/media-files.xhtml"}) {
                ward.go(page);
                assertEquals("Sem permissão", ward.text("h1"), page);
            }
        }
    }

    @Test
    void languageIsSwitchedAndStays() {
        try (Ward ward = Ward.phone()) {
            ward.go("/signin.xhtml");
            assertEquals("Entrar", ward.text("h1"));
            ward.click("[id='frame:language']");
            ward.waitFor("document.documentElement.lang === 'en'");
            assertEquals("Sign in", ward.text("h1"));
            ward.signIn(Site.CLINICIAN);
            assertEquals("Patients", ward.text("h1"));
            ward.click("[id='frame:language']");
            ward.waitFor("document.documentElement.lang === 'pt-BR'");
            assertEquals("Pacientes", ward.text("h1"));
        }
    }

    @Test
    void afterSignOutBackShowsNothing() {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            String name = "Segredo " + UUID.randomUUID();
            String patient = ward.newPatient(name);
            ward.go("/clinician/timeline.xhtml?patient=" + patient);
            ward.signOut();
            ward.back();
            ward.waitForPath("/signin.xhtml");
            assertFalse(ward.source().contains(name));
            ward.go("/clinician/timeline.xhtml?patient=" + patient);
            ward.see("[id='signin:username']");
            ward.type("signin:username", Site.CLINICIAN);
            ward.type("signin:password", Site.CLINICIAN);
            ward.click("[id='signin:go']");
            ward.waitForPath("/clinician/timeline.xhtml?patient=" + patient);
        }
    }

    @Test
    void integratorIsToldToUseTheApi() {
        try (Ward ward = Ward.desktop()) {
            ward.go("/signin.xhtml");
            ward.type("signin:username", Site.INTEGRATOR);
            ward.type("signin:password", Site.INTEGRATOR);
            ward.click("[id='signin:go']");
            assertTrue(ward.text(".message-problem").contains("somente pela API"));
        }
    }

    @Test
    void uploadWithoutTheSessionsTokenIsRefused() {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            Object status = ward.run("""
                                     const request = new XMLHttpRequest();
                                     request.open('POST', '/mediafiles/api/v1/uploads', false);
                                     request.setRequestHeader('X-CSRF-Token', 'wrong');
                                     request.send(new Blob(['x']));
                                     return request.status + ' ' + JSON.parse(request.responseText).code;
                                     """);
            assertEquals("403 csrf-token-mismatch", status);
        }
    }

    @Test
    void postWithoutTheViewsStateEndsOnTheExpiredPage() {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            ward.run("""
                     document.querySelectorAll('#frame input[name="jakarta.faces.ViewState"]')
                         .forEach(state => { state.value = '1:2'; });
                     document.getElementById('frame:language').click();
                     """);
            ward.waitForPath("/error.xhtml");
            assertEquals("A página expirou", ward.text("h1"));
            ward.click(".button-main");
            ward.waitForPath("/clinician/patients.xhtml");
        }
    }

    @Test
    void hostileTextIsShownAsText() {
        String script = "<img src=x onerror=window.hit=1>\"'><script>window.hit=1</script>";
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            String patient = ward.newPatient("O'Brien <b>" + UUID.randomUUID());
            ward.choose(patient, ward.picture("<img src=x onerror=window.hit=1>\u202egpj.jpg"));
            ward.see(".chosen-state.good");
            ward.type("photo:description", script);
            ward.click("[id='photo:save']");
            ward.waitForPath("/clinician/timeline.xhtml");
            assertTrue(ward.text(".tile-description").contains("<img src=x"));
            assertNull(ward.run("return window.hit"));
            ward.click(".tile");
            ward.click("#details-button");
            assertTrue(ward.text("#details").contains("onerror=window.hit=1>gpj.jpg"), "no override of direction left");
            assertNull(ward.run("return window.hit"));
        }
    }

    @Test
    void unknownPatientIsNotFoundWithANumberForSupport() {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            ward.go("/clinician/timeline.xhtml?patient=" + UUID.randomUUID());
            assertEquals("Não encontrado", ward.text("h1"));
            assertTrue(ward.text(".request-id").matches("(?s).*[0-9a-f]{8}-[0-9a-f-]{27}.*"));
            ward.click(".button-main");
            ward.waitForPath("/clinician/patients.xhtml");
        }
    }
}
