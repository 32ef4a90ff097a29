package org.mediafiles.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * The deployed site, as a client sees it. Redirects are not followed and no cookie is kept, so that each answer is seen as
 * it is.
 */
public final class Site {
    /** Demo users; the password is the name. */
    public static final String VIEWER = "viewer";
    public static final String CLINICIAN = "clinician";
    public static final String INTEGRATOR = "integrator";
    public static final String ADMIN = "admin";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE).build();

    private Site() {}

    /** @return {@code http://127.0.0.1:<port>/mediafiles} */
    public static String root() {
        return "http://127.0.0.1:" + Integer.getInteger("mediafiles.it.http-port") + "/mediafiles";
    }

    /** @param path below {@code /mediafiles}, with its leading slash */
    public static URI page(String path) {
        return URI.create(root() + path);
    }

    /** @param path below {@code /mediafiles/api/v1}, with its leading slash */
    public static URI api(String path) {
        return URI.create(root() + "/api/v1" + path);
    }

    /** @return a request without credentials; the caller adds method and body */
    public static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(PATIENCE);
    }

    /** @param user a demo user */
    public static HttpRequest.Builder requestAs(String user, URI uri) {
        return request(uri).header("Authorization", basic(user, user));
    }

    public static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    public static HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
