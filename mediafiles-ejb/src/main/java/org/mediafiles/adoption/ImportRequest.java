package org.mediafiles.adoption;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What to import, and as whom.
 *
 * @param csv      rows of event id and file
 * @param folder   which the files stand below
 * @param api      root of the running server's API, without a slash at its end
 * @param user     an admin of the server
 * @param dryRun   judge every row and publish nothing
 * @param goOn     publish the good rows also where others are not
 */
public record ImportRequest(Path csv, Path folder, URI api, String user, String password, boolean dryRun,
        boolean goOn) {
    static final String USER = "MEDIAFILES_API_USER";
    static final String PASSWORD = "MEDIAFILES_API_PASSWORD";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * @param server      as typed: with or without {@code /mediafiles} and {@code /api/v1}
     * @param environment holds the user's name and password, which never stand in arguments
     * @throws IllegalArgumentException with one sentence on what is wrong
     */
    static ImportRequest of(Path csv, Path folder, String server, boolean dryRun, boolean goOn,
            Map<String, String> environment) {
        String user = environment.getOrDefault(USER, "");
        String password = environment.getOrDefault(PASSWORD, "");
        if (user.isEmpty() || password.isEmpty()) {
            throw new IllegalArgumentException(
                    "import signs in as an admin of the server: set " + USER + " and " + PASSWORD + ".");
        }
        return new ImportRequest(csv, folder, api(server), user, password, dryRun, goOn);
    }

    private static URI api(String server) {
        URI uri;
        try {
            uri = URI.create(server.strip());
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("--server is an address such as https://host/mediafiles.", malformed);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null
                || !scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("--server is an address such as https://host/mediafiles.");
        }
        if (scheme.equals("http") && !LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "Over http the password and the pictures could be read on the way: --server has to be https,"
                            + " or on this machine.");
        }
        String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("/+$", "");
        String root = path.isEmpty() ? "/mediafiles/api/v1" : path.endsWith("/api/v1") ? path : path + "/api/v1";
        return uri.resolve(root);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ImportRequest[" + csv + ", " + folder + ", " + api + ", " + user + ']';
    }
}
