package org.mediafiles.web.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

/** How long somebody stays signed in on the pages. Time goes by in the database. */
@RunAsClient
class SessionTimesIT extends DeployedMediaFiles {
    private static final Pattern COOKIE = Pattern.compile("JSESSIONID=([^;]+)");

    private static String signIn(String user) throws Exception {
        HttpResponse<String> answer = Site.send(Site.request(Site.page("/signin.xhtml"))
                .header("Content-Type", "application/x-www-form-urlencoded").header("User-Agent", "Test of " + user)
                .POST(BodyPublishers.ofString("signin=signin&signin:username=" + user + "&signin:password=" + user
                        + "&signin:to=&signin:go=&jakarta.faces.ViewState=stateless")));
        String cookie = null;
        for (String header : answer.headers().allValues("Set-Cookie")) {
            Matcher matcher = COOKIE.matcher(header);
            cookie = matcher.find() ? matcher.group(1) : cookie;
        }
        return cookie;
    }

    private static HttpResponse<String> get(String cookie, URI uri, String... headers) throws Exception {
        var request = Site.request(uri).header("Cookie", "JSESSIONID=" + cookie).GET();
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return Site.send(request);
    }

    /** @return the row of the session that the cookie means */
    private static String row(String cookie) throws Exception {
        JsonNode items = new ObjectMapper().readTree(get(cookie, Site.api("/account/sessions")).body()).get("items");
        for (JsonNode item : items) {
            if (item.get("current").asBoolean()) {
                return item.get("id").asText();
            }
        }
        throw new AssertionError("the session is not among its own: " + items);
    }

    private static void pass(String row, String time) throws Exception {
        try (Connection connection = TestDatabase.connect(); Statement statement = connection.createStatement()) {
            assertEquals(1, statement.executeUpdate("update mediafiles_ops.user_session set last_seen_at = last_seen_at"
                    + " - interval '" + time + "', created_at = created_at - interval '" + time + "' where id = '" + row
                    + "'"));
        }
    }

    private static String reason(String row) throws Exception {
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement
                        .executeQuery("select end_reason from mediafiles_ops.user_session where id = '" + row + "'")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static long left(HttpResponse<?> answer) {
        return Long.parseLong(answer.headers().firstValue("X-Session-Left").orElse("-1"));
    }

    @Test
    void aQuarterOfAnHourWithoutAnActEndsASessionWhateverItsPagesAsk() throws Exception {
        String cookie = signIn(Site.ADMIN);
        String row = row(cookie);
        pass(row, "14 minutes");
        HttpResponse<String> poll = get(cookie, Site.page("/admin/jobs-live.xhtml"));
        assertEquals(200, poll.statusCode());
        assertTrue(left(poll) > 0 && left(poll) <= 120, "left: " + left(poll));
        assertTrue(left(get(cookie, Site.api("/account/sessions"), "X-Background", "true")) <= 120);
        assertEquals(900, left(get(cookie, Site.page("/clinician/patients.xhtml"))), "an act keeps it alive");
        pass(row, "16 minutes");
        HttpResponse<String> page = get(cookie, Site.page("/clinician/patients.xhtml"));
        assertEquals(303, page.statusCode());
        assertEquals("/mediafiles/signin.xhtml?to=clinician%2Fpatients.xhtml&ended=idle",
                page.headers().firstValue("Location").orElse(""));
        assertEquals("idle", reason(row));
        assertEquals(401, get(cookie, Site.api("/patients")).statusCode());
    }

    @Test
    void aShiftIsTheLongestWhateverIsDone() throws Exception {
        String cookie = signIn(Site.VIEWER);
        String row = row(cookie);
        pass(row, "12 hours");
        assertTrue(get(cookie, Site.page("/clinician/patients.xhtml")).headers().firstValue("Location").orElse("")
                .endsWith("ended=expired"));
        assertEquals("expired", reason(row));
    }

    @Test
    void oneEndsASessionThatOneLeftElsewhere() throws Exception {
        String there = signIn(Site.VIEWER);
        String row = row(there);
        assertEquals(404, Site.send(Site.requestAs(Site.CLINICIAN, Site.api("/account/sessions/" + row)).DELETE())
                .statusCode(), "another person's is not there");
        assertEquals(204,
                Site.send(Site.requestAs(Site.VIEWER, Site.api("/account/sessions/" + row)).DELETE()).statusCode());
        assertEquals(401, get(there, Site.api("/patients")).statusCode());
        assertEquals("ended", reason(row));
    }

    @Test
    void theSessionOfWhoSignedInBeforeIsOver() throws Exception {
        String ward = signIn(Site.VIEWER);
        String row = row(ward);
        HttpResponse<String> next = Site.send(Site.request(Site.page("/signin.xhtml"))
                .header("Content-Type", "application/x-www-form-urlencoded").header("Cookie", "JSESSIONID=" + ward)
                .POST(BodyPublishers.ofString("signin=signin&signin:username=clinician&signin:password=clinician"
                        + "&signin:to=&signin:go=&jakarta.faces.ViewState=stateless")));
        assertEquals(302, next.statusCode());
        assertEquals(401, get(ward, Site.api("/patients")).statusCode());
        assertEquals("ended", reason(row));
    }

    @Test
    void everyAnswerBearsTheHeadersOfASafePage() throws Exception {
        for (String path : new String[]{"/", "/signin.xhtml", "/no-such-page", "/jakarta.faces.resource/none.css.xhtml",
                "/api/v1/patients", "/api/v1/openapi.json", "/WEB-INF/web.xml", "/error.xhtml?code=x"}) {
            HttpResponse<String> answer = Site.send(Site.request(Site.page(path)).GET());
            for (String name : new String[]{"Content-Security-Policy", "Permissions-Policy",
                    "X-Content-Type-Options"}) {
                assertTrue(answer.headers().firstValue(name).isPresent(), path + ": " + name);
            }
            assertEquals("DENY", answer.headers().firstValue("X-Frame-Options").orElse(""), path);
            assertEquals("same-origin", answer.headers().firstValue("Referrer-Policy").orElse(""), path);
            assertTrue(answer.headers().firstValue("Server").isEmpty(), path);
            assertTrue(answer.headers().firstValue("X-Powered-By").isEmpty(), path);
            assertTrue(answer.headers().firstValue("Strict-Transport-Security").isEmpty(), "plain http: " + path);
            if (!path.contains("resource")) {
                assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""), path);
            }
        }
    }

    @Test
    void whatAnUndeclaredPeerForwardsIsNotBelieved() throws Exception {
        HttpResponse<String> answer = Site.send(Site.requestAs(Site.VIEWER, Site.api("/account/sessions"))
                .header("X-Forwarded-For", "203.0.113.9").header("X-Forwarded-Proto", "https").GET());
        assertEquals(200, answer.statusCode());
        assertTrue(answer.headers().firstValue("Strict-Transport-Security").isEmpty());
    }
}
