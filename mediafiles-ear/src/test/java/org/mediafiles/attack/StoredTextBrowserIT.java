package org.mediafiles.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.Browser;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.NeedsBrowser;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;
import org.mediafiles.web.rest.MadeClips;
import org.mediafiles.web.rest.RestClient;
import org.mediafiles.web.rest.RestClient.Form;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Every text that a person or a file can bring holds markup, scripts and expressions; every page that there is, is opened by
 * an admin. Nothing may run, nothing may even be tried (the content policy tells), and what was written is read as it was.
 */
@RunAsClient
@NeedsBrowser
class StoredTextBrowserIT extends DeployedMediaFiles {
    private static final String RUN = UUID.randomUUID().toString().substring(0, 6);
    /** Markup, a way out of attributes and of scripts, and the expressions of three languages, which would say 1337. */
    private static final String HOSTILE = "'\"><img src=x onerror=hit(1)><script>hit(2)</script>#{7*191}${7*191}{{7*191}}";
    /** What a text is known by where it is shown, in full or cut. */
    private static final String SEEN = "'\"><img src=x onerror=hit(1)>";
    /** Runs before the page's own scripts: what is called, asked for or refused is remembered. */
    private static final String WATCH = """
                                        window.hits = [];
                                        window.hit = what => window.hits.push('ran ' + what);
                                        for (const name of ['alert', 'confirm', 'prompt']) {
                                            window[name] = () => window.hits.push(name);
                                        }
                                        document.addEventListener('securitypolicyviolation', e => window.hits.push(
                                            'policy: ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample));
                                        """;
    /** All words of the page, also those that are not shown at the moment, and those in fields. */
    private static final String WORDS = """
                                        return document.title + ' ' + document.body.textContent + ' '
                                            + Array.from(document.querySelectorAll('input:not([type=hidden]), textarea'), f => f.value).join(' ');
                                        """;

    private final Set<String> seen = new TreeSet<>();

    private static String hostile(String what) {
        return '~' + what + RUN + HOSTILE;
    }

    private static String json(HttpResponse<String> answer, String pointer) throws Exception {
        assertTrue(answer.statusCode() / 100 == 2, answer.statusCode() + " " + answer.body());
        return RestClient.body(answer).at(pointer).textValue();
    }

    /** A person with such names, in that role; the password is that of the demo user whose row is copied. */
    private static void person(String username, String role) throws Exception {
        try (Connection database = TestDatabase.connect();
                PreparedStatement user = database
                        .prepareStatement("""
                                          with made as (
                                            insert into public.accounts_eqmduser (password, is_superuser,
                                              username, first_name, last_name, email, is_staff, is_active,
                                              date_joined)
                                            select password, false, ?, ?, 'y', '', false, true, now()
                                            from public.accounts_eqmduser where username = 'admin'
                                            returning id)
                                          insert into mediafiles_ops.user_role (user_id, role)
                                          select id, ? from made
                                          """)) {
            user.setString(1, username);
            user.setString(2, hostile("first"));
            user.setString(3, role);
            user.executeUpdate();
        }
    }

    private static HttpResponse<String> send(String user, String method, String path, String type, byte[] body,
            String... headers) throws Exception {
        var request = Site.request(Site.api(path)).header("Authorization", Site.basic(user, "admin"))
                .header("Content-Type", type).method(method, BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return Site.send(request);
    }

    private static HttpResponse<String> form(String user, String path, Form form) throws Exception {
        return send(user, "POST", path, "multipart/form-data; boundary=" + Form.BOUNDARY, form.bytes());
    }

    private static Form withFile(Form form, String what, byte[] bytes) {
        return form.part("form-data; name=\"file\"; filename*=UTF-8''"
                + URLEncoder.encode('~' + what + RUN + SEEN + ".jpg", StandardCharsets.UTF_8).replace("+", "%20"),
                bytes);
    }

    private static String patient(String user) throws Exception {
        ObjectNode patient = RestClient.JSON.createObjectNode().put("name", hostile("name")).put("birthday",
                "1980-05-17");
        patient.putArray("identifiers").addObject().put("system", "prontuario").put("value",
                "~number" + RUN + SEEN);
        return json(send(user, "POST", "/patients", "application/json",
                patient.toString().getBytes(StandardCharsets.UTF_8)), "/id");
    }

    private static String photo(String user, String patient) throws Exception {
        return json(form(user, "/patients/" + patient + "/photos", withFile(new Form(), "file",
                HostileMedia.jpeg("~camera" + RUN + SEEN)).text("description", hostile("photo"))), "/id");
    }

    private static JsonNode series(String user, String patient) throws Exception {
        Form form = withFile(withFile(new Form(), "one", HostileMedia.png("~png" + RUN + SEEN)), "two",
                RestClient.jpeg(40, 40)).text("caption", hostile("caption")).text("caption", hostile("second"))
                .text("description", hostile("series")).text("seriesDescription", hostile("about"));
        HttpResponse<String> answer = form(user, "/patients/" + patient + "/photo-series", form);
        assertEquals(201, answer.statusCode(), answer.body());
        return RestClient.body(answer);
    }

    private void deletedPhoto(String user, String patient) throws Exception {
        String id = json(form(user, "/patients/" + patient + "/photos",
                withFile(new Form(), "gone", RestClient.jpeg(30, 30)).text("description", hostile("trashed"))), "/id");
        String reason = URLEncoder.encode(hostile("reason"), StandardCharsets.UTF_8).replace("+", "%20");
        assertEquals(204, send(user, "DELETE", "/photos/" + id, "text/plain", new byte[0], "X-Reason", reason)
                .statusCode());
    }

    /** What the pages are opened with, by the names of their parameters. */
    private Map<String, String> addresses(String user) throws Exception {
        Map<String, String> ids = new LinkedHashMap<>();
        String patient = patient(user);
        ids.put("patient", patient);
        ids.put("photo", photo(user, patient));
        JsonNode series = series(user, patient);
        ids.put("series", series.get("id").textValue());
        ids.put("left", series.at("/files/0/mediaFile/id").textValue());
        ids.put("right", series.at("/files/1/mediaFile/id").textValue());
        deletedPhoto(user, patient);
        HttpResponse<String> clip = form(user, "/patients/" + patient + "/video-clips",
                withFile(new Form(), "clipfile", HostileMedia.clip("~clipcamera" + RUN + SEEN)).text("description",
                        hostile("clip")));
        ids.put("clip", json(clip, "/id"));
        HttpResponse<String> waiting = send(user, "POST",
                "/uploads?filename=" + URLEncoder.encode("~waiting" + RUN + SEEN + ".jpg", StandardCharsets.UTF_8),
                "image/jpeg", RestClient.jpeg(33, 33));
        assertEquals(201, waiting.statusCode(), waiting.body());
        return ids;
    }

    private void look(Browser browser, String page) {
        browser.driver().executeScript(
                "document.querySelectorAll('[hidden], details').forEach(e => { e.removeAttribute('hidden'); e.open = true; })");
        String words = (String) browser.driver().executeScript(WORDS);
        assertEquals(List.of(), browser.driver().executeScript("return window.hits"), page);
        assertFalse(words.contains("1337"), page + " evaluates an expression");
        assertEquals(0, browser.driver().findElements(By.cssSelector("img[src='x']")).size(), page);
        for (String text : words.split(RUN)) {
            // The words in front of the mark tell which text it is; the ones behind it, that it came whole.
            seen.add(page + ' ' + text.replaceAll("(?s).*~([a-z]+)$", "$1"));
        }
        int at = words.indexOf(RUN);
        while (at >= 0) {
            assertTrue(words.startsWith(SEEN, at + RUN.length()), page + ": "
                    + words.substring(at, Math.min(words.length(), at + RUN.length() + SEEN.length())));
            at = words.indexOf(RUN, at + RUN.length());
        }
    }

    private static void signIn(Browser browser, String user) {
        browser.go("/signin.xhtml");
        browser.driver().findElement(By.id("signin:username")).sendKeys(user);
        browser.driver().findElement(By.id("signin:password")).sendKeys("admin");
        browser.driver().findElement(By.id("signin:go")).click();
        new WebDriverWait(browser.driver(), Duration.ofSeconds(60))
                .until(any -> browser.driver().getCurrentUrl().contains("/clinician/patients.xhtml"));
    }

    private void requireSeen(String page, String... texts) {
        List<String> missing = new ArrayList<>();
        for (String text : texts) {
            if (!seen.contains(page + ' ' + text)) {
                missing.add(text);
            }
        }
        assertEquals(List.of(), missing, page + " shows " + seen.stream().filter(s -> s.startsWith(page)).toList());
    }

    @Test
    void whatPeopleAndFilesBringIsReadAndNeverRun() throws Exception {
        MadeClips.requireFfmpeg();
        String user = "~user" + RUN + SEEN;
        person(user, "admin");
        Map<String, String> ids = addresses(user);
        PageSession.tryToSignIn("~typed" + RUN + SEEN, "wrong", null, "", "User-Agent", "~agent" + RUN + SEEN);
        PageSession.tryToSignIn(user, "admin", null, "", "User-Agent", "~agent" + RUN + SEEN);
        try (Browser browser = Browser.desktop("pt-BR")) {
            browser.driver().executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
            signIn(browser, user);
            for (Pages.Page page : Pages.all()) {
                StringBuilder address = new StringBuilder(page.path());
                for (String parameter : page.parameters()) {
                    if (ids.containsKey(parameter)) {
                        address.append(address.indexOf("?") < 0 ? '?' : '&').append(parameter).append('=')
                                .append(ids.get(parameter));
                    }
                }
                browser.go(address.toString());
                look(browser, page.path());
            }
            String typed = URLEncoder.encode("~typed" + RUN + SEEN, StandardCharsets.UTF_8);
            for (String address : List.of("/admin/trail.xhtml", "/admin/trail.xhtml?user=" + typed,
                    "/admin/trail.xhtml?print=true&patient=" + ids.get("patient"))) {
                browser.go(address);
                look(browser, "/admin/trail.xhtml");
            }
            search(browser);
        }
        requireSeen("/clinician/patients.xhtml", "name", "first", "found");
        requireSeen("/clinician/timeline.xhtml", "name", "number", "photo", "series", "clip", "first");
        requireSeen("/clinician/photo.xhtml", "name", "number", "photo", "file", "first", "camera");
        requireSeen("/clinician/series.xhtml", "name", "series", "about", "caption", "second", "one", "two");
        requireSeen("/clinician/edit-series.xhtml", "name", "caption", "second");
        requireSeen("/clinician/clip.xhtml", "name", "clip", "clipfile");
        requireSeen("/clinician/compare.xhtml", "caption", "second");
        requireSeen("/clinician/new-photo.xhtml", "name", "number");
        requireSeen("/admin/trail.xhtml", "typed", "user", "first", "name", "reason");
        requireSeen("/admin/trash.xhtml", "trashed", "name", "first");
        requireSeen("/admin/media-files.xhtml", "name", "first");
    }

    /** The search is a form: its page is the one that every text of a patient comes to first. */
    private void search(Browser browser) {
        browser.go("/clinician/patients.xhtml");
        browser.driver().findElement(By.id("search:query")).sendKeys("~number" + RUN + SEEN);
        browser.driver().findElement(By.id("search:go")).click();
        new WebDriverWait(browser.driver(), Duration.ofSeconds(60)).until(
                any -> Boolean.TRUE.equals(browser.driver().executeScript("return document.querySelector('#results h2')"
                        + ".textContent !== 'Vistos por último' && document.querySelector('.patient-list') !== null")));
        look(browser, "/clinician/patients.xhtml");
        seen.add("/clinician/patients.xhtml found");
    }
}
