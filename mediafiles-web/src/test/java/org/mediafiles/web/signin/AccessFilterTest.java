package org.mediafiles.web.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.SchemaGate;
import org.mediafiles.security.SessionEnd;
import org.mediafiles.web.FakeHttp;

class AccessFilterTest {
    private static final UUID ROW = UUID.fromString("00000000-0000-4000-8000-000000000009");

    private final FakeUsers users = new FakeUsers();
    private final AccessFilter filter = new AccessFilter(
            new RequestIdentifier(users.pageSessions(), users.guard(), users.trail()),
            users.gate());

    private FakeHttp call(FakeHttp http) throws Exception {
        filter.doFilter(http.request(), http.response(), http.chain);
        return http;
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static FakeHttp withSession(FakeHttp http, long userId) {
        http.hasSession = true;
        new SignedIn(userId, "m1", "token-1", ROW).storeIn(http.session());
        return http;
    }

    private static void assertProblem(FakeHttp http, int status, String code) {
        assertFalse(http.passedOn, "the request went through");
        assertEquals(status, http.status);
        assertEquals("application/problem+json", http.responseHeaders.get("Content-Type"));
        assertTrue(http.bodyText().contains("\"code\":\"" + code + "\""), http.bodyText());
        assertTrue(http.bodyText().contains("urn:uuid:" + http.responseHeaders.get("X-Request-Id")), http.bodyText());
    }

    @Test
    void anApiCallWithoutCredentialsIs401WithABasicChallenge() throws Exception {
        FakeHttp http = call(new FakeHttp("GET", "/api/v1/patients"));
        assertProblem(http, 401, "authentication-required");
        assertEquals("Basic realm=\"MediaFiles\", charset=\"UTF-8\"", http.responseHeaders.get("WWW-Authenticate"));
    }

    @Test
    void theOpenApiDocumentIsOpen() throws Exception {
        assertTrue(call(new FakeHttp("GET", "/api/v1/openapi.json")).passedOn);
        users.state = SchemaGate.State.CLOSED;
        assertTrue(call(new FakeHttp("GET", "/api/v1/openapi.json")).passedOn);
    }

    @Test
    void rightBasicCredentialsPassWithoutASession() throws Exception {
        FakeHttp http = call(
                new FakeHttp("DELETE", "/api/v1/photos/1").header("Authorization", basic("ana:right")));
        assertTrue(http.passedOn);
        assertFalse(http.hasSession);
        assertEquals("192.0.2.7", Identification.find(http.request()).caller().address());
        assertEquals(http.responseHeaders.get("X-Request-Id"),
                Identification.find(http.request()).caller().requestId());
    }

    @Test
    void wrongBasicCredentialsAre401AndOnRecord() throws Exception {
        FakeHttp http = call(new FakeHttp("GET", "/api/v1/patients").header("Authorization", basic("ana:wrong")));
        assertProblem(http, 401, "authentication-required");
    }

    @Test
    void aLockedPairIs429WithTheTimeToWait() throws Exception {
        users.failure = new MediaFilesException(ProblemCode.TOO_MANY_ATTEMPTS, "Too often.")
                .retryAfter(java.time.Duration.ofMinutes(15));
        FakeHttp http = call(new FakeHttp("GET", "/api/v1/patients").header("Authorization", basic("ana:right")));
        assertProblem(http, 429, "too-many-attempts");
        assertEquals("900", http.responseHeaders.get("Retry-After"));
    }

    @Test
    void aWrongPasswordIsNotHealedByASession() throws Exception {
        assertProblem(call(withSession(
                new FakeHttp("GET", "/api/v1/patients").header("Authorization", basic("ana:wrong")), 7)), 401,
                "authentication-required");
    }

    @Test
    void bearerAndMalformedHeadersAre401() throws Exception {
        for (String header : new String[]{"Bearer abc", "Basic ***", "Basic", "Digest x"}) {
            assertProblem(call(new FakeHttp("GET", "/api/v1/patients").header("Authorization", header)), 401,
                    "authentication-required");
        }
    }

    @Test
    void thePagesSessionReadsButDoesNotWrite() throws Exception {
        assertTrue(call(withSession(new FakeHttp("GET", "/api/v1/patients"), 7)).passedOn);
        assertTrue(call(withSession(new FakeHttp("HEAD", "/api/v1/media-files/1/large"), 7)).passedOn);
        for (String method : new String[]{"POST", "PATCH", "PUT", "DELETE", "OPTIONS"}) {
            FakeHttp http = call(
                    withSession(new FakeHttp(method, "/api/v1/photos/1").header("X-CSRF-Token", "token-1"), 7));
            assertProblem(http, 401, "authentication-required");
            assertEquals("Session realm=\"MediaFiles\"", http.responseHeaders.get("WWW-Authenticate"));
        }
    }

    @Test
    void thePagesSessionUploadsWithItsTokenAlone() throws Exception {
        assertTrue(call(withSession(
                new FakeHttp("POST", "/api/v1/uploads").header("X-CSRF-Token", "token-1"), 7)).passedOn);
        assertProblem(call(withSession(new FakeHttp("POST", "/api/v1/uploads"), 7)), 403, "csrf-token-mismatch");
        assertProblem(call(withSession(
                new FakeHttp("POST", "/api/v1/uploads").header("X-CSRF-Token", "token-2"), 7)), 403,
                "csrf-token-mismatch");
        assertProblem(call(new FakeHttp("POST", "/api/v1/uploads").header("X-CSRF-Token", "token-1")), 401,
                "authentication-required");
    }

    @Test
    void aChangedPasswordEndsTheSession() throws Exception {
        users.mark = "m2";
        FakeHttp http = call(withSession(new FakeHttp("GET", "/clinician/patients.xhtml"), 7));
        assertEquals(303, http.status);
        assertFalse(http.hasSession);
    }

    @Test
    void integratorsHaveNoPages() throws Exception {
        assertEquals(303, call(withSession(new FakeHttp("GET", "/clinician/patients.xhtml"), 8)).status);
    }

    @Test
    void pagesLeadToSignInAndAdminPagesAreForAdmins() throws Exception {
        assertEquals(303, call(new FakeHttp("GET", "/clinician/patients.xhtml")).status);
        assertTrue(call(new FakeHttp("GET", "/signin.xhtml")).passedOn);
        assertTrue(call(new FakeHttp("GET", "/jakarta.faces.resource/mediafiles.css.xhtml")).passedOn);
        assertTrue(call(withSession(new FakeHttp("GET", "/clinician/patients.xhtml"), 7)).passedOn);
        assertEquals(403, call(withSession(new FakeHttp("GET", "/admin/media.xhtml"), 7)).status);
    }

    @Test
    void aOneTimePasswordOpensNothingButTheCallThatReplacesIt() throws Exception {
        for (String[] call : new String[][]{{"GET", "/api/v1/patients"}, {"GET", "/api/v1/account/password"},
                {"PUT", "/api/v1/account/password/"}, {"GET", "/api/v1/account"}, {"GET", "/api/v1/admin/migrations"},
                {"PUT", "/api/v1/account"}}) {
            users.onRecord.clear();
            assertProblem(call(new FakeHttp(call[0], call[1]).header("Authorization", basic("new:right"))), 403,
                    "password-change-required");
            assertEquals(1, users.onRecord.size(), "the refusal is on record");
        }
        assertTrue(call(new FakeHttp("PUT", "/api/v1/account/password").header("Authorization",
                basic("new:right"))).passedOn);
        assertProblem(call(withSession(new FakeHttp("GET", "/api/v1/patients"), 10)), 403,
                "password-change-required");
    }

    @Test
    void aOneTimePasswordLeadsFromEveryPageToTheAccount() throws Exception {
        for (String path : new String[]{"/clinician/patients.xhtml", "/admin/migrations.xhtml", "/index.xhtml"}) {
            FakeHttp http = call(withSession(new FakeHttp("GET", path), 10));
            assertFalse(http.passedOn, path);
            assertEquals(303, http.status);
            assertTrue(http.responseHeaders.get("Location").endsWith("/account.xhtml?must=1"));
        }
        assertTrue(call(withSession(new FakeHttp("GET", "/account.xhtml"), 10)).passedOn);
        assertTrue(call(withSession(new FakeHttp("POST", "/account.xhtml"), 10)).passedOn);
        assertTrue(call(withSession(new FakeHttp("GET", "/clinician/patients.xhtml"), 9)).passedOn);
        users.state = SchemaGate.State.FAILED;
        assertTrue(call(withSession(new FakeHttp("GET", "/admin/migrations.xhtml"), 10)).passedOn,
                "nothing can be set while the gate is closed");
    }

    @Test
    void noRoundaboutPathLeadsPastTheDoor() throws Exception {
        for (String path : new String[]{"/account.xhtml;/../clinician/patients.xhtml",
                "/account.xhtml/../clinician/patients.xhtml", "//admin/people.xhtml", "/./admin/people.xhtml",
                "/clinician/../admin/people.xhtml", "/jakarta.faces.resource/../admin/people.xhtml",
                "/admin\\people.xhtml", "/clinician/.."}) {
            for (long user : new long[]{10, 9}) {
                FakeHttp http = call(withSession(new FakeHttp("GET", path), user));
                assertFalse(http.passedOn, path);
                assertEquals(404, http.status, path);
            }
        }
    }

    @Test
    void aClosedGateAnswersNotReadyBeforeAskingWhoCalls() throws Exception {
        users.state = SchemaGate.State.CLOSED;
        FakeHttp http = call(new FakeHttp("GET", "/api/v1/patients"));
        assertProblem(http, 503, "schema-not-ready");
        assertEquals("5", http.responseHeaders.get("Retry-After"));
        FakeHttp page = call(new FakeHttp("GET", "/clinician/patients.xhtml"));
        assertEquals(503, page.status);
        assertEquals("/not-ready.xhtml", page.forwardedTo);
    }

    @Test
    void theDoorToTheSchemaStandsOpenToAdminsWhileTheGateIsClosed() throws Exception {
        users.state = SchemaGate.State.FAILED;
        assertProblem(call(new FakeHttp("GET", "/api/v1/admin/migrations")), 401, "authentication-required");
        assertTrue(call(new FakeHttp("GET", "/api/v1/admin/migrations/plan").header("Authorization",
                basic("root:right"))).passedOn);
        assertEquals(303, call(new FakeHttp("GET", "/admin/migrations.xhtml")).status);
        assertTrue(call(withSession(new FakeHttp("GET", "/admin/migrations.xhtml"), 9)).passedOn);
        assertEquals(403, call(withSession(new FakeHttp("GET", "/admin/migrations.xhtml"), 7)).status);
        FakeHttp signIn = new FakeHttp("GET", "/signin.xhtml");
        signIn.parameters.put("to", "admin/migrations.xhtml");
        assertTrue(call(signIn).passedOn);
        assertFalse(call(new FakeHttp("GET", "/signin.xhtml")).passedOn);
        assertFalse(call(withSession(new FakeHttp("GET", "/admin/media-files.xhtml"), 9)).passedOn);
        assertFalse(call(new FakeHttp("GET", "/api/v1/admin/migrationsx").header("Authorization",
                basic("root:right"))).passedOn);
    }

    @Test
    void aDatabaseThatIsAwayIs503AndAnythingElse500WithoutDetail() throws Exception {
        users.failure = new jakarta.ejb.EJBException(new RuntimeException(new SQLException("secret host", "08001")));
        FakeHttp away = call(new FakeHttp("GET", "/api/v1/patients").header("Authorization", basic("ana:right")));
        assertProblem(away, 503, "not-ready");
        assertFalse(away.bodyText().contains("secret"));
        users.failure = new IllegalArgumentException("secret detail");
        FakeHttp broken = call(new FakeHttp("GET", "/api/v1/patients").header("Authorization", basic("ana:right")));
        assertProblem(broken, 500, "internal-error");
        assertFalse(broken.bodyText().contains("secret"));
    }

    @Test
    void patientDataIsNotCached() throws Exception {
        assertEquals("no-store", call(new FakeHttp("GET", "/api/v1/patients")).responseHeaders.get("Cache-Control"));
        assertEquals("no-store", call(new FakeHttp("GET", "/signin.xhtml")).responseHeaders.get("Cache-Control"));
        assertNull(
                call(new FakeHttp("GET", "/jakarta.faces.resource/x.css.xhtml")).responseHeaders.get("Cache-Control"));
    }

    @Test
    void aFormThatWouldFillTheMemoryIsRefused() throws Exception {
        FakeHttp large = call(new FakeHttp("POST", "/signin.xhtml").header("Content-Length",
                Long.toString(AccessFilter.LARGEST_FORM_BYTES + 1)));
        assertFalse(large.passedOn);
        assertEquals(413, large.status);
        assertTrue(call(new FakeHttp("POST", "/signin.xhtml").header("Content-Length",
                Long.toString(AccessFilter.LARGEST_FORM_BYTES))).passedOn);
    }

    @Test
    void aFormOfAnotherSiteIsRefused() throws Exception {
        for (String[] header : new String[][]{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"},
                {"Origin", "https://evil.example"}, {"Origin", "null"}}) {
            FakeHttp http = call(new FakeHttp("POST", "/signin.xhtml").header("Host", "media.hospital.example")
                    .header(header[0], header[1]));
            assertFalse(http.passedOn, header[1]);
            assertEquals(403, http.status, header[1]);
        }
        for (String[] header : new String[][]{{"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Site", "none"},
                {"Origin", "https://media.hospital.example"}, {"X-Nothing", "x"}}) {
            assertTrue(call(new FakeHttp("POST", "/signin.xhtml").header("Host", "media.hospital.example")
                    .header(header[0], header[1])).passedOn, header[1]);
        }
        assertTrue(call(new FakeHttp("GET", "/signin.xhtml").header("Sec-Fetch-Site", "cross-site")).passedOn);
    }

    @Test
    void aChangingCallOfTheApiFromAnotherSiteIsRefusedWhateverCredentialsTheBrowserAdds() throws Exception {
        for (String[] header : new String[][]{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}}) {
            for (String method : new String[]{"POST", "PATCH", "DELETE"}) {
                FakeHttp http = call(new FakeHttp(method, "/api/v1/photos/1").header("Host", "media.hospital.example")
                        .header(header[0], header[1]).header("Authorization", basic("ana:right")));
                assertProblem(http, 403, "forbidden");
            }
        }
        assertEquals(0, users.asked);
        assertTrue(call(new FakeHttp("GET", "/api/v1/patients").header("Sec-Fetch-Site", "cross-site")
                .header("Authorization", basic("ana:right"))).passedOn);
    }

    @Test
    void aFailureToFindOutWhoCallsIsMetOnce() throws Exception {
        users.failure = new MediaFilesException(ProblemCode.NOT_READY, "Too many sign in.");
        FakeHttp http = new FakeHttp("GET", "/api/v1/patients").header("Authorization", basic("ana:right"));
        HttpMessageContext container = (HttpMessageContext) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{HttpMessageContext.class}, (proxy, method, arguments) -> {
                    assertEquals("doNothing", method.getName());
                    return AuthenticationStatus.NOT_DONE;
                });
        new SignInMechanism(new RequestIdentifier(users.pageSessions(), users.guard(), users.trail()), users.gate())
                .validateRequest(
                        http.request(),
                        http.response(), container);
        assertProblem(call(http), 503, "not-ready");
        assertEquals(1, users.asked);
    }

    @Test
    void credentialsInTheClearAreRefusedBeforeTheyAreVerified() throws Exception {
        for (String path : new String[]{"/api/v1/patients", "/clinician/patients.xhtml", "/signin.xhtml"}) {
            FakeHttp http = withSession(new FakeHttp("GET", path).header("Authorization", basic("ana:right")), 7);
            http.secure = false;
            call(http);
            assertFalse(http.passedOn, path);
            assertEquals(403, http.status, path);
        }
        assertEquals(0, users.asked);
        for (String path : new String[]{"/api/v1/openapi.json", "/error.xhtml",
                "/jakarta.faces.resource/mediafiles.css.xhtml"}) {
            FakeHttp http = new FakeHttp("GET", path);
            http.secure = false;
            assertTrue(call(http).passedOn, path);
        }
    }

    @Test
    void overTlsTheBrowserIsToldToStayThere() throws Exception {
        assertTrue(call(new FakeHttp("GET", "/signin.xhtml")).responseHeaders.containsKey("Strict-Transport-Security"));
        FakeHttp http = new FakeHttp("GET", "/error.xhtml");
        http.secure = false;
        assertFalse(call(http).responseHeaders.containsKey("Strict-Transport-Security"));
    }

    @Test
    void aSessionWhoseTimeIsOverLeadsToSignInAndSaysWhy() throws Exception {
        users.end = SessionEnd.IDLE;
        FakeHttp http = new FakeHttp("GET", "/clinician/timeline.xhtml");
        http.query = "patient=1";
        assertEquals(303, call(withSession(http, 7)).status);
        assertEquals("/mediafiles/signin.xhtml?to=clinician%2Ftimeline.xhtml%3Fpatient%3D1&ended=idle",
                http.responseHeaders.get("Location"));
        assertFalse(http.hasSession);
        assertEquals(java.util.List.of(SessionEnd.IDLE), users.ended);
        assertProblem(call(withSession(new FakeHttp("GET", "/api/v1/patients"), 7)), 401, "authentication-required");
    }

    @Test
    void aFormLeadsBackToItsPageAfterSignIn() throws Exception {
        users.end = SessionEnd.EXPIRED;
        FakeHttp http = call(withSession(new FakeHttp("POST", "/clinician/new-photo.xhtml").header("Referer",
                "https://media.example/mediafiles/clinician/new-photo.xhtml?patient=1"), 7));
        assertEquals("/mediafiles/signin.xhtml?to=clinician%2Fnew-photo.xhtml%3Fpatient%3D1&ended=expired",
                http.responseHeaders.get("Location"));
    }

    @Test
    void whatAPageAsksByItselfIsNoAct() throws Exception {
        call(withSession(new FakeHttp("GET", "/admin/jobs-live.xhtml"), 9));
        call(withSession(new FakeHttp("GET", "/clinician/clip-state.xhtml"), 7));
        call(withSession(new FakeHttp("GET", "/api/v1/patients").header("X-Background", "true"), 7));
        assertEquals(0, users.acts);
        FakeHttp act = call(withSession(new FakeHttp("GET", "/clinician/timeline.xhtml"), 7));
        assertEquals(1, users.acts);
        assertEquals("900", act.responseHeaders.get("X-Session-Left"));
        assertNull(call(
                new FakeHttp("GET", "/api/v1/patients").header("Authorization", basic("ana:right"))).responseHeaders
                .get("X-Session-Left"));
    }

    @Test
    void aSessionOfBeforeARestartSaysThatItIsOver() throws Exception {
        FakeHttp http = new FakeHttp("GET", "/clinician/patients.xhtml");
        http.requestedSession = "gone";
        assertEquals("/mediafiles/signin.xhtml?to=clinician%2Fpatients.xhtml&ended=ended",
                call(http).responseHeaders.get("Location"));
    }

    @Test
    void aSessionThatEndsMeanwhileIsNone() throws Exception {
        FakeHttp ended = withSession(new FakeHttp("GET", "/api/v1/media-files/1/thumbnail"), 7);
        ended.sessionEnded = true;
        assertProblem(call(ended), 401, "authentication-required");
        FakeHttp ending = withSession(new FakeHttp("GET", "/clinician/patients.xhtml"), 7);
        users.mark = "m2";
        users.meanwhile = () -> ending.sessionEnded = true;
        assertEquals(303, call(ending).status);
    }
}
