package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

/** People and the own account over HTTP, on the server with its own login. */
@RunAsClient
class PeopleIT extends DeployedMediaFiles {
    private static final String GOOD = "três tigres tristes";

    private final String name = "it." + UUID.randomUUID().toString().substring(0, 13);

    private HttpResponse<String> as(String user, String password, String method, String path, String type, String body)
            throws Exception {
        return Site.send(Site.request(Site.api(path)).header("Authorization", Site.basic(user, password))
                .header("Content-Type", type).method(method, BodyPublishers.ofString(body)));
    }

    private JsonNode created(String role) throws Exception {
        HttpResponse<String> answer = RestClient.json(Site.ADMIN, "POST", "/admin/users", "{\"username\":\"" + name
                + "\",\"firstName\":\"<b>Ana</b>\",\"lastName\":\"Lima\",\"role\":\"" + role + "\"}");
        assertEquals(201, answer.statusCode(), answer.body());
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
        JsonNode person = RestClient.body(answer);
        assertTrue(answer.headers().firstValue("Location").orElse("").endsWith("/admin/users/" + person.get("id")));
        return person;
    }

    private HttpResponse<String> password(String current, String next) throws Exception {
        return as(name, current, "PUT", "/account/password", "application/json",
                RestClient.JSON.createObjectNode().put("current", current).put("new", next).toString());
    }

    private static void assertProblem(int status, String code, HttpResponse<String> answer) throws Exception {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(code, RestClient.body(answer).get("code").textValue());
    }

    private static String query(String sql) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    @Test
    void somebodyNewSetsAPasswordBeforeAnythingElse() throws Exception {
        JsonNode person = created("clinician");
        String oneTime = person.get("oneTimePassword").textValue();
        assertNotNull(person.get("expiresAt").textValue());
        assertTrue(person.get("mustChangePassword").booleanValue() && person.get("active").booleanValue());
        assertProblem(403, "password-change-required", as(name, oneTime, "GET", "/patients", "text/plain", ""));
        assertProblem(403, "password-change-required", as(name, oneTime, "GET", "/account", "text/plain", ""));

        assertProblem(400, "invalid-request", password(oneTime, oneTime));
        HttpResponse<String> weak = password(oneTime, "senha123456");
        assertProblem(400, "invalid-request", weak);
        assertEquals("common", RestClient.body(weak).get("rule").textValue());
        assertEquals("new", RestClient.body(weak).get("field").textValue());
        HttpResponse<String> wrong = as(name, oneTime, "PUT", "/account/password", "application/json",
                "{\"current\":\"wrong\",\"new\":\"" + GOOD + "\"}");
        assertProblem(400, "invalid-request", wrong);
        assertEquals("current", RestClient.body(wrong).get("field").textValue());

        assertEquals(204, password(oneTime, GOOD).statusCode());
        assertProblem(401, "authentication-required", as(name, oneTime, "GET", "/patients", "text/plain", ""));
        assertEquals(200, as(name, GOOD, "GET", "/patients?q=zzz", "text/plain", "").statusCode());
        JsonNode account = RestClient.body(as(name, GOOD, "GET", "/account", "text/plain", ""));
        assertFalse(account.get("mustChangePassword").booleanValue());
        assertTrue(account.get("managedHere").booleanValue());

        assertEquals("0", query("select count(*) from mediafiles_ops.audit_event a where a::text ~ '(" + oneTime + '|'
                + GOOD + "|pbkdf2)'"), "no password stands on record");
        assertEquals("user-create password-change", query("select string_agg(act, ' ' order by at) from"
                + " mediafiles_ops.audit_event where details->>'user' = '" + name + "' and outcome = 'ok'"));
    }

    @Test
    void adminResetsDeactivatesAndGivesRoles() throws Exception {
        JsonNode person = created("viewer");
        String path = "/admin/users/" + person.get("id");
        assertEquals(204, password(person.get("oneTimePassword").textValue(), GOOD).statusCode());

        JsonNode reset = RestClient.body(RestClient.send(Site.ADMIN, "POST", path + "/password-reset"));
        String oneTime = reset.get("oneTimePassword").textValue();
        assertEquals(401, as(name, GOOD, "GET", "/account", "text/plain", "").statusCode());
        assertProblem(403, "password-change-required", as(name, oneTime, "GET", "/account", "text/plain", ""));
        assertEquals(204, password(oneTime, "corda bamba no circo").statusCode());

        HttpResponse<String> changed = RestClient.json(Site.ADMIN, "PATCH", path,
                "{\"role\":\"clinician\",\"firstName\":\"Ana\",\"locale\":\"en\"}");
        assertEquals(200, changed.statusCode(), changed.body());
        assertEquals("Ana Lima", RestClient.body(changed).get("displayName").textValue());
        JsonNode sheet = RestClient.body(as(Site.ADMIN, Site.ADMIN, "POST", "/admin/users/roles", "text/csv",
                "user,role\n" + name + ",viewer\nnobody." + name + ",admin\n"));
        assertEquals(1, sheet.get("changed").intValue());
        assertEquals("nobody." + name, sheet.get("unknown").get(0).textValue());
        assertEquals("viewer", RestClient.body(RestClient.get(Site.ADMIN, path)).get("role").textValue());

        assertEquals(200, RestClient.json(Site.ADMIN, "PATCH", path, "{\"active\":false}").statusCode());
        assertEquals(401, as(name, "corda bamba no circo", "GET", "/account", "text/plain", "").statusCode());
        JsonNode found = RestClient.body(RestClient.get(Site.ADMIN, "/admin/users?active=false&q=" + name));
        assertEquals(1, found.get("items").size());
        assertEquals(name, found.get("items").get(0).get("username").textValue());
    }

    @Test
    void whatIsWrongIsSaidAtItsMember() throws Exception {
        for (String[] wrong : new String[][]{{"{}", "username"},
                {"{\"username\":\"a b\",\"role\":\"viewer\"}", "username"},
                {"{\"username\":\"x\",\"role\":\"chief\"}", "role"}, {"{\"username\":\"x\"}", "role"},
                {"{\"username\":\"x\",\"role\":\"viewer\",\"password\":\"short\"}", "password"},
                {"{\"username\":\"x\",\"role\":\"viewer\",\"superuser\":true}", "superuser"}}) {
            HttpResponse<String> answer = RestClient.json(Site.ADMIN, "POST", "/admin/users", wrong[0]);
            assertProblem(400, "invalid-request", answer);
            assertEquals(wrong[1], RestClient.body(answer).get("field").textValue(), wrong[0]);
        }
        HttpResponse<String> taken = RestClient.json(Site.ADMIN, "POST", "/admin/users",
                "{\"username\":\"ADMIN\",\"role\":\"viewer\"}");
        assertProblem(409, "conflict", taken);
        String oneself = query("select id from public.accounts_eqmduser where username = 'admin'");
        HttpResponse<String> demoted = RestClient.json(Site.ADMIN, "PATCH", "/admin/users/" + oneself,
                "{\"role\":\"viewer\"}");
        assertProblem(409, "conflict", demoted);
        assertEquals("oneself", RestClient.body(demoted).get("reason").textValue());
        assertProblem(404, "not-found", RestClient.json(Site.ADMIN, "PATCH", "/admin/users/999999999999", "{}"));
        assertProblem(404, "not-found", RestClient.get(Site.ADMIN, "/admin/users/x"));
        assertProblem(400, "invalid-request", RestClient.get(Site.ADMIN, "/admin/users?active=maybe"));
        assertProblem(415, "unsupported-media-type", as(Site.ADMIN, Site.ADMIN, "POST", "/admin/users/roles",
                "application/json", "[]"));
    }
}
