package org.mediafiles.web.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;

/** The pages' session: how it begins, what it may do, that it is not handed out to others. */
@RunAsClient
class SessionIT extends DeployedMediaFiles {
    private static final Pattern COOKIE = Pattern.compile("JSESSIONID=([^;]+)");

    private static final Pattern VIEW_STATE = Pattern
            .compile("name=\"jakarta.faces.ViewState\"[^>]* value=\"([^\"]+)\"");
    private static final Pattern NONCE = Pattern.compile("'nonce-([^']+)'");

    private static HttpResponse<String> signIn(String user, String password, String cookie) throws Exception {
        String form = "signin=signin&signin:username=" + user + "&signin:password="
                + URLEncoder.encode(password, StandardCharsets.UTF_8)
                + "&signin:to=&signin:go=&jakarta.faces.ViewState=stateless";
        var request = Site.request(Site.page("/signin.xhtml")).header("Content-Type",
                "application/x-www-form-urlencoded");
        if (cookie != null) {
            request.header("Cookie", "JSESSIONID=" + cookie);
        }
        return Site.send(request.POST(BodyPublishers.ofString(form)));
    }

    private static String session(HttpResponse<?> answer) {
        String header = answer.headers().allValues("Set-Cookie").stream().filter(c -> c.startsWith("JSESSIONID"))
                .findFirst().orElse("");
        Matcher cookie = COOKIE.matcher(header);
        assertTrue(cookie.find(), "no session cookie");
        assertTrue(
                header.contains("HttpOnly") && header.contains("SameSite=Lax") && header.contains("path=/mediafiles"),
                header);
        return cookie.group(1);
    }

    private static HttpResponse<String> get(String cookie, java.net.URI uri) throws Exception {
        return Site.send(Site.request(uri).header("Cookie", "JSESSIONID=" + cookie).GET());
    }

    @Test
    void signingInChangesTheSessionsId() throws Exception {
        HttpResponse<String> page = Site.send(Site.request(Site.page("/signin.xhtml")).GET());
        String before = session(page);
        HttpResponse<String> signedIn = signIn(Site.CLINICIAN, Site.CLINICIAN, before);
        assertTrue(signedIn.statusCode() == 302 || signedIn.statusCode() == 303, signedIn.body());
        String after = session(signedIn);
        assertNotEquals(before, after);
        assertEquals(200, get(after, Site.api("/patients")).statusCode());
        assertEquals(401, get(before, Site.api("/patients")).statusCode());
    }

    @Test
    void theSessionReadsAndUploadsWithItsTokenAlone() throws Exception {
        String cookie = session(signIn(Site.CLINICIAN, Site.CLINICIAN, null));
        for (String method : new String[]{"POST", "PATCH", "DELETE"}) {
            HttpResponse<String> answer = Site.send(Site.request(Site.api("/photos/x"))
                    .header("Cookie", "JSESSIONID=" + cookie).method(method, BodyPublishers.noBody()));
            assertEquals(401, answer.statusCode(), method);
            assertFalse(answer.headers().firstValue("WWW-Authenticate").orElse("Basic").startsWith("Basic"),
                    "a browser would ask by a dialog of its own");
        }
        HttpResponse<String> upload = Site.send(Site.request(Site.api("/uploads"))
                .header("Cookie", "JSESSIONID=" + cookie).header("X-CSRF-Token", "guessed")
                .POST(BodyPublishers.ofString("x")));
        assertEquals(403, upload.statusCode());
        assertTrue(upload.body().contains("csrf-token-mismatch"), upload.body());
    }

    @Test
    void wrongPasswordsAndIntegratorsGetNoSession() throws Exception {
        for (String[] who : new String[][]{{Site.CLINICIAN, "wrong"}, {Site.INTEGRATOR, Site.INTEGRATOR}}) {
            HttpResponse<String> answer = signIn(who[0], who[1], null);
            assertTrue(answer.statusCode() == 200
                    || answer.headers().firstValue("Location").orElse("").contains("/signin.xhtml"), who[0]);
            answer.headers().allValues("Set-Cookie").forEach(header -> {
                Matcher cookie = COOKIE.matcher(header);
                if (cookie.find()) {
                    try {
                        assertEquals(401, get(cookie.group(1), Site.api("/patients")).statusCode());
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
            });
        }
    }

    @Test
    void formsWithoutJavaScriptAreShownAgainWithTheirProblems() throws Exception {
        HttpResponse<String> refused = signIn(Site.CLINICIAN, "wrong", null);
        assertEquals(200, refused.statusCode());
        assertTrue(refused.body().contains("message-problem"), "the sentence stands on the page");
        String cookie = session(signIn(Site.CLINICIAN, Site.CLINICIAN, null));
        java.net.URI page = Site.page("/clinician/new-patient.xhtml");
        Matcher state = VIEW_STATE.matcher(get(cookie, page).body());
        assertTrue(state.find(), "a form that keeps its state");
        HttpResponse<String> again = Site.send(Site.request(page).header("Cookie", "JSESSIONID=" + cookie)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("patient=patient&patient:save=&jakarta.faces.ViewState="
                        + URLEncoder.encode(state.group(1), StandardCharsets.UTF_8))));
        assertEquals(200, again.statusCode());
        assertTrue(again.body().contains("field-problem"), "the fields say what is wrong");
        Matcher nonce = NONCE.matcher(again.headers().firstValue("Content-Security-Policy").orElse(""));
        assertTrue(nonce.find(), "the policy names a nonce");
        assertTrue(again.body().contains("nonce=\"" + nonce.group(1) + "\""), "the page's scripts bear it");
    }

    @Test
    void pagesLeadToSignInAndBack() throws Exception {
        HttpResponse<String> page = Site.send(Site.request(Site.page("/clinician/patients.xhtml")).GET());
        assertEquals(303, page.statusCode());
        assertEquals("/mediafiles/signin.xhtml?to=clinician%2Fpatients.xhtml",
                page.headers().firstValue("Location").orElse(""));
    }

    @Test
    void aFormOfAnotherSiteIsRefused() throws Exception {
        HttpResponse<String> answer = Site.send(Site.request(Site.page("/signin.xhtml"))
                .header("Sec-Fetch-Site", "cross-site").header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("signin=signin")));
        assertEquals(403, answer.statusCode());
    }

    @Test
    void adminPagesAreForAdmins() throws Exception {
        String clinician = session(signIn(Site.CLINICIAN, Site.CLINICIAN, null));
        assertEquals(403, get(clinician, Site.page("/admin/media.xhtml")).statusCode());
    }
}
