package org.mediafiles.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks the server's readiness probe, on its management port. */
public final class Readiness {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI probe;

    /** @param managementPort on 127.0.0.1 */
    public Readiness(int managementPort) {
        this.probe = URI.create("http://" + Ports.LOOPBACK + ":" + managementPort + "/health/ready");
    }

    /** @return whether the server has booted, the EAR is deployed, and each of its checks is UP */
    public boolean isUp() {
        try {
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(probe).timeout(PATIENCE).GET().build(),
                    HttpResponse.BodyHandlers.ofString());
            // Before the EAR is there, the server calls itself ready without it.
            return answer.statusCode() == 200 && answer.body().contains("mediafiles.ear");
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
