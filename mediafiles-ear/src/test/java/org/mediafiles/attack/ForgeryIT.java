package org.mediafiles.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.attack.ApiCalls.Call;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

/** Requests that somebody else makes a person's browser send, and sessions that somebody else has chosen. */
@RunAsClient
class ForgeryIT extends DeployedMediaFiles {
    /** What a browser tells of a request that a page of another site makes. */
    private static final List<List<String>> STRANGERS = List.of(List.of("Sec-Fetch-Site", "cross-site"),
            List.of("Sec-Fetch-Site", "same-site"), List.of("Origin", "https://evil.example"),
            List.of("Origin", "null"), List.of("Origin", "http://127.0.0.1.evil.example"),
            List.of("Origin", "http://127.0.0.1:1"), List.of("Origin", "http://evil.example@127.0.0.1"));

    private static List<Call> changing() throws Exception {
        return ApiCalls.all().stream().filter(Call::changes).toList();
    }

    @Test
    void noChangingCallTakesASessionAlone() throws Exception {
        PageSession session = PageSession.of(Site.ADMIN);
        List<String> taken = new ArrayList<>();
        for (Call call : changing()) {
            for (String type : List.of("application/json", "text/plain", "application/x-www-form-urlencoded",
                    "multipart/form-data; boundary=x")) {
                HttpResponse<String> answer = Site.send(session
                        .request(Site.api(call.plainPath()), "Content-Type", type, "Sec-Fetch-Site", "same-origin")
                        .method(call.method(), BodyPublishers.ofString("{}")));
                if (answer.statusCode() != (call.isUpload() ? 403 : 401)) {
                    taken.add(call + " as " + type + ": " + answer.statusCode());
                }
            }
        }
        assertEquals(List.of(), taken);
    }

    @Test
    void noChangingCallComesFromAnotherSite() throws Exception {
        PageSession session = PageSession.of(Site.ADMIN);
        List<String> taken = new ArrayList<>();
        for (Call call : changing()) {
            for (List<String> stranger : STRANGERS) {
                for (boolean basic : new boolean[]{true, false}) {
                    var request = basic
                            ? Site.requestAs(Site.ADMIN, Site.api(call.plainPath()))
                            : session.request(Site.api(call.plainPath()));
                    HttpResponse<String> answer = Site.send(request.header(stranger.get(0), stranger.get(1))
                            .method(call.method(), BodyPublishers.noBody()));
                    if (answer.statusCode() != 403 && answer.statusCode() != 401
                            || basic && answer.statusCode() == 401) {
                        taken.add(call + " from " + stranger + ": " + answer.statusCode());
                    }
                }
            }
        }
        assertEquals(List.of(), taken);
    }

    @Test
    void noAnswerOpensTheApiToOtherSites() throws Exception {
        for (String method : List.of("GET", "OPTIONS", "POST")) {
            RawHttp.Answer answer = RawHttp.send(method, RawHttp.API + "/patients", "Origin", "https://evil.example",
                    "Access-Control-Request-Method", "DELETE", "Authorization", Site.basic(Site.ADMIN, Site.ADMIN));
            assertTrue(answer.headers().stream().noneMatch(line -> line.toLowerCase().startsWith("access-control-")),
                    answer.headers().toString());
        }
    }

    @Test
    void noMethodIsChangedByAHeaderOrAParameter() throws Exception {
        String patient = org.mediafiles.web.rest.RestClient.newPatient();
        String photo = org.mediafiles.web.rest.RestClient.newPhoto(Site.CLINICIAN, patient).get("id").textValue();
        for (String header : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method")) {
            for (String method : List.of("GET", "POST")) {
                Site.send(Site.requestAs(Site.ADMIN, Site.api("/photos/" + photo + "?_method=DELETE&method=DELETE"))
                        .header(header, "DELETE").header("X-Reason", "x").method(method, BodyPublishers.noBody()));
            }
        }
        assertEquals(200, Site.send(Site.requestAs(Site.VIEWER, Site.api("/photos/" + photo)).GET()).statusCode());
        for (String method : List.of("TRACE", "CONNECT", "PROPFIND", "DELETE%20", "delete")) {
            int status = RawHttp.send(method, RawHttp.API + "/photos/" + photo, "Authorization",
                    Site.basic(Site.ADMIN, Site.ADMIN), "X-Reason", "x").status();
            assertTrue(status >= 400 && status < 500, method + ": " + status);
        }
        assertEquals(200, Site.send(Site.requestAs(Site.VIEWER, Site.api("/photos/" + photo)).GET()).statusCode());
    }

    private static Map<String, String> newPatient(String name, String state) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("patient", "patient");
        form.put("patient:name", name);
        form.put("patient:birthday", "17/05/1980");
        form.put("patient:recordNumber", name);
        form.put("patient:save", "");
        if (state != null) {
            form.put("jakarta.faces.ViewState", state);
        }
        return form;
    }

    private static boolean isThere(String name) throws Exception {
        try (Connection database = TestDatabase.connect();
                PreparedStatement query = database
                        .prepareStatement("select 1 from public.patients_patient where name = ?")) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private static String name() {
        return "Forjado " + UUID.randomUUID().toString().substring(0, 8);
    }

    @Test
    void aFormOfOursDoesWhatItSaysElseTheRestProvesNothing() throws Exception {
        PageSession session = PageSession.of(Site.CLINICIAN);
        String name = name();
        session.post("/clinician/new-patient.xhtml",
                newPatient(name, session.viewState("/clinician/new-patient.xhtml")));
        assertTrue(isThere(name));
    }

    @Test
    void aFormOfAnotherSiteDoesNothingEvenWithItsState() throws Exception {
        PageSession session = PageSession.of(Site.CLINICIAN);
        for (List<String> stranger : STRANGERS) {
            String name = name();
            HttpResponse<String> answer = session.post("/clinician/new-patient.xhtml",
                    newPatient(name, session.viewState("/clinician/new-patient.xhtml")), stranger.get(0),
                    stranger.get(1));
            assertEquals(403, answer.statusCode(), stranger.toString());
            assertFalse(isThere(name), stranger.toString());
        }
    }

    @Test
    void aFormWithoutItsStateOrWithAnothersDoesNothing() throws Exception {
        PageSession session = PageSession.of(Site.CLINICIAN);
        PageSession attacker = PageSession.of(Site.CLINICIAN);
        for (String state : new String[]{null, "", "stateless", "1:1", "-1:-1",
                attacker.viewState("/clinician/new-patient.xhtml"),
                "rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcAUH2sHDFmDRAwACRgAKbG9hZEZhY3RvckkACXRocmVzaG9sZHhwP0AAAAAAAAx3CAAAABAAAAAAeA=="}) {
            String name = name();
            HttpResponse<String> answer = session.post("/clinician/new-patient.xhtml", newPatient(name, state));
            assertFalse(isThere(name), "state " + state + ": " + answer.statusCode());
            assertTrue(answer.statusCode() < 500, "state " + state + ": " + answer.statusCode());
        }
        assertTrue(session.lives());
    }

    @Test
    void nobodyIsSignedInOrOutOrSwitchedByAnotherSite() throws Exception {
        PageSession session = PageSession.of(Site.CLINICIAN);
        for (List<String> stranger : STRANGERS) {
            HttpResponse<String> signIn = PageSession.tryToSignIn(Site.CLINICIAN, Site.CLINICIAN, null, "",
                    stranger.get(0), stranger.get(1));
            assertEquals(403, signIn.statusCode(), stranger.toString());
            assertNull(PageSession.cookieOf(signIn), "no session for " + stranger);
            for (String button : List.of("frame:signOut", "frame:language")) {
                HttpResponse<String> answer = session.post("/clinician/patients.xhtml",
                        Map.of("frame", "frame", button, "", "here", "/mediafiles/", "jakarta.faces.ViewState",
                                session.viewState("/clinician/patients.xhtml")),
                        stranger.get(0), stranger.get(1));
                assertEquals(403, answer.statusCode(), button + " by " + stranger);
                assertTrue(answer.headers().allValues("Set-Cookie").isEmpty(), button + " by " + stranger);
            }
        }
        assertTrue(session.lives());
        for (String path : List.of("/signout", "/signin.xhtml?signOut=1", "/clinician/patients.xhtml?frame:signOut=",
                "/clinician/patients.xhtml?frame=frame&frame:signOut=&jakarta.faces.ViewState=stateless")) {
            session.get(path);
        }
        assertTrue(session.lives(), "an address signs nobody out");
    }

    @Test
    void noAddressChangesAnything() throws Exception {
        PageSession session = PageSession.of(Site.CLINICIAN);
        String name = name();
        String state = session.viewState("/clinician/new-patient.xhtml");
        session.get("/clinician/new-patient.xhtml?" + PageSession.encode(newPatient(name, state)));
        assertFalse(isThere(name));
        // This page keeps no state, so anybody could write such a link.
        HttpResponse<String> signIn = Site.send(Site.request(Site.page("/signin.xhtml?"
                + PageSession.encode(Map.of("signin", "signin", "signin:username", Site.VIEWER, "signin:password",
                        Site.VIEWER, "signin:go", "", "jakarta.faces.ViewState", "stateless"))))
                .GET());
        assertEquals(403, signIn.statusCode());
        assertNull(PageSession.cookieOf(signIn));
        HttpResponse<String> switched = Site.send(Site.request(Site.page(
                "/signin.xhtml?frame=frame&frame:language=&here=/mediafiles/&jakarta.faces.ViewState=stateless"))
                .GET());
        assertEquals(403, switched.statusCode());
    }

    @Test
    void aSessionThatAnotherHasChosenIsNotTheOneThatIsSignedIn() throws Exception {
        String made = PageSession.cookieOf(Site.send(Site.request(Site.page("/signin.xhtml")).GET()));
        for (String chosen : new String[]{made == null ? "none" : made, "attackers-own-choice",
                PageSession.of(Site.VIEWER).cookie()}) {
            HttpResponse<String> answer = PageSession.tryToSignIn(Site.CLINICIAN, Site.CLINICIAN, chosen, "");
            String given = PageSession.cookieOf(answer);
            assertNotEquals(chosen, given);
            assertFalse(given == null || given.startsWith(chosen), "a new id: " + given);
            assertTrue(new PageSession(given).lives());
            assertFalse(new PageSession(chosen).lives(), "the id that was known before leads nowhere");
        }
        assertEquals(303, Site.send(Site.request(Site.page("/clinician/patients.xhtml;jsessionid="
                + PageSession.of(Site.CLINICIAN).cookie())).GET()).statusCode(), "no session by the address");
    }

    @Test
    void afterSigningOutTheSessionIsNobodys() throws Exception {
        PageSession session = PageSession.of(Site.CLINICIAN);
        HttpResponse<String> out = session.post("/clinician/patients.xhtml",
                Map.of("frame", "frame", "frame:signOut", "", "here", "/mediafiles/", "jakarta.faces.ViewState",
                        session.viewState("/clinician/patients.xhtml")));
        assertTrue(out.headers().firstValue("Location").orElse("").endsWith("/signin.xhtml"), out.toString());
        assertFalse(session.lives());
    }
}
