package org.mediafiles.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;

/**
 * Clients that hold what others need: unfinished headers and bodies, silence, a mass of wrong passwords. All of it on the
 * loopback address, and bounded. The tests' server cuts slow bodies off after three seconds, so that it can be seen.
 */
@RunAsClient
class SlowClientsIT extends DeployedMediaFiles {
    /** More than the server has threads for requests where the machine is small. */
    private static final int SLOW = 90;
    private static final int STRANGERS = 150;
    private static final String BASIC = Site.basic(Site.CLINICIAN, Site.CLINICIAN);

    private static List<RawHttp> open(int count, String start) throws IOException {
        List<RawHttp> connections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RawHttp connection = new RawHttp();
            connection.write(start);
            connections.add(connection);
        }
        return connections;
    }

    private static void close(List<RawHttp> connections) throws IOException {
        for (RawHttp connection : connections) {
            connection.close();
        }
    }

    /** @return nanoseconds that ten requests took, of which each was answered well */
    private static long othersAreServed() throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            assertEquals(200, Site.send(Site.request(Site.page("/signin.xhtml")).GET()).statusCode());
            assertEquals(200, Site.send(Site.requestAs(Site.VIEWER, Site.api("/patients?limit=1")).GET()).statusCode());
        }
        return System.nanoTime() - start;
    }

    private static void othersAreServedBeside(String start, boolean cutOff) throws Exception {
        othersAreServed();
        List<RawHttp> slow = open(SLOW, start);
        try {
            long took = othersAreServed();
            // Not one of them is over: where others had waited for a thread they would have waited for this.
            assertTrue(TimeUnit.NANOSECONDS.toSeconds(took) < 15, "others waited " + took / 1_000_000 + " ms");
            if (cutOff) {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                for (RawHttp connection : slow) {
                    int left = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
                    assertTrue(connection.closesWithin(left), "a slow client still holds its connection");
                }
            }
        } finally {
            close(slow);
        }
        assertEquals(200, Site.send(Site.requestAs(Site.VIEWER, Site.api("/patients?limit=1")).GET()).statusCode());
    }

    private static String head(String method, String path, String... headers) {
        return method + ' ' + path + " HTTP/1.1\r\nHost: " + RawHttp.host() + "\r\n" + String.join("\r\n", headers)
                + (headers.length == 0 ? "" : "\r\n");
    }

    @Test
    void halfOpenConnectionsHoldNobodyUp() throws Exception {
        othersAreServedBeside("", false);
    }

    @Test
    void unfinishedHeadersHoldNobodyUp() throws Exception {
        othersAreServedBeside(head("GET", RawHttp.ROOT + "/signin.xhtml") + "X-Slow: a", false);
    }

    @Test
    void unfinishedFormsHoldNobodyUp() throws Exception {
        othersAreServedBeside(head("POST", RawHttp.ROOT + "/signin.xhtml",
                "Content-Type: application/x-www-form-urlencoded", "Content-Length: 100000") + "\r\nsignin=signin&a=",
                false);
    }

    @Test
    void unfinishedFormsThatAskFirstHoldNobodyUp() throws Exception {
        othersAreServedBeside(head("POST", RawHttp.ROOT + "/signin.xhtml", "Expect: 100-continue",
                "Content-Type: application/x-www-form-urlencoded", "Transfer-Encoding: chunked") + "\r\n5\r\nsi",
                false);
    }

    @Test
    void unfinishedJsonOfStrangersHoldsNobodyUp() throws Exception {
        othersAreServedBeside(head("POST", RawHttp.API + "/patients", "Content-Type: application/json",
                "Content-Length: 1000") + "\r\n{", false);
    }

    @Test
    void unfinishedUploadsHoldNobodyUpAndAreCutOff() throws Exception {
        othersAreServedBeside(head("POST", RawHttp.API + "/uploads", "Authorization: " + BASIC,
                "Content-Type: image/jpeg", "Content-Length: 1000000") + "\r\n\u00ff\u00d8\u00ff", true);
    }

    @Test
    void aByteNowAndThenDoesNotHoldAThread() throws Exception {
        try (RawHttp trickle = new RawHttp()) {
            trickle.write(head("POST", RawHttp.API + "/patients", "Authorization: " + BASIC,
                    "Content-Type: application/json", "Content-Length: 100000") + "\r\n{");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(25);
            boolean over = false;
            while (!over && System.nanoTime() < end) {
                trickle.write(" ");
                over = trickle.closesWithin(500);
            }
            assertTrue(over, "a byte now and then keeps it open");
        }
    }

    @Test
    void aMassOfWrongPasswordsDoesNotSlowTheOthers() throws Exception {
        PageSession session = PageSession.of(Site.CLINICIAN);
        Callable<Long> work = () -> {
            long start = System.nanoTime();
            for (int i = 0; i < 15; i++) {
                assertEquals(200, Site.send(session.request(Site.api("/patients?limit=5")).GET()).statusCode());
                assertEquals(200, Site.send(Site.requestAs(Site.VIEWER, Site.api("/patients?limit=5")).GET())
                        .statusCode());
            }
            return System.nanoTime() - start;
        };
        work.call();
        long alone = work.call();
        ExecutorService strangers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> refused = new ArrayList<>();
            for (int i = 0; i < STRANGERS; i++) {
                refused.add(strangers.submit(() -> {
                    HttpResponse<String> answer = Site.send(Site.request(Site.api("/patients")).header("Authorization",
                            Site.basic("nobody-" + UUID.randomUUID(), "guess")).GET());
                    return answer.statusCode();
                }));
            }
            long beside = work.call();
            boolean stillGoing = !refused.get(STRANGERS - 1).isDone();
            assertTrue(!stillGoing || beside < 25 * alone + TimeUnit.SECONDS.toNanos(2),
                    "beside 401s " + beside / alone + " times as long as alone");
            for (Future<Integer> answer : refused) {
                int status = answer.get(120, TimeUnit.SECONDS);
                assertTrue(status == 401 || status == 429 || status == 503, "a stranger is told " + status);
            }
        } finally {
            strangers.shutdownNow();
        }
    }
}
