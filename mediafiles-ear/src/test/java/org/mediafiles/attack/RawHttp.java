package org.mediafiles.attack;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mediafiles.it.Site;

/** A connection on which one writes what no client library would: every byte as given. */
final class RawHttp implements Closeable {
    private static final int PATIENCE_MILLIS = 60_000;
    /** What stands in the paths below: {@code /mediafiles}. */
    static final String ROOT = "/mediafiles";
    static final String API = ROOT + "/api/v1";

    private final Socket socket;

    RawHttp() throws IOException {
        this(PATIENCE_MILLIS);
    }

    /** @param patienceMillis how long an answer is waited for */
    RawHttp(int patienceMillis) throws IOException {
        URI root = URI.create(Site.root());
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(patienceMillis);
        socket.connect(new InetSocketAddress(root.getHost(), root.getPort()), PATIENCE_MILLIS);
    }

    static String host() {
        return URI.create(Site.root()).getAuthority();
    }

    /** An answer as it came. @param body ISO-8859-1, so that each byte is a character */
    record Answer(int status, List<String> headers, String body) {
        Optional<String> header(String name) {
            return headers(name).stream().findFirst();
        }

        List<String> headers(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ':';
            return headers.stream().filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip()).toList();
        }

        String text() {
            return new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
    }

    /** Sends a request without a body on a connection of its own. @param target as it stands in the request line */
    static Answer send(String method, String target, String... headers) throws IOException {
        return send(method, target, new byte[0], headers);
    }

    /** Sends a request on a connection of its own; without a length header where the body is empty and the method reads. */
    static Answer send(String method, String target, byte[] body, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: ")
                .append(host()).append("\r\nConnection: close\r\n");
        if (body.length > 0 || !method.equals("GET") && !method.equals("HEAD")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        for (int i = 0; i < headers.length; i += 2) {
            head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        try (RawHttp connection = new RawHttp()) {
            connection.write(head.append("\r\n").toString());
            connection.write(body);
            return connection.read(!method.equals("HEAD"));
        }
    }

    /** @param text each character is a byte */
    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException answeredEarly) {
            // The answer may precede the body's end, and the server then hears no more of it: what it said is read.
        }
    }

    /** @return whether the server has closed the connection, or does so within this time */
    boolean closesWithin(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // What it still says does not matter here.
            }
            return true;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Reads the next answer. @throws EOFException where the server closes without one */
    Answer read(boolean withBody) throws IOException {
        InputStream in = socket.getInputStream();
        String status = line(in);
        List<String> headers = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            headers.add(line);
        }
        Answer head = new Answer(Integer.parseInt(status.split(" ")[1]), headers, "");
        return withBody && head.status() != 204 && head.status() != 304
                ? new Answer(head.status(), headers, body(in, head))
                : head;
    }

    private static String body(InputStream in, Answer head) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (head.header("Transfer-Encoding").isPresent()) {
            for (int size = chunk(in); size > 0; size = chunk(in)) {
                body.write(in.readNBytes(size));
                line(in);
            }
            line(in);
        } else if (head.header("Content-Length").isPresent()) {
            body.write(in.readNBytes(Integer.parseInt(head.header("Content-Length").get())));
        } else {
            body.write(in.readAllBytes());
        }
        return body.toString(StandardCharsets.ISO_8859_1);
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";")[0].strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server closed the connection");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
