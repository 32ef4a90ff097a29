package org.mediafiles.attack;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mediafiles.it.Site;

/** A session of the pages, by its cookie, without a browser's manners. */
record PageSession(String cookie) {
    private static final Pattern COOKIE = Pattern.compile("JSESSIONID=([^;]*)");
    private static final Pattern VIEW_STATE = Pattern
            .compile("name=\"jakarta.faces.ViewState\"[^>]* value=\"([^\"]+)\"");
    private static final String FORM = "application/x-www-form-urlencoded";

    static PageSession of(String user, String... headers) throws Exception {
        HttpResponse<String> answer = tryToSignIn(user, user, null, "", headers);
        String cookie = cookieOf(answer);
        assertTrue(answer.statusCode() == 302 || answer.statusCode() == 303, user + ": " + answer.statusCode());
        return new PageSession(cookie);
    }

    /** @param cookie a session's id that the client brings; {@code null} for none */
    static HttpResponse<String> tryToSignIn(String user, String password, String cookie, String to, String... headers)
            throws Exception {
        HttpRequest.Builder request = Site.request(Site.page("/signin.xhtml")).header("Content-Type", FORM);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        if (cookie != null) {
            request.header("Cookie", "JSESSIONID=" + cookie);
        }
        return Site.send(request.POST(BodyPublishers.ofString(encode(Map.of("signin", "signin", "signin:username", user,
                "signin:password", password, "signin:to", to, "signin:go", "", "jakarta.faces.ViewState",
                "stateless")))));
    }

    /** @return the session's id that an answer sets; {@code null} where it sets none */
    static String cookieOf(HttpResponse<?> answer) {
        for (String header : answer.headers().allValues("Set-Cookie")) {
            Matcher cookie = COOKIE.matcher(header);
            if (cookie.find() && !cookie.group(1).isEmpty()) {
                return cookie.group(1);
            }
        }
        return null;
    }

    static String encode(Map<String, String> form) {
        return form.entrySet().stream().map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + '='
                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    }

    HttpRequest.Builder request(java.net.URI uri, String... headers) {
        HttpRequest.Builder request = Site.request(uri).header("Cookie", "JSESSIONID=" + cookie);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    HttpResponse<String> get(String page) throws Exception {
        return Site.send(request(Site.page(page)).GET());
    }

    HttpResponse<String> post(String page, Map<String, String> form, String... headers) throws Exception {
        return Site.send(request(Site.page(page), headers).header("Content-Type", FORM)
                .POST(BodyPublishers.ofString(encode(form))));
    }

    /** @return whether the session is still somebody's */
    boolean lives() throws Exception {
        return Site.send(request(Site.api("/patients")).GET()).statusCode() == 200;
    }

    /** @return the state of the first form on that page that keeps one */
    String viewState(String page) throws Exception {
        Matcher state = VIEW_STATE.matcher(get(page).body());
        assertTrue(state.find(), page + " has a form that keeps its state");
        return state.group(1);
    }
}
