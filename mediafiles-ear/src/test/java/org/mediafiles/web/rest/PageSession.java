package org.mediafiles.web.rest;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mediafiles.it.Site;

/** A session of the pages without a browser: its cookie, and forms sent as a browser sends them. */
final class PageSession {
    private static final Pattern COOKIE = Pattern.compile("JSESSIONID=([^;]+)");
    private static final Pattern VIEW_STATE = Pattern
            .compile("name=\"jakarta.faces.ViewState\"[^>]* value=\"([^\"]+)\"");

    private PageSession() {}

    /** @return the cookie's value */
    static String signIn(String name, String password) throws Exception {
        HttpResponse<String> answer = Site.send(form(Site.request(Site.page("/signin.xhtml")), Map.of("signin",
                "signin", "signin:username", name, "signin:password", password, "signin:to", "", "signin:go", "",
                "jakarta.faces.ViewState", "stateless")));
        String cookie = answer.headers().allValues("Set-Cookie").stream()
                .filter(header -> header.startsWith("JSESSIONID")).findFirst().orElse("");
        Matcher id = COOKIE.matcher(cookie);
        if (answer.statusCode() / 100 != 3 || !id.find()) {
            throw new AssertionError("not signed in: " + answer.statusCode() + ' ' + answer.body());
        }
        return id.group(1);
    }

    static HttpResponse<String> get(String cookie, String path) throws Exception {
        return Site.send(with(cookie, path).GET());
    }

    /** @return a request that bears the session, where there is one */
    static HttpRequest.Builder with(String cookie, String path) {
        HttpRequest.Builder request = Site.request(Site.page(path));
        return cookie == null ? request : request.header("Cookie", "JSESSIONID=" + cookie);
    }

    static HttpRequest.Builder form(HttpRequest.Builder request, Map<String, String> fields) {
        StringJoiner body = new StringJoiner("&");
        fields.forEach((name, value) -> body.add(URLEncoder.encode(name, StandardCharsets.UTF_8) + '='
                + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return request.header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body.toString()));
    }

    /** @return the state that a form of this page carries */
    static String viewState(String page) {
        Matcher state = VIEW_STATE.matcher(page);
        if (!state.find()) {
            throw new AssertionError("no form on the page: " + page);
        }
        return state.group(1);
    }
}
