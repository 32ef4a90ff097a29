package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;

/** The limits as they are configured by default, met for real by people whom no other test is. */
@RunAsClient
class RateLimitsIT extends DeployedMediaFiles {
    private static final int SEARCHES = 300;
    private static final int ORIGINALS = 600;
    private static final int UPLOADS = 600;
    private static TableStage stage;

    @BeforeAll
    static void setTheStage() throws Exception {
        stage = new TableStage();
    }

    @AfterAll
    static void clearTheStage() throws Exception {
        stage.close();
    }

    /** @return the statuses of that many calls, some at once */
    private static List<Integer> many(int times, Callable<HttpResponse<?>> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                answers.add(threads.submit(() -> call.call().statusCode()));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            return statuses;
        } finally {
            threads.shutdownNow();
        }
    }

    private static HttpRequest.Builder as(String role, String path) {
        return Site.request(Site.api(path)).header("Authorization", stage.authorization(role));
    }

    private static void assertLimited(HttpResponse<String> answer) throws Exception {
        assertEquals(429, answer.statusCode(), answer.body());
        assertEquals("rate-limited", RestClient.body(answer).get("code").textValue());
        int wait = Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow());
        assertTrue(wait >= 1 && wait <= 61, "Retry-After: " + wait);
    }

    private static String onRecord(String role, String kind) throws Exception {
        return stage.one("select count(*) from mediafiles_ops.audit_event where act = 'rate-limit' and user_id = ?"
                + " and outcome = 'refused' and details ->> 'kind' = ?", stage.id(role), kind);
    }

    /** More than the limit within a minute on any machine that these tests run on: a slow one gives the limit twice. */
    @Test
    void searchesOnPagesAndByRestCountTogether() throws Exception {
        String cookie = stage.session("viewer");
        long begun = System.nanoTime();
        List<Integer> answers = many(SEARCHES, () -> Site.send(as("viewer", "/patients?identifier=none").GET()));
        assertEquals(List.of(), answers.stream().filter(status -> status != 200).toList());
        HttpResponse<String> refused = Site.send(as("viewer", "/patients?q=maria").GET());
        if (System.nanoTime() - begun < 60_000_000_000L) {
            assertLimited(refused);
            HttpResponse<String> bySession = Site.send(PageSession.with(cookie, "/api/v1/patients?q=maria").GET());
            assertLimited(bySession);
            assertEquals("1", onRecord("viewer", "searches"));
            assertEquals(200, Site.send(as("clinician", "/patients?q=maria").GET()).statusCode());
            assertListed();
        } else {
            System.out.println("SKIPPED: the limit of searches; 300 took this machine more than a minute");
        }
    }

    private static void assertListed() throws Exception {
        JsonNode listed = RestClient.body(Site.send(as("admin", "/admin/rate-limits").GET()));
        assertEquals("{\"uploads\":600,\"originals\":600,\"searches\":300}", listed.get("perMinute").toString());
        boolean found = false;
        for (JsonNode item : listed.get("items")) {
            found |= item.get("username").textValue().equals(stage.name("viewer"))
                    && item.get("kind").textValue().equals("searches") && item.get("minutes").intValue() == 1;
        }
        assertTrue(found, listed.toString());
    }

    @Test
    void originalsAreLimitedWhileDerivativesAndOthersGoOn() throws Exception {
        String file = "/media-files/" + stage.photo(TableCaller.CLINICIAN_OWN).mediaFile();
        String archive = "/photo-series/" + stage.series(TableCaller.CLINICIAN_OWN).event() + "/archive?original=true";
        long begun = System.nanoTime();
        // Ten of them in archives of two.
        assertFalse(many(5, () -> Site.sendForBytes(as("clinician", archive).GET())).contains(429));
        List<Integer> answers = many(ORIGINALS - 11, () -> Site
                .sendForBytes(as("clinician", file + "/content").header("Range", "bytes=0-0").GET()));
        assertEquals(List.of(), answers.stream().filter(status -> status != 206).toList());
        HttpResponse<String> whole = Site.send(as("clinician", archive).GET());
        HttpResponse<byte[]> last = Site.sendForBytes(as("clinician", file + "/content").GET());
        HttpResponse<String> refused = Site.send(as("clinician", file + "/content").GET());
        if (System.nanoTime() - begun < 60_000_000_000L) {
            assertLimited(whole);
            assertEquals(200, last.statusCode(), "one was left, which an archive of two does not take");
            assertLimited(refused);
            assertEquals("1", onRecord("clinician", "originals"));
            assertEquals(200, Site.sendForBytes(as("clinician", file + "/large").GET()).statusCode());
            assertEquals(200, Site.sendForBytes(as("clinician", file + "/content")
                    .method("HEAD", BodyPublishers.noBody())).statusCode());
            assertEquals(200, Site.sendForBytes(as("admin", file + "/content").GET()).statusCode());
        } else {
            System.out.println("SKIPPED: the limit of originals; 600 took this machine more than a minute");
        }
    }

    @Test
    void uploadsPastTheLimitAreNotReadAndLeaveNoRow() throws Exception {
        String mine = "select count(*) from mediafiles_ops.upload where owner_id = ?";
        long begun = System.nanoTime();
        // What is no picture counts, too: it was sent.
        List<Integer> answers = many(UPLOADS, () -> Site.send(as("integrator", "/uploads")
                .header("Content-Type", "image/jpeg").POST(BodyPublishers.ofString("no picture"))));
        assertEquals(List.of(), answers.stream().filter(status -> status != 415).toList());
        String rows = stage.one(mine, stage.id("integrator"));
        byte[] picture = RestClient.jpeg(64, 48);
        HttpResponse<String> raw = Site.send(as("integrator", "/uploads").header("Content-Type", "image/jpeg")
                .POST(BodyPublishers.ofByteArray(picture)));
        HttpResponse<String> form = Site.send(as("integrator", "/patients/" + stage.patient() + "/photos")
                .header("Content-Type", "multipart/form-data; boundary=" + RestClient.Form.BOUNDARY).POST(BodyPublishers
                        .ofByteArray(new RestClient.Form().file("file", "a.jpg", picture).bytes())));
        if (System.nanoTime() - begun < 60_000_000_000L) {
            assertLimited(raw);
            assertLimited(form);
            assertEquals(rows, stage.one(mine, stage.id("integrator")));
            assertEquals("1", onRecord("integrator", "uploads"));
        } else {
            System.out.println("SKIPPED: the limit of uploads; 600 took this machine more than a minute");
        }
    }
}
