package org.mediafiles.web.signin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;

/** What is too large by its own announcement is told so at once, to people and to programs. */
@RunAsClient
class LargeFormIT extends DeployedMediaFiles {
    private static final String THREE_GIGABYTES = "3000000000";

    private static String statusLine(URI address, String headers) throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), 5_000);
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(("POST " + address.getRawPath() + " HTTP/1.1\r\nHost: " + address.getHost()
                    + "\r\n" + headers + "Content-Length: " + THREE_GIGABYTES + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(12);
            return new String(answer, StandardCharsets.US_ASCII);
        }
    }

    @Test
    void aFormThatWouldFillTheMemoryIsNotRead() throws Exception {
        String status = statusLine(Site.page("/signin.xhtml"),
                "Content-Type: application/x-www-form-urlencoded\r\n");
        assertTrue(status.endsWith("413"), status);
    }

    @Test
    void aFormOfUnknownLengthIsReadToTheLimitAlone() throws Exception {
        URI address = Site.page("/signin.xhtml");
        byte[] chunk = new byte[64 * 1024];
        java.util.Arrays.fill(chunk, (byte) 'a');
        long sent = 0;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), 5_000);
            socket.setSoTimeout(20_000);
            var out = socket.getOutputStream();
            out.write(("POST " + address.getRawPath() + " HTTP/1.1\r\nHost: " + address.getHost()
                    + "\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            try {
                // 256 MiB: past any buffer between the two ends, so a server that stops reading is seen by the write.
                while (sent < 256L << 20) {
                    out.write("10000\r\n".getBytes(StandardCharsets.US_ASCII));
                    out.write(chunk);
                    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                    sent += chunk.length;
                }
            } catch (java.io.IOException cutOff) {
                // As it should be.
            }
        }
        assertTrue(sent < 64L << 20, "the server read " + sent + " bytes of a form");
    }
}
