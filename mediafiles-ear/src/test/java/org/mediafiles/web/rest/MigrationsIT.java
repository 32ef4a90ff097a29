package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;

/** The schema's door by REST: an admin's alone. */
@RunAsClient
class MigrationsIT extends DeployedMediaFiles {
    private static final String ROOT = "/admin/migrations";
    private static final List<String> LOOKS = List.of("", "/plan", "/preflight", "/validate", "/impact", "/runs");
    private static final int LONGEST_SECONDS = 60;

    @Test
    void anAdminLooksAtEverything() throws Exception {
        for (String look : LOOKS) {
            HttpResponse<String> answer = RestClient.get(Site.ADMIN, ROOT + look);
            assertEquals(200, answer.statusCode(), look + ": " + answer.body());
        }
        JsonNode info = RestClient.body(RestClient.get(Site.ADMIN, ROOT));
        assertTrue(info.path("upToDate").asBoolean(), info.toString());
        List<Integer> versions = new ArrayList<>();
        info.path("versions").forEach(version -> versions.add(version.path("version").asInt()));
        assertEquals(new ArrayList<>(new TreeSet<>(versions)), versions);
        assertEquals(0, versions.get(0));
        assertEquals(info.path("needs").asInt(), versions.get(versions.size() - 1));
        JsonNode plan = RestClient.body(RestClient.get(Site.ADMIN, ROOT + "/plan?target=6"));
        assertEquals("down", plan.path("direction").asText());
        assertFalse(plan.path("versions").isEmpty());
        JsonNode preflight = RestClient.body(RestClient.get(Site.ADMIN, ROOT + "/preflight"));
        assertTrue(preflight.path("ok").asInt() > 10, preflight.toString());
        assertTrue(RestClient.body(RestClient.get(Site.ADMIN, ROOT + "/impact")).path("totalBytes").asLong() > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {Site.VIEWER, Site.CLINICIAN, Site.INTEGRATOR})
    void nobodyElseLooksOrActs(String user) throws Exception {
        for (String look : LOOKS) {
            assertEquals(403, RestClient.get(user, ROOT + look).statusCode(), look);
        }
        assertEquals(403, RestClient.get(user, ROOT + "/task").statusCode());
        for (String act : List.of("/backup", "/migrate", "/rollback", "/stop")) {
            HttpResponse<String> answer = RestClient.json(user, "POST", ROOT + act, "{}");
            assertEquals(403, answer.statusCode(), act + ": " + answer.body());
        }
    }

    @Test
    void whoDoesNotSayWhoIsAskedWho() throws Exception {
        for (String look : LOOKS) {
            assertEquals(401, Site.send(Site.request(Site.api(ROOT + look)).GET()).statusCode(), look);
        }
        assertEquals(401, Site.send(Site.request(Site.api(ROOT + "/migrate")).POST(BodyPublishers.noBody()))
                .statusCode());
    }

    @Test
    void aMigrationIsBegunAndLookedAfter() throws Exception {
        HttpResponse<String> begun = RestClient.send(Site.ADMIN, "POST", ROOT + "/migrate");
        assertEquals(202, begun.statusCode(), begun.body());
        assertTrue(begun.headers().firstValue("Location").orElse("").endsWith(ROOT + "/task"));
        String id = RestClient.body(begun).path("id").asText();
        JsonNode task = RestClient.body(RestClient.get(Site.ADMIN, ROOT + "/task"));
        for (int i = 0; i < LONGEST_SECONDS && task.path("running").asBoolean(); i++) {
            TimeUnit.SECONDS.sleep(1);
            task = RestClient.body(RestClient.get(Site.ADMIN, ROOT + "/task"));
        }
        assertEquals(id, task.path("id").asText());
        assertFalse(task.path("running").asBoolean(), task.toString());
        assertEquals("admin", task.path("initiator").asText());
        assertEquals("ok", task.path("report").path("outcome").asText(), task.toString());
        assertEquals(0, task.path("report").path("steps").size(), "nothing was pending");
    }

    @Test
    void noRollbackWhereItIsNotOffered() throws Exception {
        HttpResponse<String> answer = RestClient.json(Site.ADMIN, "POST", ROOT + "/rollback",
                "{\"target\":\"6\",\"password\":\"admin\",\"database\":\"mediafiles\",\"yes\":true}");
        assertEquals(403, answer.statusCode(), answer.body());
        assertTrue(RestClient.body(RestClient.get(Site.ADMIN, ROOT)).path("upToDate").asBoolean());
    }
}
