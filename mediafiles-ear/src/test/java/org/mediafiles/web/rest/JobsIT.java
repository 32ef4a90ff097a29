package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

/** The work in the background by REST: looked at, tried again, made anew; the server's own workers do it. */
@RunAsClient
class JobsIT extends DeployedMediaFiles {
    private static final String JOBS = "/admin/jobs";
    private static final String REGENERATIONS = "/admin/regenerations";
    private static final String OF_FILE = " where stored_object_id = (select stored_object_id from"
            + " mediafiles_ops.media_file_object where media_file_id = cast(? as uuid))";
    private static final int LONGEST_TENTHS = 600;

    private static String newFile() throws Exception {
        return RestClient.newPhoto(Site.CLINICIAN, RestClient.newPatient()).at("/mediaFile/id").textValue();
    }

    private static void await(String what, Callable<Boolean> come) throws Exception {
        for (int i = 0; i < LONGEST_TENTHS; i++) {
            if (come.call()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("it did not come: " + what);
    }

    private static String query(String sql, String value) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static String job(String column, String file) throws SQLException {
        return query("select " + column + " from mediafiles_ops.derivative_job" + OF_FILE, file);
    }

    private static void made(String file) throws Exception {
        await("the job of " + file, () -> "done".equals(job("state", file)));
    }

    /** As if its job had been given up. @return the job's id */
    private static String failed(String file) throws Exception {
        made(file);
        try (Connection connection = TestDatabase.connect();
                PreparedStatement update = connection.prepareStatement("update mediafiles_ops.derivative_job set"
                        + " state = 'failed', attempts = 5, error = 'time-limit', log = 'frame=12 too slow'"
                        + OF_FILE)) {
            update.setString(1, file);
            assertEquals(1, update.executeUpdate());
        }
        return job("id", file);
    }

    @Test
    void aFailedJobIsListedAndTriedAgainByTheServersWorkers() throws Exception {
        String file = newFile();
        String id = failed(file);
        JsonNode page = RestClient.body(RestClient.get(Site.ADMIN, JOBS + "?state=failed&kind=picture&limit=200"));
        JsonNode mine = null;
        for (JsonNode item : page.get("items")) {
            assertEquals("failed", item.get("state").textValue());
            mine = item.get("mediaFileId").asText().equals(file) ? item : mine;
        }
        assertEquals("time-limit", mine.get("reason").textValue());
        assertEquals("frame=12 too slow", mine.get("log").textValue());
        assertEquals("photo", mine.get("eventType").textValue());
        assertEquals(Site.CLINICIAN, mine.at("/waitingFor/username").textValue());
        assertTrue(mine.get("nextTryAt").isNull());
        assertTrue(RestClient.body(RestClient.get(Site.ADMIN, JOBS + "/summary")).at("/picture/failed").asLong() >= 1);

        HttpResponse<String> retried = RestClient.send(Site.ADMIN, "POST", JOBS + "/" + id + "/retry");
        assertEquals(204, retried.statusCode(), retried.body());
        made(file);
        HttpResponse<String> again = RestClient.send(Site.ADMIN, "POST", JOBS + "/" + id + "/retry");
        assertEquals(409, again.statusCode());
        assertEquals("conflict", RestClient.body(again).get("code").textValue());
    }

    @Test
    void allThatFailedAreTriedAgain() throws Exception {
        String file = newFile();
        failed(file);
        HttpResponse<String> answer = RestClient.send(Site.ADMIN, "POST", JOBS + "/retry-failed?kind=picture");
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(RestClient.body(answer).get("retried").asInt() >= 1);
        made(file);
    }

    @Test
    void onePhotosDerivativesAreMadeAnewAndServedMeanwhile() throws Exception {
        String file = newFile();
        made(file);
        String before = query("select created_at from mediafiles_ops.derivative" + OF_FILE + " and variant = 'large'",
                file);
        HttpResponse<String> begun = RestClient.json(Site.ADMIN, "POST", REGENERATIONS,
                "{\"scope\":\"one\",\"mediaFileId\":\"" + file + "\"}");
        assertEquals(202, begun.statusCode(), begun.body());
        String place = begun.headers().firstValue("Location").orElseThrow().replaceFirst(".*/api/v1", "");
        assertEquals(200, RestClient.bytes(Site.VIEWER, "GET", "/media-files/" + file + "/large").statusCode());
        await("the regeneration", () -> RestClient.body(RestClient.get(Site.ADMIN, place)).get("state").textValue()
                .equals("done"));
        JsonNode end = RestClient.body(RestClient.get(Site.ADMIN, place));
        assertEquals(1, end.get("done").asInt(), end.toString());
        assertNotEquals(before, query(
                "select created_at from mediafiles_ops.derivative" + OF_FILE + " and variant = 'large'", file));
        assertEquals(409, RestClient.send(Site.ADMIN, "POST", place + "/stop").statusCode());
    }

    @Test
    void allPhotosAreMadeAnewOneWalkAtATime() throws Exception {
        String file = newFile();
        made(file);
        String before = query("select created_at from mediafiles_ops.derivative" + OF_FILE + " and variant = 'large'",
                file);
        HttpResponse<String> begun = RestClient.json(Site.ADMIN, "POST", REGENERATIONS, "{\"scope\":\"photos\"}");
        assertEquals(202, begun.statusCode(), begun.body());
        long id = RestClient.body(begun).get("id").asLong();
        assertEquals(409, RestClient.json(Site.ADMIN, "POST", REGENERATIONS, "{\"scope\":\"all\"}").statusCode());
        assertEquals(id, RestClient.body(RestClient.get(Site.ADMIN, REGENERATIONS + "/latest")).get("id").asLong());
        await("the walk", () -> !RestClient.body(RestClient.get(Site.ADMIN, REGENERATIONS + "/" + id)).get("state")
                .textValue().equals("running"));
        JsonNode end = RestClient.body(RestClient.get(Site.ADMIN, REGENERATIONS + "/" + id));
        assertEquals(end.get("queued").asLong(), end.get("done").asLong() + end.get("failed").asLong());
        assertNotEquals(before, query(
                "select created_at from mediafiles_ops.derivative" + OF_FILE + " and variant = 'large'", file));
    }

    @Test
    void whatIsAskedForWronglyIsRefusedInOrder() throws Exception {
        assertEquals(400, RestClient.get(Site.ADMIN, JOBS + "?state=odd").statusCode());
        assertEquals(400, RestClient.get(Site.ADMIN, JOBS + "?kind=odd").statusCode());
        assertEquals(400, RestClient.get(Site.ADMIN, JOBS + "?cursor=odd").statusCode());
        assertEquals(400, RestClient.get(Site.ADMIN, JOBS + "?limit=201").statusCode());
        assertEquals(400, RestClient.json(Site.ADMIN, "POST", REGENERATIONS, "{\"scope\":\"odd\"}").statusCode());
        assertEquals(400, RestClient.json(Site.ADMIN, "POST", REGENERATIONS, "{\"scope\":\"one\"}").statusCode());
        assertEquals(404, RestClient.json(Site.ADMIN, "POST", REGENERATIONS,
                "{\"scope\":\"one\",\"mediaFileId\":\"" + RestClient.NOBODY + "\"}").statusCode());
        assertEquals(404, RestClient.send(Site.ADMIN, "POST", JOBS + "/999999999/retry").statusCode());
        assertEquals(404, RestClient.send(Site.ADMIN, "POST", JOBS + "/x/retry").statusCode());
        assertEquals(404, RestClient.get(Site.ADMIN, REGENERATIONS + "/x").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {Site.VIEWER, Site.CLINICIAN, Site.INTEGRATOR})
    void nobodyElseLooksOrActs(String user) throws Exception {
        for (String look : List.of(JOBS, JOBS + "/summary", REGENERATIONS + "/latest", REGENERATIONS + "/1")) {
            assertEquals(403, RestClient.get(user, look).statusCode(), look);
        }
        for (String act : List.of(JOBS + "/1/retry", JOBS + "/retry-failed", REGENERATIONS,
                REGENERATIONS + "/1/stop")) {
            assertEquals(403, RestClient.send(user, "POST", act).statusCode(), act);
        }
        assertFalse(Site.send(Site.request(Site.api(JOBS)).POST(BodyPublishers.noBody())).statusCode() == 200);
        assertEquals(401, Site.send(Site.request(Site.api(JOBS)).GET()).statusCode());
    }

    @Test
    void pagesFollowOneAnother() throws Exception {
        newFile();
        newFile();
        JsonNode first = RestClient.body(RestClient.get(Site.ADMIN, JOBS + "?limit=1"));
        JsonNode second = RestClient.body(
                RestClient.get(Site.ADMIN, JOBS + "?limit=1&cursor=" + first.get("nextCursor").textValue()));
        assertTrue(second.at("/items/0/id").asLong() < first.at("/items/0/id").asLong());
    }
}
