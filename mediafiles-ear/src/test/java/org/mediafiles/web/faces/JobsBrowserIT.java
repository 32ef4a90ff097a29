package org.mediafiles.web.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.Browser;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.NeedsBrowser;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

/** An admin looks at the work in the background, has what failed tried again, and has derivatives made anew. */
@RunAsClient
@NeedsBrowser
class JobsBrowserIT extends DeployedMediaFiles {
    private static final String PAGE = "/admin/jobs.xhtml";
    private static final String NO_OVERFLOW = "return document.documentElement.scrollWidth <= window.innerWidth";
    private static final String OF_PHOTO = " where stored_object_id = (select f.stored_object_id from"
            + " mediafiles_ops.media_file_object f join public.mediafiles_photo p on p.media_file_id = f.media_file_id"
            + " where p.event_ptr_id = cast(? as uuid))";

    private static String job(String column, String photo) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                PreparedStatement query = connection
                        .prepareStatement("select " + column + " from mediafiles_ops.derivative_job" + OF_PHOTO)) {
            query.setString(1, photo);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static void set(String assignments, String photo) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                PreparedStatement update = connection
                        .prepareStatement("update mediafiles_ops.derivative_job set " + assignments + OF_PHOTO)) {
            update.setString(1, photo);
            assertEquals(1, update.executeUpdate());
        }
    }

    private static void awaitDone(String photo) throws Exception {
        for (int i = 0; i < 600 && !"done".equals(job("state", photo)); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertEquals("done", job("state", photo));
    }

    private static String newPhoto() {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            return ward.newPhoto(ward.newPatient("Trabalho " + UUID.randomUUID()), "para refazer");
        }
    }

    @Test
    void aFailedJobTellsWhyInWordsAndIsTriedAgain() throws Exception {
        String photo = newPhoto();
        awaitDone(photo);
        set("state = 'failed', attempts = 5, error = 'time-limit', log = 'frame=  12 fps=0.3' || chr(10) || 'Exiting'",
                photo);
        String row = "tr[data-row='" + job("id", photo) + "']";
        try (Ward ward = Ward.desktop().signIn(Site.ADMIN)) {
            ward.go(PAGE + "?state=failed");
            assertTrue(ward.text(row).contains("Demorou demais"), ward.text(row));
            assertFalse(ward.text(row).contains("time-limit"), "no code words");
            assertFalse(ward.text(row).contains("fps"), "the log is behind a disclosure");
            ward.click(row + " details summary");
            assertTrue(ward.text(row + " pre").contains("Exiting"));
            ward.screenshot("jobs-failed-1280-pt");
            // What the page fetches meanwhile leaves the disclosure open and the focus where it is.
            set("attempts = 4", photo);
            ward.waitFor("document.querySelector(\"" + row + "\").innerText.indexOf('4 de 5') >= 0");
            assertTrue(ward.has(row + " details[open] pre"));
            assertEquals(Boolean.TRUE, ward.run("return document.activeElement.matches('summary')"));
            ward.click(row + " .job-acts button");
            assertEquals("O trabalho será tentado de novo.", ward.text(".message-done"));
        }
        awaitDone(photo);
        try (Ward ward = Ward.phone().signIn(Site.ADMIN)) {
            set("state = 'failed', attempts = 5, error = 'not-a-valid-media-file', log = 'moov atom not found'", photo);
            ward.go(PAGE + "?state=failed");
            assertEquals(Boolean.TRUE, ward.run(NO_OVERFLOW));
            ward.screenshot("jobs-failed-360-pt");
            ward.click("[data-open='retry-dialog']");
            ward.screenshot("jobs-retry-dialog-360-pt");
            ward.click("#retry-dialog .button-main");
            ward.see(".message-done");
        }
        awaitDone(photo);
    }

    @Test
    void allAreMadeAnewWithProgressAndWhatRunsIsSeenWithoutReloading() throws Exception {
        String photo = newPhoto();
        awaitDone(photo);
        try (Ward ward = Ward.desktop().signIn(Site.ADMIN)) {
            ward.go(PAGE);
            ward.click("[data-open='again-dialog']");
            ward.screenshot("jobs-again-dialog-1280-pt");
            ward.click("#again-dialog input[value='photos']");
            ward.click("[id='begin:go']");
            assertTrue(ward.text(".message-done").contains("refeito"), ward.text(".message-done"));
            ward.run("window.notReloaded = true");
            ward.waitFor("/Conclu\\u00eddo: /.test(document.querySelector('.jobs-again').innerText)");
            assertEquals(Boolean.TRUE, ward.run("return window.notReloaded"));
            ward.screenshot("jobs-done-1280-pt");
            set("state = 'running', progress = 42, claimed_by = 'test', lease_until = now() + interval '1 h'", photo);
            ward.see("tr[data-row='" + job("id", photo) + "'] progress");
            ward.screenshot("jobs-running-1280-pt");
            set("state = 'done', progress = 100, claimed_by = null, lease_until = null", photo);
        }
        try (Browser browser = Browser.phone("en"); Ward ward = new Ward(browser)) {
            ward.signIn(Site.ADMIN);
            ward.go(PAGE);
            assertEquals("Jobs", ward.text("h1"));
            ward.screenshot("jobs-360-en");
            assertEquals(Boolean.TRUE, ward.run(NO_OVERFLOW));
            ward.click("[data-open='again-dialog']");
            ward.screenshot("jobs-again-dialog-360-en");
        }
        try (Browser browser = Browser.desktop("en"); Ward ward = new Ward(browser)) {
            ward.signIn(Site.ADMIN);
            ward.go(PAGE + "?kind=clip&state=waiting");
            ward.see(".empty");
            ward.waitFor("document.querySelector('h1').innerText === 'Jobs'");
            ward.screenshot("jobs-empty-1280-en");
            ward.go(PAGE);
            ward.screenshot("jobs-1280-en");
        }
    }

    @Test
    void nobodyElseSeesThePage() {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            ward.go(PAGE);
            assertEquals("Sem permissão", ward.text("h1"));
            ward.go("/admin/jobs-live.xhtml");
            assertFalse(ward.has(".jobs-table"));
        }
    }
}
