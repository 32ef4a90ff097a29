package org.mediafiles.web.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.NeedsBrowser;
import org.mediafiles.it.Site;

/** An admin adds somebody, who sets a password on a phone and is shut out in the end; roles by a sheet; the own language. */
@RunAsClient
@NeedsBrowser
class PeopleBrowserIT extends DeployedMediaFiles {
    private static final String HOSTILE = "<img src=x onerror=document.title='pwned'>";

    private final String name = "it." + UUID.randomUUID().toString().substring(0, 13);

    private void add(Ward ward, String firstName, String role) {
        ward.go("/admin/people.xhtml");
        ward.click("#new-person");
        ward.type("person:username", name);
        ward.type("person:firstName", firstName);
        ward.type("person:lastName", "Lima");
        ward.run("document.getElementById('person:role').value = arguments[0]", role);
        ward.click("[id='person:create']");
    }

    private void signIn(Ward ward, String password) {
        ward.go("/signin.xhtml");
        ward.type("signin:username", name);
        ward.type("signin:password", password);
        ward.click("[id='signin:go']");
    }

    private static void change(Ward ward, String current, String next, String again) {
        ward.type("password:current", current);
        ward.type("password:new", next);
        ward.type("password:again", again);
        ward.click("[id='password:change']");
    }

    @Test
    void newPersonIsLedToAPasswordAndShutOutInTheEnd() throws Exception {
        try (Ward admin = Ward.desktop().signIn(Site.ADMIN); Ward phone = Ward.phone()) {
            add(admin, HOSTILE, "clinician");
            String oneTime = admin.text("#one-time-password");
            assertTrue(oneTime.matches("([a-z2-9]{4}-){3}[a-z2-9]{4}"), oneTime);
            assertFalse(admin.url().contains(oneTime));
            admin.run("location.reload()");
            admin.see("[id='person:username']");
            assertFalse(admin.source().contains(oneTime), "shown once");

            signIn(phone, oneTime);
            phone.waitForPath("/account.xhtml?must=1");
            phone.go("/clinician/patients.xhtml");
            phone.waitForPath("/account.xhtml?must=1");
            assertFalse(phone.has(".topnav a"), "nothing else is offered");
            change(phone, oneTime, "senha123456", "senha123456");
            assertTrue(phone.text(".field-problem").contains("mais comuns"), phone.text(".field-problem"));
            change(phone, oneTime, "três tigres tristes", "três tigres");
            assertTrue(phone.text(".field-problem").contains("iguais"));
            change(phone, oneTime, "três tigres tristes", "três tigres tristes");
            phone.waitForPath("/clinician/patients.xhtml");

            admin.go("/admin/people.xhtml?q=" + name);
            assertTrue(admin.text(".person-row").contains(HOSTILE), "as text");
            admin.click(".person-row");
            admin.click("#deactivate");
            admin.click("[id='deactivating:go']");
            assertTrue(admin.text(".messages").contains("não entra mais"));
            assertEquals("MediaFiles", admin.run("return document.title").toString().replaceAll(".* · ", ""));
            phone.go("/clinician/patients.xhtml");
            phone.waitForPath("/signin.xhtml");
            admin.click("[id='back:activate']");
            assertTrue(admin.text(".messages").contains("pode entrar de novo"));
            admin.click("#reset");
            admin.click("[id='resetting:go']");
            assertFalse(admin.text("#one-time-password").equals(oneTime));
            assertFalse(admin.has("#reset-dialog"));
        }
    }

    @Test
    void rolesComeByASheet() throws Exception {
        try (Ward admin = Ward.desktop().signIn(Site.ADMIN)) {
            add(admin, "Bia", "viewer");
            admin.see("#one-time-password");
            admin.go("/admin/people.xhtml?view=roles");
            admin.type("roles:sheet", name + ",chief");
            admin.click("[id='roles:apply']");
            assertTrue(admin.text("#roles-result").startsWith("Nada mudou"));
            admin.type("roles:sheet", name + ";clinician\nzoe." + name + ";admin");
            admin.click("[id='roles:apply']");
            admin.waitFor("document.getElementById('roles-result').textContent.startsWith('1 ')");
            assertTrue(admin.text(".unknown-names").contains("zoe." + name));
        }
    }

    @Test
    void nameThatIsTakenIsSaidAtItsField() throws Exception {
        try (Ward admin = Ward.phone().signIn(Site.ADMIN)) {
            admin.go("/admin/people.xhtml?view=new");
            admin.type("person:username", "Admin");
            admin.click("[id='person:create']");
            assertTrue(admin.text(".field-problem").contains("Escolha uma função"), admin.text(".field-problem"));
            admin.run("document.getElementById('person:role').value = 'viewer'");
            admin.click("[id='person:create']");
            admin.waitFor("document.querySelector('.field-problem') && document.querySelector('.field-problem')"
                    + ".textContent.includes('Já há alguém')");
        }
    }

    @Test
    void ownLanguageComesBeforeTheDevices() throws Exception {
        try (Ward admin = Ward.desktop().signIn(Site.ADMIN)) {
            add(admin, "Caio", "viewer");
            String oneTime = admin.text("#one-time-password");
            try (Ward ward = Ward.desktop()) {
                signIn(ward, oneTime);
                ward.waitForPath("/account.xhtml?must=1");
                change(ward, oneTime, "corda bamba no circo", "corda bamba no circo");
                ward.waitForPath("/clinician/patients.xhtml");
                ward.go("/account.xhtml");
                ward.run("document.getElementById('language:locale').value = 'en'");
                ward.click("[id='language:choose']");
                ward.waitFor("document.documentElement.lang === 'en'");
            }
            try (Ward other = Ward.phone()) {
                signIn(other, "corda bamba no circo");
                other.waitForPath("/clinician/patients.xhtml");
                assertEquals("en", other.run("return document.documentElement.lang"));
                other.click("[id='frame:language']");
                other.waitFor("document.documentElement.lang === 'pt-BR'");
            }
        }
    }
}
