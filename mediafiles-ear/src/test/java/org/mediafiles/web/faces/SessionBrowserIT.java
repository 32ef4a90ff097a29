package org.mediafiles.web.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.NeedsBrowser;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

/**
 * A session that runs out while somebody works: they are asked, and what was typed is theirs again. Time goes by in the
 * database; the page is told how much is left as another page would tell it.
 */
@RunAsClient
@NeedsBrowser
class SessionBrowserIT extends DeployedMediaFiles {
    private static final String ROW = """
                                      const done = arguments[0];
                                      fetch('/mediafiles/api/v1/account/sessions', {headers: {'X-Background': 'true'}}).then(a => a.json())
                                        .then(a => done(a.items.find(s => s.current).id));
                                      """;

    private static String row(Ward ward) {
        return (String) ward.runAsync(ROW);
    }

    private static void pass(Ward ward, String row, int seconds, int left) throws Exception {
        try (Connection connection = TestDatabase.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "update mediafiles_ops.user_session set last_seen_at = clock_timestamp() - make_interval(secs => ?)"
                                + " where id = ?")) {
            statement.setInt(1, seconds);
            statement.setObject(2, UUID.fromString(row));
            assertEquals(1, statement.executeUpdate());
        }
        ward.run("new BroadcastChannel('mediafiles.session').postMessage({left: " + left + "})");
    }

    private static void expire(Ward ward) throws Exception {
        pass(ward, row(ward), 1_000, 0);
        ward.waitForPath("/signin.xhtml");
        assertTrue(ward.see("#ended").getText().contains("nada foi feito"), "the page says why");
    }

    private static void signInHere(Ward ward, String user) {
        ward.type("signin:username", user);
        ward.type("signin:password", user);
        ward.click("[id='signin:go']");
    }

    private static void awaitKept(Ward ward) {
        ward.waitFor("sessionStorage.getItem('mediafiles.draft')");
    }

    private static String stored(Ward ward) {
        return String.valueOf(ward.run("return JSON.stringify(sessionStorage)"));
    }

    @Test
    void somebodyWhoIsStillThereIsAskedAndStays() throws Exception {
        try (Ward ward = Ward.desktop().signIn(Site.VIEWER)) {
            String row = row(ward);
            pass(ward, row, 800, 100);
            ward.see("#session-dialog[open]");
            assertTrue(ward.text("#session-clock").startsWith("1:"), ward.text("#session-clock"));
            ward.screenshot("session-warning");
            ward.click("#session-stay");
            ward.waitFor("!document.querySelector('#session-dialog[open]')");
            try (Connection connection = TestDatabase.connect();
                    var rows = connection.createStatement()
                            .executeQuery("select last_seen_at > clock_timestamp() - interval '1 minute'"
                                    + " from mediafiles_ops.user_session where id = '" + row + "'")) {
                assertTrue(rows.next() && rows.getBoolean(1), "the row says that somebody is there");
            }
        }
    }

    @Test
    void whatWasTypedIsBackAfterSigningInAgainAndOnlyForItsPerson() throws Exception {
        String name = "Rascunho " + UUID.randomUUID();
        try (Ward ward = Ward.phone().signIn(Site.CLINICIAN)) {
            ward.open("/clinician/new-patient.xhtml");
            ward.type("patient:name", name);
            awaitKept(ward);
            expire(ward);
            ward.screenshot("session-ended");
            assertFalse(stored(ward).contains("Rascunho"), "nothing to read for the next person");
            signInHere(ward, Site.CLINICIAN);
            ward.waitForPath("/clinician/new-patient.xhtml");
            ward.see("#draft-notice:not([hidden])");
            assertEquals(name, ward.value("patient:name"));
            ward.screenshot("session-draft-back");
            awaitKept(ward);
            expire(ward);
            signInHere(ward, Site.ADMIN);
            ward.waitForPath("/clinician/new-patient.xhtml");
            assertEquals("", ward.value("patient:name"));
            ward.waitFor("!sessionStorage.getItem('mediafiles.draft')");
        }
    }

    @Test
    void picturesThatWaitKeepTheirCaptions() throws Exception {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            String patient = ward.newPatient("Sessão " + UUID.randomUUID());
            ward.openNew("photoSeries", patient);
            ward.chooseBy("files", ward.picture("um.jpg"), ward.picture("dois.jpg"));
            ward.see("#chosen > li:nth-child(2) .chosen-state.good");
            ward.type("photo:description", "Ferida");
            ward.type("caption-2", "Depois da limpeza");
            awaitKept(ward);
            // The caption was typed last; what is kept is brought up to date before the page is left.
            expire(ward);
            signInHere(ward, Site.CLINICIAN);
            ward.waitForPath("/clinician/new-photo.xhtml");
            ward.see("#draft-notice:not([hidden])");
            assertEquals("Ferida", ward.value("photo:description"));
            assertEquals(2, ward.names().size());
            assertTrue(ward
                    .run("return Array.from(document.querySelectorAll('.chosen-caption input'), i => i.value).join()")
                    .toString().contains("Depois da limpeza"));
        }
    }

    @Test
    void signingOutForgetsWhatWasTyped() {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            ward.open("/clinician/new-patient.xhtml");
            ward.type("patient:name", "Fulana");
            awaitKept(ward);
            ward.signOut();
            assertFalse(stored(ward).contains("sealed"));
        }
    }
}
