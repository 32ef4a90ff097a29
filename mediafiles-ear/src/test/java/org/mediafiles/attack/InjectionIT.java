package org.mediafiles.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.web.rest.RestClient;
import org.mediafiles.web.rest.RestClient.Form;

/** Text that would be code where it lands: SQL and its wildcards in searches, line ends in headers. */
@RunAsClient
class InjectionIT extends DeployedMediaFiles {
    private static final List<String> SQL = List.of("'", "''", "\"", "\\", "\\\\", "';--", "' or '1'='1", "' or 1=1 --",
            "%' or '1'='1", "') or ('1'='1", "x'; select pg_sleep(9); --", "\\' or 1=1 --", "$$", "$1", "?", ":name",
            "/* x */", "-- x", "x\u0000' or 1=1", "\u02bc or 1=1", "; drop table patients_patient; --",
            "{d '2026-01-01'}",
            "1) union select password from accounts_eqmduser --", "\ud800", "%", "_", "%%", "_%_", "\\%", "[a-z]", "*");

    private static final List<String> VALUES = List.of("' or '1'='1", "\\", "x\u0000", "1; select pg_sleep(9)", "%",
            "\ud83d\ude00", "9".repeat(400), "-1", "9223372036854775808");

    private static JsonNode search(String parameter, String value) throws Exception {
        HttpResponse<String> answer = RestClient.get(Site.VIEWER,
                "/patients?" + parameter + '=' + URLEncoder.encode(value, StandardCharsets.UTF_8));
        assertTrue(answer.statusCode() == 200 || answer.statusCode() == 400,
                value + ": " + answer.statusCode() + ' ' + answer.body());
        return answer.statusCode() == 200 ? RestClient.body(answer).get("items") : RestClient.JSON.createArrayNode();
    }

    private static String patient(String name, String number) throws Exception {
        ObjectNode body = RestClient.JSON.createObjectNode().put("name", name).put("birthday", "1980-05-17");
        body.putArray("identifiers").addObject().put("system", "prontuario").put("value", number);
        HttpResponse<String> answer = RestClient.json(Site.CLINICIAN, "POST", "/patients", body.toString());
        assertEquals(201, answer.statusCode(), answer.body());
        return RestClient.body(answer).get("id").textValue();
    }

    @Test
    void aSearchFindsWhatIsWrittenAndNothingMore() throws Exception {
        String mark = "Zq" + UUID.randomUUID().toString().substring(0, 8);
        String percent = patient(mark + " cem%cento", mark + "%7");
        String under = patient(mark + " a_b", mark + "_7");
        String plain = patient(mark + " axb cemXcento", mark + "77");
        for (String[] expected : new String[][]{{mark + " cem%cento", percent}, {mark + " a_b", under},
                {mark + " axb", plain}}) {
            JsonNode items = search("q", expected[0]);
            assertEquals(1, items.size(), expected[0] + ": " + items);
            assertEquals(expected[1], items.get(0).get("id").textValue());
        }
        assertEquals(1, search("identifier", mark + "%7").size());
        assertEquals(1, search("identifier", mark + "_7").size());
        assertEquals(0, search("identifier", mark + "%").size());
        for (String sql : SQL) {
            assertEquals(0, search("identifier", mark + sql + "no").size(), sql);
            for (JsonNode item : search("q", mark + "no" + sql)) {
                throw new AssertionError(sql + " finds " + item);
            }
        }
    }

    @Test
    void wildcardsAloneFindNothingThatDoesNotHoldThem() throws Exception {
        for (String sql : List.of("%", "_", "%%", "\\%", "' or '1'='1", "*")) {
            for (JsonNode item : search("q", sql)) {
                assertTrue(item.get("name").textValue().contains(sql.substring(0, 1)), sql + " finds " + item);
            }
        }
    }

    @Test
    void thePagesSearchIsNoOther() throws Exception {
        PageSession session = PageSession.of(Site.VIEWER);
        String mark = "Wq" + UUID.randomUUID().toString().substring(0, 8);
        String name = mark + " Silva";
        patient(name, mark);
        for (String sql : List.of("%", "' or '1'='1", mark.substring(0, 2) + "%", mark + "' or 1=1 --", mark + "\\")) {
            String body = session.post("/clinician/patients.xhtml", Map.of("search", "search", "search:query", sql,
                    "search:go", "", "jakarta.faces.ViewState", session.viewState("/clinician/patients.xhtml"))).body();
            assertFalse(body.contains("Exception") || body.contains("SQL"), sql);
        }
    }

    @Test
    void whereverATextGoesTheDatabaseTakesItAsText() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (ApiCalls.Call call : ApiCalls.all()) {
            if (call.changes()) {
                continue;
            }
            for (ApiCalls.Parameter parameter : call.parameters()) {
                if (!parameter.in().equals("query") || parameter.name().equals("q")
                        || parameter.name().equals("identifier")) {
                    continue;
                }
                // The whole trail as CSV is long: there the worst three will do.
                for (String sql : VALUES.subList(0, call.path().endsWith(".csv") ? 3 : VALUES.size())) {
                    HttpResponse<String> answer = RestClient.get(Site.ADMIN, call.plainPath() + '?' + parameter.name()
                            + '=' + URLEncoder.encode(sql, StandardCharsets.UTF_8));
                    if (answer.statusCode() >= 500) {
                        wrong.add(call + " " + parameter.name() + '=' + sql + ": " + answer.statusCode());
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void aFilenameWritesNoHeader() throws Exception {
        String patient = RestClient.newPatient();
        for (String name : List.of("a\r\nX-Injected: 1.jpg", "a%0D%0AX-Injected: 1.jpg", "a\nSet-Cookie: x=1.jpg",
                "a\".jpg", "a\"; filename=evil.exe; x=\".jpg", "a\\\".jpg", "aé\u2028X-Injected: 1.jpg",
                "a\u0085X-Injected: 1.jpg", "a\u560d\u560aX-Injected: 1.jpg", "a;filename*=UTF-8''evil.exe.jpg",
                "a\u202egpj.exe", "\ud83d\ude00.jpg", "a\u0000.exe.jpg", "a%00.exe.jpg", "..\\..\\a.jpg")) {
            HttpResponse<String> made = RestClient.form(Site.CLINICIAN, "/patients/" + patient + "/photos",
                    new Form().part("form-data; name=\"file\"; filename*=UTF-8''" + percentEncoded(name),
                            RestClient.jpeg(20, 20)));
            assertEquals(201, made.statusCode(), name + made.body());
            JsonNode links = RestClient.body(made).at("/mediaFile/links");
            for (String variant : List.of("content", "large")) {
                String path = links.get(variant).textValue() + "?download=true";
                RawHttp.Answer answer = RawHttp.send("HEAD", path, "Authorization",
                        Site.basic(Site.CLINICIAN, Site.CLINICIAN));
                assertEquals(200, answer.status(), name);
                assertTrue(answer.header("X-Injected").isEmpty() && answer.header("Set-Cookie").isEmpty(), name);
                String disposition = answer.header("Content-Disposition").orElseThrow();
                assertTrue(disposition.matches(
                        "attachment; filename=\"[ !#-\\[\\]-~]+\"(; filename\\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]+)?"),
                        disposition);
            }
        }
    }

    private static String percentEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Test
    void aReasonWritesNoHeaderAndNoLogLine() throws Exception {
        String photo = RestClient.newPhoto(Site.CLINICIAN, RestClient.newPatient()).get("id").textValue();
        HttpResponse<String> answer = RestClient.json(Site.ADMIN, "PATCH", "/photos/" + photo,
                "{\"description\":\"x\\r\\nX-Injected: 1\"}", "Content-Type", "application/merge-patch+json",
                "X-Reason",
                "a%0d%0aX-Injected:%201%00");
        assertTrue(answer.statusCode() == 200 || answer.statusCode() == 400, answer.body());
        assertTrue(answer.headers().firstValue("X-Injected").isEmpty());
    }
}
