package org.mediafiles.web.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.NeedsBrowser;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

/** The page of migrations on a server that is up to date: it tells where the schema stands, and looks when asked. */
@RunAsClient
@NeedsBrowser
class MigrationsPageBrowserIT extends DeployedMediaFiles {
    private static final String PAGE = "/admin/migrations.xhtml";

    @Test
    void theAnswerStandsOnTopAndTheVersionsBelow() throws Exception {
        int newest = newestVersion();
        try (Ward ward = Ward.desktop().signIn(Site.ADMIN)) {
            ward.click(".topnav a[href$='/admin/migrations.xhtml']");
            ward.waitForPath(PAGE);
            assertEquals("A base está em V" + newest + " e é o que o programa precisa.",
                    ward.text(".standing-ok .standing-sentence"));
            ward.waitFor("document.querySelectorAll('.version-applied').length === " + versions());
            assertFalse(ward.has("[data-open=migrate-dialog]"), "nothing is pending");
            assertFalse(ward.has("#rollback"), "no way back where it is not offered");
            ward.click("[id='frame:language']");
            ward.waitFor("document.documentElement.lang === 'en'");
            assertEquals("The database is at V" + newest + ", which is what the program needs.",
                    ward.text(".standing-sentence"));
        }
    }

    @Test
    void checksAndValidationTellWhatTheyFindInBothLanguages() {
        try (Ward ward = Ward.phone().signIn(Site.ADMIN)) {
            ward.go(PAGE);
            ward.click("#preflight a");
            ward.waitForPath("show=preflight");
            assertEquals("Servidor do banco de dados", ward.text("#preflight .finding-group h4"));
            assertTrue(ward.text("#preflight .verdict").contains("verificações"), ward.text("#preflight .verdict"));
            fits(ward);
            ward.click("#validate .button");
            ward.waitForPath("show=validate");
            assertTrue(ward.text("#validate .verdict").startsWith("A estrutura está certa"));
            fits(ward);
            ward.click("[id='frame:language']");
            ward.waitFor("document.documentElement.lang === 'en'");
            assertTrue(ward.text("#validate .verdict").startsWith("The structure is right"));
            ward.go(PAGE + "?show=runs");
            // The oldest one: other tests have the server do things, too.
            ward.click(".run-list li:last-child .run summary");
            assertTrue(ward.text(".run[open]").contains("V0"), ward.text(".run[open]"));
            fits(ward);
            ward.go(PAGE + "?show=impact");
            ward.see(".impact-table summary");
            assertTrue(ward.text(".impact").contains("public.events_event"));
            fits(ward);
        }
    }

    @Test
    void nobodyElseSeesIt() {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            assertFalse(ward.has(".topnav a[href$='/admin/migrations.xhtml']"));
            ward.go(PAGE);
            assertEquals("Sem permissão", ward.text("h1"));
            assertFalse(ward.has(".standing"));
        }
    }

    private static void fits(Ward ward) {
        assertEquals(Boolean.TRUE, ward.run("return document.documentElement.scrollWidth <= window.innerWidth"),
                "a phone does not scroll sideways");
    }

    private static int newestVersion() throws SQLException {
        return number("select max(version::int) from mediafiles_ops.schema_history where success");
    }

    private static int versions() throws SQLException {
        return number("select count(*) from mediafiles_ops.schema_history where success and version is not null");
    }

    private static int number(String query) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }
}
