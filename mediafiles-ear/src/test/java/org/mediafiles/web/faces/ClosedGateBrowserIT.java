package org.mediafiles.web.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.mediafiles.it.NeedsBrowser;
import org.mediafiles.it.OwnServer;
import org.mediafiles.launcher.EmbeddedDatabase;
import org.mediafiles.schema.version.VersionScripts;

/** Going back and forth on the page: while the schema is not what the program needs, an admin alone gets in. */
@NeedsBrowser
class ClosedGateBrowserIT {
    private static final String PAGE = "/admin/migrations.xhtml";

    @Test
    void anAdminGoesBackAndMigratesAgainWhileTheGateIsClosed() throws Exception {
        try (OwnServer server = OwnServer.start("closed-gate", "-Dmediafiles.demo-users=true",
                "-Dmediafiles.schema.web-rollback=true", "-Dmediafiles.schema.backup=off")) {
            server.awaitReady();
            try (Ward admin = Ward.desktop()) {
                admin.go(server.root() + "/signin.xhtml?to=admin/migrations.xhtml");
                signIn(admin, "admin");
                int newest = Integer.parseInt(admin.text(".standing-sentence").replaceAll("\\D", ""));
                goBack(admin, server, before(newest));
                server.awaitShut();
                othersAreSentAway(server);
                migrate(admin, server, newest);
                server.awaitReady();
            }
        }
    }

    private static void goBack(Ward admin, OwnServer server, int target) {
        admin.go(server.root() + PAGE + "?show=rollback&target=" + target);
        admin.click("[data-open=rollback-dialog]");
        admin.type("doRollback:database", EmbeddedDatabase.NAME);
        admin.type("doRollback:password", "guessed");
        admin.click("[id='doRollback:go']");
        assertEquals("A senha não confere. Nada foi feito.", admin.text("#rollback-dialog .field-problem"));
        admin.type("doRollback:database", "another");
        admin.type("doRollback:password", "admin");
        admin.click("[id='doRollback:go']");
        admin.waitFor("document.querySelector('#rollback-dialog .field-problem')"
                + "?.textContent.includes('nome do banco')");
        admin.type("doRollback:database", EmbeddedDatabase.NAME);
        admin.type("doRollback:password", "admin");
        admin.click("[id='doRollback:go']");
        assertTrue(admin.text("#task-ended .message-done").contains("V" + target));
        assertTrue(admin.text(".standing").contains("ninguém mais entra"), admin.text(".standing"));
        admin.see(".version-pending");
    }

    private static void othersAreSentAway(OwnServer server) {
        try (Ward other = Ward.phone()) {
            other.go(server.root() + "/clinician/patients.xhtml");
            assertEquals("É preciso um administrador", other.text("h1"));
            other.click("a[href$='/admin/migrations.xhtml']");
            other.see("[id='signin:username']");
            signIn(other, "clinician");
            assertFalse(other.has(".standing"), "the page is an admin's");
        }
        try (Ward admin = Ward.phone()) {
            admin.go(server.root() + PAGE);
            signIn(admin, "admin");
            admin.see(".standing-pending");
            admin.click("[id='frame:language']");
            admin.waitFor("document.documentElement.lang === 'en'");
            assertTrue(admin.text(".standing").contains("Nobody else gets in"), admin.text(".standing"));
        }
    }

    private static void migrate(Ward admin, OwnServer server, int newest) throws Exception {
        admin.go(server.root() + PAGE + "?show=plan");
        assertTrue(admin.text("#plan .verdict").contains("V" + newest));
        admin.see("#plan .planned");
        assertFalse(server.isReady(), "a plan changes nothing");
        admin.click("[data-open=migrate-dialog]");
        admin.click("[id='doMigrate:go']");
        admin.see("#task-ended .message-done");
        assertEquals("A base está em V" + newest + " e é o que o programa precisa.",
                admin.text(".standing-ok .standing-sentence"));
        admin.go(server.root() + PAGE + "?show=runs");
        assertTrue(admin.text(".run-list").contains("V" + before(newest) + " → V" + newest),
                admin.text(".run-list"));
    }

    private static int before(int newest) {
        return VersionScripts.ours().below(newest).orElseThrow();
    }

    private static void signIn(Ward ward, String user) {
        ward.type("signin:username", user);
        ward.type("signin:password", user);
        ward.click("[id='signin:go']");
        ward.waitFor("!location.pathname.endsWith('/signin.xhtml')");
    }
}
