package org.mediafiles.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;

/** Addresses that came with a request lead nowhere but to our own pages. */
@RunAsClient
class OpenRedirectIT extends DeployedMediaFiles {
    private static final List<String> ELSEWHERE = List.of("//evil.example", "///evil.example", "////evil.example",
            "\\\\evil.example", "/\\evil.example", "\\/evil.example", "/\\/evil.example", "https://evil.example",
            "https:evil.example", "http:/evil.example", "HTTPS://evil.example/clinician/patients.xhtml",
            "javascript:alert(1)", "JaVaScRiPt:alert(1)//", "data:text/html,<script>alert(1)</script>",
            "%2f%2fevil.example",
            "%252f%252fevil.example", "%5c%5cevil.example", "/%2fevil.example", "/%09/evil.example", "/\t/evil.example",
            "\t//evil.example", " //evil.example", "\n//evil.example", "\u0000//evil.example", "/\n/evil.example",
            "clinician/patients.xhtml\r\nLocation: https://evil.example", "clinician/../../evil.example",
            "/mediafiles/..//evil.example", "/mediafiles/../..//evil.example", "/mediafiles/%2e%2e//evil.example",
            "/mediafiles//evil.example/../..//evil.example", "/mediafiles@evil.example", "@evil.example",
            ".evil.example", "/mediafiles/.//evil.example", "http://127.0.0.1@evil.example/mediafiles/",
            "//evil.example/mediafiles/", "https://evil.example/mediafiles/", "\u3002\u3002evil.example",
            "//evil\u3002example", "?to=//evil.example", "#//evil.example", "clinician/patients.xhtml#@evil.example",
            "signin.xhtml?to=//evil.example", "api/v1/patients", "clinician/patients.xhtml?x=\r\nX-Injected: 1");

    /** @return what a browser makes of a Location */
    private static URI goal(HttpResponse<?> answer) {
        String location = answer.headers().firstValue("Location").orElse("");
        // Browsers take a backslash for a slash, and leave tabs and line ends out.
        return URI.create(Site.root() + "/signin.xhtml")
                .resolve(location.replaceAll("[\\t\\r\\n]", "").replace('\\', '/'));
    }

    private static void judge(List<String> wrong, String what, HttpResponse<?> answer) {
        if (answer.statusCode() >= 500) {
            wrong.add(what + ": " + answer.statusCode());
        }
        if (answer.headers().firstValue("X-Injected").isPresent()
                || answer.headers().allValues("Location").size() > 1) {
            wrong.add(what + ": a header of another's");
        }
        if (answer.statusCode() / 100 == 3) {
            URI goal = goal(answer);
            if (!RawHttp.host().equals(goal.getAuthority()) || !"http".equals(goal.getScheme())
                    || !goal.getRawPath().startsWith("/mediafiles/")) {
                wrong.add(what + " leads to " + goal);
            }
        }
    }

    @Test
    void signingInLeadsToOurPagesAlone() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String to : ELSEWHERE) {
            HttpResponse<String> answer = PageSession.tryToSignIn(Site.VIEWER, Site.VIEWER, null, to);
            assertTrue(answer.statusCode() / 100 == 3, to + ": " + answer.statusCode());
            judge(wrong, "after " + to, answer);
        }
        assertEquals(List.of(), wrong);
        HttpResponse<String> home = PageSession.tryToSignIn(Site.VIEWER, Site.VIEWER, null,
                "clinician/timeline.xhtml?patient=1");
        assertTrue(goal(home).toString().endsWith("/mediafiles/clinician/timeline.xhtml?patient=1"),
                "where it leads is told at all");
    }

    @Test
    void whoIsSignedInIsLedToOurPagesAlone() throws Exception {
        PageSession session = PageSession.of(Site.VIEWER);
        List<String> wrong = new ArrayList<>();
        for (String to : ELSEWHERE) {
            judge(wrong, "to=" + to, session.get("/signin.xhtml?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8)));
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void theLanguageSwitchComesBackToOurPagesAlone() throws Exception {
        PageSession session = PageSession.of(Site.VIEWER);
        List<String> wrong = new ArrayList<>();
        for (String here : ELSEWHERE) {
            HttpResponse<String> answer = session.post("/signin.xhtml", Map.of("frame", "frame", "frame:language", "",
                    "here", here, "jakarta.faces.ViewState", "stateless"));
            judge(wrong, "here=" + here, answer);
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void theErrorPagesWayOnIsOurs() throws Exception {
        for (String back : ELSEWHERE) {
            String page = Site.send(Site.request(
                    Site.page("/error.xhtml?code=expired&back=" + URLEncoder.encode(back, StandardCharsets.UTF_8)))
                    .GET()).body();
            assertTrue(!page.contains("href=\"http") && !page.contains("href=\"//") && !page.contains("href=\"/\\")
                    && !page.contains("href=\"java"), back);
        }
    }

    @Test
    void theHostHeaderDoesNotLeadAway() throws Exception {
        try (RawHttp connection = new RawHttp()) {
            connection.write("GET /mediafiles/clinician/patients.xhtml HTTP/1.1\r\nHost: evil.example\r\n"
                    + "X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\nConnection: close\r\n\r\n");
            RawHttp.Answer answer = connection.read(true);
            assertTrue(answer.header("Location").orElse("").startsWith("/mediafiles/signin.xhtml"),
                    answer.headers().toString());
        }
    }
}
