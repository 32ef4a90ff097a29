package org.mediafiles.web.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.Browser;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.NeedsBrowser;
import org.mediafiles.it.Site;

/** Who saw what: the trail's page, what a patient is handed, and the versions of an event on its own page. */
@RunAsClient
@NeedsBrowser
class TrailPagesBrowserIT extends DeployedMediaFiles {
    private final String name = "Trilha <b>" + UUID.randomUUID() + "</b>";
    private String patient;
    private String photo;

    private void aPatientWithAHistory() throws Exception {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            patient = ward.newPatient(name);
            photo = ward.newPhoto(patient, "Ferida no dorso");
            var changed = Site.send(Site.requestAs(Site.CLINICIAN, Site.api("/photos/" + photo))
                    .header("Content-Type", "application/merge-patch+json")
                    .method("PATCH", BodyPublishers.ofString("{\"description\":\"Ferida na mão\"}")));
            assertEquals(200, changed.statusCode(), changed.body());
            var refused = Site.send(Site.requestAs(Site.INTEGRATOR, Site.api("/photos/" + photo)).DELETE());
            assertEquals(403, refused.statusCode());
        }
    }

    @Test
    void anAdminSeesWhoDidWhatAndNarrowsItInTheAddress() throws Exception {
        aPatientWithAHistory();
        try (Ward ward = Ward.desktop().signIn(Site.ADMIN)) {
            ward.go("/clinician/timeline.xhtml?patient=" + patient);
            ward.click("#trail-link");
            ward.waitForPath("/admin/trail.xhtml");
            assertTrue(ward.url().endsWith("/admin/trail.xhtml?patient=" + patient), ward.url());
            assertTrue(ward.text(".trail-whose").contains(name));
            assertTrue(ward.text("#trail").contains("Alterou um registro"));
            assertTrue(ward.text("#trail .trail-refused").contains("Tentativa recusada"));
            ward.run("document.querySelectorAll('#trail details').forEach(d => d.open = true)");
            assertTrue(
                    ward.text("#trail").contains("Ferida no dorso") && ward.text("#trail").contains("Ferida na mão"));
            ward.run("document.querySelector('#trail-filters [name=act]').value = 'event-change'");
            ward.click("#trail-filters button[type=submit]");
            ward.waitFor("document.querySelectorAll('.trail-row').length === 1");
            assertTrue(ward.url().contains("act=event-change") && ward.url().contains("patient=" + patient),
                    ward.url());
            ward.click(".trail-who a");
            ward.waitFor("location.search.includes('user=clinician')");
            ward.go("/admin/trail.xhtml?from=31/31/2026");
            assertTrue(ward.text(".notice-warning").startsWith("Escreva a data"));
        }
    }

    @Test
    void aPatientIsHandedWhoSawAndNoAddresses() throws Exception {
        aPatientWithAHistory();
        try (Ward ward = Ward.desktop().signIn(Site.ADMIN)) {
            ward.go("/admin/trail.xhtml?patient=" + patient);
            ward.click("#print");
            ward.waitFor("document.querySelector('.hand-out') !== null");
            String page = ward.text(".hand-out");
            assertTrue(page.contains(name) && page.contains("America/") || page.contains("UTC"), page);
            assertTrue(page.contains("Incluiu um registro") && page.contains("Equipe clínica"), page);
            assertFalse(page.contains("127.0.0.1"), "network addresses stay");
            assertFalse(ward.url().contains("Trilha"), "no name in the address");
        }
    }

    @Test
    void anEventSaysWhoEditedItAndWhatItWas() throws Exception {
        aPatientWithAHistory();
        try (Ward ward = Ward.phone().signIn(Site.VIEWER)) {
            ward.go("/clinician/photo.xhtml?photo=" + photo);
            ward.click("#details-button");
            assertTrue(ward.text("#edited").startsWith("Editado por "), ward.text("#edited"));
            ward.click("#versions summary");
            String versions = ward.text("#versions");
            assertTrue(versions.contains("Ferida no dorso") && versions.contains("Ferida na mão"), versions);
            assertFalse(ward.has("#trail-link"), "the trail is an admin's");
        }
    }

    @Test
    void everyPageOfTheTrailInBothLanguagesAndWidths() throws Exception {
        aPatientWithAHistory();
        for (String language : new String[]{"pt-BR", "en"}) {
            for (boolean phone : new boolean[]{false, true}) {
                Browser browser = phone ? Browser.phone(language) : Browser.desktop(language);
                try (Ward ward = new Ward(browser).signIn(Site.ADMIN)) {
                    for (String theme : new String[]{"light", "dark"}) {
                        browser.driver().executeCdpCommand("Emulation.setEmulatedMedia",
                                java.util.Map.of("features", java.util.List.of(
                                        java.util.Map.of("name", "prefers-color-scheme", "value", theme))));
                        String end = "-" + language + (phone ? "-360-" : "-1280-") + theme;
                        ward.go("/admin/trail.xhtml");
                        fits(ward, browser, "trail" + end);
                        ward.go("/admin/trail.xhtml?patient=" + patient);
                        ward.run("document.querySelectorAll('#trail details').forEach(d => d.open = true);"
                                + "document.getElementById('trail').scrollIntoView()");
                        fits(ward, browser, "trail-patient" + end);
                        ward.go("/admin/trail.xhtml?print=true&patient=" + patient);
                        fits(ward, browser, "trail-hand-out" + end);
                        ward.go("/clinician/photo.xhtml?photo=" + photo);
                        ward.click("#details-button");
                        ward.click("#versions summary");
                        browser.screenshot("event-versions" + end);
                    }
                }
            }
        }
    }

    private static void fits(Ward ward, Browser browser, String picture) {
        browser.screenshot(picture);
        assertEquals(true, ward.run("return document.documentElement.scrollWidth <= window.innerWidth"),
                picture + ": nothing lies beside the page");
    }
}
