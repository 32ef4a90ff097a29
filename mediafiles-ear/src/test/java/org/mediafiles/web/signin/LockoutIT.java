package org.mediafiles.web.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

/** Guessing passwords comes to an end, for that name at that address. Each test has a user of its own. */
@RunAsClient
class LockoutIT extends DeployedMediaFiles {
    private final String name = "guessed-" + UUID.randomUUID();

    /** Somebody with the demo clinician's password, so that no test need know how one is stored. */
    private void addUser() throws Exception {
        execute("insert into accounts_eqmduser (password, is_superuser, username, first_name, last_name, email, is_staff,"
                + " is_active, date_joined) select password, false, '" + name
                + "', '', '', '', false, true, now() from accounts_eqmduser where username = 'clinician'");
    }

    private static void execute(String sql) throws Exception {
        try (Connection connection = TestDatabase.connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(String sql) throws Exception {
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private HttpResponse<String> call(String password) throws Exception {
        return Site.send(
                Site.request(Site.api("/patients")).header("Authorization", Site.basic(name, password)).GET());
    }

    private HttpResponse<String> page(String password) throws Exception {
        return Site.send(Site.request(Site.page("/signin.xhtml"))
                .header("Content-Type", "application/x-www-form-urlencoded").header("Accept-Language", "en")
                .POST(BodyPublishers.ofString("signin=signin&signin:username=" + name + "&signin:password="
                        + URLEncoder.encode(password, StandardCharsets.UTF_8)
                        + "&signin:to=&signin:go=&jakarta.faces.ViewState=stateless")));
    }

    private static void assertLocked(HttpResponse<String> answer) {
        assertEquals(429, answer.statusCode(), answer.body());
        long wait = Long.parseLong(answer.headers().firstValue("Retry-After").orElse("0"));
        assertTrue(wait > 840 && wait <= 901, "seconds to wait: " + wait);
    }

    @Test
    void afterFiveFailuresBothDoorsAreShutAlsoToTheRightPassword() throws Exception {
        addUser();
        assertEquals(200, call(Site.CLINICIAN).statusCode(), "remembered for a minute from here");
        for (int i = 0; i < 3; i++) {
            assertEquals(401, call("wrong").statusCode());
        }
        assertEquals(200, page("wrong").statusCode());
        assertEquals(200, page("wrong").statusCode());
        assertLocked(call(Site.CLINICIAN));
        assertTrue(call(Site.CLINICIAN).body().contains("too-many-attempts"));
        HttpResponse<String> page = page(Site.CLINICIAN);
        assertLocked(page);
        assertTrue(page.body().contains("paused here for 15 min"), page.body());
        assertEquals("5", query("select count(*) from mediafiles_ops.audit_event where username = '" + name
                + "' and act = 'sign-in' and outcome = 'refused' and details->>'code' = 'authentication-required'"));
        assertEquals("1", query("select count(*) from mediafiles_ops.audit_event where username = '" + name
                + "' and act = 'sign-in-lock'"));
        execute("update mediafiles_ops.sign_in_lock set locked_until = now() where username = '" + name + "'");
        assertEquals(200, call(Site.CLINICIAN).statusCode(), "it ends by itself");
    }

    @Test
    void aNameThatNobodyHasIsLockedAsAnyOther() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertEquals(401, call("wrong").statusCode());
        }
        assertLocked(call("wrong"));
        assertEquals(200, Site.send(Site.requestAs(Site.VIEWER, Site.api("/patients")).GET()).statusCode(),
                "others at the same address are let in");
    }

    @Test
    void anAdminSeesALockAndEndsIt() throws Exception {
        addUser();
        for (int i = 0; i < 5; i++) {
            call("wrong");
        }
        HttpResponse<String> list = Site.send(Site.requestAs(Site.ADMIN, Site.api("/admin/sign-in-locks?limit=200")));
        JsonNode lock = null;
        for (JsonNode item : new ObjectMapper().readTree(list.body()).get("items")) {
            lock = item.get("username").asText().equals(name) ? item : lock;
        }
        assertEquals("127.0.0.1", lock.get("address").asText());
        assertEquals(1, lock.get("locks").asInt());
        String id = "/admin/sign-in-locks/" + lock.get("id").asLong();
        assertEquals(403, Site.send(Site.requestAs(Site.CLINICIAN, Site.api(id)).DELETE()).statusCode());
        assertEquals(204, Site.send(Site.requestAs(Site.ADMIN, Site.api(id)).DELETE()).statusCode());
        assertEquals(404, Site.send(Site.requestAs(Site.ADMIN, Site.api(id)).DELETE()).statusCode());
        assertEquals(200, call(Site.CLINICIAN).statusCode());
        assertEquals(name, query("select before_values->>'username' from mediafiles_ops.audit_event"
                + " where act = 'sign-in-unlock' and outcome = 'ok' order by at desc limit 1"));
    }
}
