package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

/** Other tests write into the trail as nobody may, so here a chain is never expected to be whole. */
@RunAsClient
class AuditVerificationIT extends DeployedMediaFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static HttpResponse<String> verify(String login) throws Exception {
        return Site.send(Site.requestAs(login, Site.api("/admin/audit/verify")).POST(BodyPublishers.noBody()));
    }

    @Test
    void adminIsToldWhatTheTrailIsLikeAndThatStandsOnRecord() throws Exception {
        HttpResponse<String> answer = verify(Site.ADMIN);
        assertEquals(200, answer.statusCode(), answer.body());
        JsonNode report = JSON.readTree(answer.body());
        for (String member : new String[]{"intact", "rows", "firstFault", "sealed", "unsealed", "anchors"}) {
            assertTrue(report.has(member), member);
        }
        assertEquals(report.get("firstFault").isNull(), report.get("intact").booleanValue());
        assertTrue(report.get("rows").longValue() > 0);
        String request = answer.headers().firstValue("X-Request-Id").orElseThrow();
        assertEquals(1,
                number("SELECT count(*) FROM mediafiles_ops.audit_event WHERE act = 'audit-verify' AND outcome = 'ok'"
                        + " AND username = 'admin' AND request_id = '" + request + "' AND details ? 'intact'"));

        JsonNode last = JSON.readTree(
                Site.send(Site.requestAs(Site.ADMIN, Site.api("/admin/audit/verify")).GET()).body());
        assertEquals("admin", last.get("startedBy").textValue());
        assertNotNull(last.get("running"));
    }

    @Test
    void rowIsSealedSoonAfterItWasWritten() throws Exception {
        Site.send(Site.requestAs(Site.VIEWER, Site.api("/patients?q=nobody-of-that-name")).GET());
        String newest = "(SELECT max(at) FROM mediafiles_ops.audit_event WHERE username = 'viewer')";
        for (long end = System.nanoTime() + Duration.ofSeconds(30).toNanos(); number(
                "SELECT count(*) FROM mediafiles_ops.audit_seal WHERE audit_at >= " + newest) == 0;) {
            assertTrue(System.nanoTime() < end, "no seal comes");
            Thread.sleep(200);
        }
    }

    @Test
    void nobodyElseMayAsk() throws Exception {
        for (String login : new String[]{Site.VIEWER, Site.CLINICIAN, Site.INTEGRATOR}) {
            assertEquals(403, verify(login).statusCode(), login);
        }
        assertTrue(number("SELECT count(*) FROM mediafiles_ops.audit_event WHERE act = 'audit-verify'"
                + " AND outcome = 'refused' AND username = 'viewer'") > 0);
    }

    private static long number(String sql) throws Exception {
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
