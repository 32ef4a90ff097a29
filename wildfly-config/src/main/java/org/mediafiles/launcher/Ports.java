package org.mediafiles.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * The three ports of an installation that runs here, all on the loopback address.
 *
 * @param http       {@code mediafiles.http.port}, default 8080
 * @param database   {@code mediafiles.db.port}, default 15432: below the range from which systems take ports at random
 * @param management {@code mediafiles.management.port}, default 9990
 */
public record Ports(int http, int database, int management) {
    /** The only address on which the run profile listens. */
    static final String LOOPBACK = "127.0.0.1";

    public Ports {
        if (http == database || http == management || database == management) {
            throw new LaunchFailure(
                    "mediafiles.http.port, mediafiles.db.port and mediafiles.management.port must differ");
        }
    }

    static Ports fromSystemProperties() {
        return new Ports(port("mediafiles.http.port", 8080), port("mediafiles.db.port", 15432),
                port("mediafiles.management.port", 9990));
    }

    private static int port(String key, int fallback) {
        String value = System.getProperty(key, "").trim();
        if (value.isEmpty()) {
            return fallback;
        }
        try {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new LaunchFailure(key + " is not a port: " + value);
    }

    /** Looks before anything is started. @throws LaunchFailure where another program listens */
    void requireFree() {
        requireFree(http, "mediafiles.http.port");
        requireFree(database, "mediafiles.db.port");
        requireFree(management, "mediafiles.management.port");
    }

    private static void requireFree(int port, String key) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the server itself does: a port whose last connections are still fading away is free.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
        } catch (IOException taken) {
            throw new LaunchFailure(
                    "port " + port + " is taken on " + LOOPBACK + ": choose another with -D" + key + "=<port>", taken);
        }
    }
}
