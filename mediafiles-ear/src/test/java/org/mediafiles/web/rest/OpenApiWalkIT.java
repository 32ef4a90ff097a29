package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

/** Walks through the OpenAPI document: every path answers as it says to no, wrong and right credentials. */
@RunAsClient
class OpenApiWalkIT extends DeployedMediaFiles {
    private static final List<String> ROLES = List.of(Site.VIEWER, Site.CLINICIAN, Site.INTEGRATOR, Site.ADMIN);

    /** One call of the document. */
    private record Call(String method, String path, JsonNode operation) {
        boolean isOpen() {
            return operation.get("security").isEmpty();
        }

        boolean allows(String role) {
            return StreamSupport.stream(operation.get("x-roles").spliterator(), false)
                    .anyMatch(name -> name.textValue().equals(role));
        }

        HttpRequest.Builder with(HttpRequest.Builder request) {
            return request.method(method, BodyPublishers.noBody());
        }

        java.net.URI uri() {
            return Site.api(path.replaceAll("[{](id|fileId)[}]", RestClient.NOBODY));
        }

        @Override
        public String toString() {
            return method + ' ' + path;
        }
    }

    private static List<Call> calls() throws Exception {
        HttpResponse<String> answer = Site.send(Site.request(Site.api("/openapi.json")).GET());
        assertEquals(200, answer.statusCode());
        List<Call> calls = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : RestClient.body(answer).get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                calls.add(new Call(operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()));
            }
        }
        assertTrue(calls.size() > 50, "a document of " + calls.size() + " calls");
        return calls;
    }

    @Test
    void withoutCredentialsEveryGuardedCallIs401WithAChallengeAndNoLoginPage() throws Exception {
        List<Executable> checks = new ArrayList<>();
        for (Call call : calls()) {
            checks.add(() -> {
                HttpResponse<String> answer = Site.send(call.with(Site.request(call.uri())));
                if (call.isOpen()) {
                    assertEquals(200, answer.statusCode(), call.toString());
                } else {
                    assertRefused(call, answer);
                }
            });
        }
        assertAll(checks);
    }

    @Test
    void wrongCredentialsAre401() throws Exception {
        List<Executable> checks = new ArrayList<>();
        for (Call call : calls()) {
            for (String wrong : List.of(Site.basic("clinician", "wrong"), Site.basic("nobody", "nobody"), "Bearer x")) {
                if (!call.isOpen()) {
                    checks.add(() -> {
                        forgetFailures();
                        assertRefused(call,
                                Site.send(call.with(Site.request(call.uri()).header("Authorization", wrong))));
                    });
                }
            }
        }
        checks.add(OpenApiWalkIT::forgetFailures);
        assertAll(checks);
    }

    /** Five would be answered by 429, and the name kept out of all other tests. */
    private static void forgetFailures() throws SQLException {
        try (Connection database = TestDatabase.connect(); Statement statement = database.createStatement()) {
            statement.executeUpdate(
                    "DELETE FROM mediafiles_ops.sign_in_lock WHERE username IN ('clinician', 'nobody')");
        }
    }

    private static void assertRefused(Call call, HttpResponse<String> answer) throws Exception {
        assertEquals(401, answer.statusCode(), call.toString());
        assertTrue(answer.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Basic "), call.toString());
        assertEquals("application/problem+json", answer.headers().firstValue("Content-Type").orElse(""),
                call.toString());
        if (!call.method().equals("HEAD")) {
            assertEquals("authentication-required", RestClient.body(answer).get("code").textValue());
        }
    }

    @Test
    void everyRoleGetsAnAnswerThatTheDocumentNames() throws Exception {
        List<Executable> checks = new ArrayList<>();
        for (Call call : calls()) {
            for (String role : ROLES) {
                checks.add(() -> assertAsTold(call, role));
            }
        }
        assertAll(checks);
    }

    private static void assertAsTold(Call call, String role) throws Exception {
        HttpResponse<String> answer = Site.send(call.with(Site.requestAs(role, call.uri())));
        String what = call + " as " + role + ": " + answer.statusCode() + ' ' + answer.body();
        JsonNode told = call.operation().at("/responses/" + answer.statusCode());
        assertTrue(told.isObject(), what);
        assertTrue(answer.statusCode() < 500, what);
        if (!call.isOpen() && !call.allows(role)) {
            // What does not exist may be told of first: both come before everything else.
            assertTrue(answer.statusCode() == 403 || call.path().contains("{id}") && answer.statusCode() == 404, what);
        } else if (!call.isOpen()) {
            assertTrue(answer.statusCode() != 401 && answer.statusCode() != 403, what);
        }
        if (answer.statusCode() >= 400 && !call.method().equals("HEAD")) {
            String code = RestClient.body(answer).get("code").textValue();
            assertTrue(StreamSupport.stream(told.get("x-problem-codes").spliterator(), false)
                    .anyMatch(name -> name.textValue().equals(code)), what);
        }
    }

    @Test
    void basicNeverMakesASession() throws Exception {
        for (String path : List.of("/patients", "/openapi.json", "/media-files/" + RestClient.NOBODY + "/large")) {
            HttpResponse<String> answer = RestClient.get(Site.VIEWER, path);
            assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty(), path);
        }
    }
}
