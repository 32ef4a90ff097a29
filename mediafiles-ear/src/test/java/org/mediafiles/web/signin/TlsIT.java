package org.mediafiles.web.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

/** Credentials travel by TLS alone. The tests' server has one declared proxy, 127.0.0.2, as which these requests come. */
@RunAsClient
class TlsIT extends DeployedMediaFiles {
    private static final String PROXY = "127.0.0.2";

    /** @return the whole answer, as it came */
    private static String asProxy(String method, String path, String body, String... headers) throws Exception {
        URI root = Site.page("/");
        try (Socket socket = new Socket()) {
            bind(socket);
            socket.connect(new InetSocketAddress(root.getHost(), root.getPort()), 5_000);
            socket.setSoTimeout(60_000);
            StringBuilder request = new StringBuilder(method + " /mediafiles" + path + " HTTP/1.1\r\nHost: "
                    + root.getAuthority() + "\r\nConnection: close\r\nAccept-Language: en\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            if (body != null) {
                request.append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ")
                        .append(body.length()).append("\r\n");
            }
            socket.getOutputStream().write(
                    (request + "\r\n" + (body == null ? "" : body)).getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void bind(Socket socket) {
        try {
            socket.bind(new InetSocketAddress(PROXY, 0));
        } catch (IOException otherSystem) {
            assumeTrue(false, "this system has no loopback address " + PROXY);
        }
    }

    private static String authorization(String user, String password) {
        return "Authorization: " + Site.basic(user, password);
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }

    @Test
    void overPlainHttpNobodyIsLetIn() throws Exception {
        for (String proto : new String[]{"X-Forwarded-Proto: http", "X-Forwarded-Proto: https, http", "X-Nothing: x"}) {
            String call = asProxy("GET", "/api/v1/patients", null, "X-Forwarded-For: 203.0.113.9", proto,
                    authorization(Site.VIEWER, Site.VIEWER));
            assertStatus(403, call);
            assertTrue(call.contains("tls-required"), call);
            assertFalse(call.contains("WWW-Authenticate"),
                    "nobody is asked for a password that would be read on the way");
            assertFalse(call.contains("Strict-Transport-Security"), call);
        }
        String page = asProxy("GET", "/signin.xhtml", null, "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: http");
        assertStatus(403, page);
        assertTrue(page.contains("This connection is not encrypted"), page);
        assertStatus(403, asProxy("POST", "/signin.xhtml", form(Site.VIEWER, Site.VIEWER),
                "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: http"));
    }

    @Test
    void behindADeclaredProxyThatEndsTlsTheClientsAddressStandsOnRecord() throws Exception {
        String name = "proxied-" + UUID.randomUUID();
        String refused = asProxy("GET", "/api/v1/patients", null, "X-Forwarded-For: 198.51.100.1, 203.0.113.9",
                "X-Forwarded-Proto: https", authorization(name, "wrong"));
        assertStatus(401, refused);
        assertTrue(refused.contains("Strict-Transport-Security: max-age="), refused);
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select address from mediafiles_ops.audit_event where username = '" + name + "'")) {
            assertTrue(rows.next());
            assertEquals("203.0.113.9", rows.getString(1), "what the client wrote itself is not believed");
        }
    }

    @Test
    void overTlsTheCookieIsSecure() throws Exception {
        String signedIn = asProxy("POST", "/signin.xhtml", form(Site.VIEWER, Site.VIEWER),
                "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https");
        assertStatus(302, signedIn);
        String cookie = signedIn.lines().filter(line -> line.startsWith("Set-Cookie: JSESSIONID=")).findFirst()
                .orElse("");
        assertTrue(cookie.toLowerCase(java.util.Locale.ROOT).contains("secure"), signedIn);
    }

    @Test
    void aLockConcernsTheClientNotItsProxy() throws Exception {
        String name = "proxied-" + UUID.randomUUID();
        for (int i = 0; i < 5; i++) {
            assertStatus(401, asProxy("GET", "/api/v1/patients", null, "X-Forwarded-For: 203.0.113.9",
                    "X-Forwarded-Proto: https", authorization(name, "wrong")));
        }
        assertStatus(429, asProxy("GET", "/api/v1/patients", null, "X-Forwarded-For: 203.0.113.9",
                "X-Forwarded-Proto: https", authorization(name, "wrong")));
        assertStatus(401, asProxy("GET", "/api/v1/patients", null, "X-Forwarded-For: 2001:db8::9",
                "X-Forwarded-Proto: https", authorization(name, "wrong")));
    }

    private static String form(String user, String password) {
        return "signin=signin&signin:username=" + user + "&signin:password=" + password
                + "&signin:to=&signin:go=&jakarta.faces.ViewState=stateless";
    }
}
