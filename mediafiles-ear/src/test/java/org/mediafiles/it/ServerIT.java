package org.mediafiles.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URI;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;

/** What the server itself owes: an answer, and no word of what stands behind it. */
@RunAsClient
class ServerIT extends DeployedMediaFiles {
    @Test
    void answersBelowItsContextRoot() throws Exception {
        HttpResponse<String> answer = Site.send(Site.request(Site.page("/")));
        assertTrue(answer.statusCode() < 500, "status " + answer.statusCode());
    }

    @Test
    void tellsNeitherItsNameNorItsVersion() throws Exception {
        HttpResponse<String> answer = Site.send(Site.request(Site.page("/no-such-page")));
        assertFalse(answer.headers().firstValue("Server").isPresent(), "Server header");
        assertFalse(answer.headers().firstValue("X-Powered-By").isPresent(), "X-Powered-By header");
    }

    @Test
    void readinessAsksTheSchemaAndTheDatabase() throws Exception {
        URI probe = URI
                .create("http://127.0.0.1:" + System.getProperty("mediafiles.it.management-port") + "/health/ready");
        String answer = Site.send(Site.request(probe)).body();
        assertTrue(answer.contains("\"mediafiles\",\"status\":\"UP\""), answer);
        assertTrue(answer.contains("\"mediafiles-database\",\"status\":\"UP\""), answer);
    }

    @Test
    void keepsNoAccessLog() {
        File log = new File(System.getProperty("mediafiles.it.work"), "server/log/access_log.log");
        assertFalse(log.exists(), "the access log would hold query strings");
    }

    @Test
    void databaseIsOfTheVersionThatTheRunProfileStarts() throws Exception {
        try (var connection = TestDatabase.connect()) {
            assertEquals(18, connection.getMetaData().getDatabaseMajorVersion());
        }
    }
}
