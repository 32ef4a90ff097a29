package org.mediafiles.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;

/** The box of the plan's success criteria that only a deployed server can tick; the others: {@code SuccessCriteriaTest}. */
@RunAsClient
class SuccessCriteriaIT extends DeployedMediaFiles {
    private static final Pattern COOKIE = Pattern.compile("JSESSIONID=([^;]+)");

    private static String session(String user) throws Exception {
        String form = "signin=signin&signin:username=" + user + "&signin:password=" + user
                + "&signin:to=&signin:go=&jakarta.faces.ViewState=stateless";
        HttpResponse<String> answer = Site.send(Site.request(Site.page("/signin.xhtml"))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form)));
        Matcher cookie = COOKIE.matcher(String.join("\n", answer.headers().allValues("Set-Cookie")));
        assertTrue(cookie.find(), "no session for " + user);
        return cookie.group(1);
    }

    private static HttpResponse<String> get(String user, String path) throws Exception {
        return Site.send(Site.request(Site.page(path)).header("Cookie", "JSESSIONID=" + session(user)).GET());
    }

    @Test
    void adminInterfaceIsAccessible() throws Exception {
        for (String page : new String[]{"/admin/media-files.xhtml", "/admin/trash.xhtml"}) {
            HttpResponse<String> answer = get(Site.ADMIN, page);
            assertEquals(200, answer.statusCode(), page);
            assertTrue(answer.body().contains("</html>"), page);
            assertEquals(403, get(Site.VIEWER, page).statusCode(), page + " for a viewer");
        }
    }
}
