package org.mediafiles.schema.backup;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.version.BackupMeans;
import org.mediafiles.schema.version.Sql;

/**
 * The same server, database and user as a JDBC connection, told to PostgreSQL's own programs by their environment, which
 * only our own user can see.
 */
public final class ToolConnection {
    private static final String PREFIX = "jdbc:postgresql:";
    /** JDBC's names of what the programs know under these. */
    private static final Map<String, String> TLS = Map.of("sslmode", "PGSSLMODE", "sslrootcert", "PGSSLROOTCERT",
            "sslcert",
            "PGSSLCERT", "sslkey", "PGSSLKEY");

    private final Map<String, String> environment;

    private ToolConnection(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * @param connection tells host, port, database and user
     * @throws MediaFilesException where its address is none that a program could use
     */
    public static ToolConnection of(Connection connection, BackupMeans means) throws SQLException {
        Map<String, String> environment = ofUrl(connection.getMetaData().getURL());
        environment.put("PGDATABASE", Sql.text(connection, "SELECT current_database()"));
        environment.put("PGUSER", Sql.text(connection, "SELECT session_user"));
        environment.put("PGCONNECT_TIMEOUT", "10");
        environment.put("PGAPPNAME", "mediafiles-backup");
        environment.put("PGCLIENTENCODING", "UTF8");
        means.password().ifPresentOrElse(password -> environment.put("PGPASSWORD", password),
                () -> passwordFile().ifPresent(file -> environment.put("PGPASSFILE", file.toString())));
        return new ToolConnection(environment);
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Host, port and TLS of {@code jdbc:postgresql://host:port,host:port/database?parameters}. */
    static Map<String, String> ofUrl(String url) {
        Map<String, String> environment = new LinkedHashMap<>();
        if (url == null || !url.startsWith(PREFIX)) {
            throw new MediaFilesException(ProblemCode.NOT_READY,
                    "The data source does not tell the database's address, so"
                            + " pg_dump cannot be pointed at it: use schema.sh with --url, or --backup external.");
        }
        String rest = url.substring(PREFIX.length());
        String parameters = rest.contains("?") ? rest.substring(rest.indexOf('?') + 1) : "";
        String hosts = rest.startsWith("//") ? rest.substring(2).split("[/?]", 2)[0] : "";
        StringJoiner names = new StringJoiner(",");
        StringJoiner ports = new StringJoiner(",");
        for (String host : hosts.split(",")) {
            int colon = host.lastIndexOf(':');
            boolean port = colon > host.lastIndexOf(']');
            String name = port ? host.substring(0, colon) : host;
            names.add(name.isEmpty() ? "localhost" : name.replaceAll("[\\[\\]]", ""));
            ports.add(port ? host.substring(colon + 1) : "5432");
        }
        environment.put("PGHOST", names.toString());
        environment.put("PGPORT", ports.toString());
        if (hosts.contains(",")) {
            environment.put("PGTARGETSESSIONATTRS", "read-write");
        }
        addTls(environment, parameters);
        return environment;
    }

    private static void addTls(Map<String, String> environment, String parameters) {
        for (String parameter : parameters.split("&")) {
            String[] pair = parameter.split("=", 2);
            String value = pair.length == 2 ? URLDecoder.decode(pair[1], StandardCharsets.UTF_8) : "";
            if (TLS.containsKey(pair[0]) && !value.isEmpty()) {
                environment.put(TLS.get(pair[0]), value);
            } else if (pair[0].equals("ssl") && !value.equals("false")) {
                // The driver's own reading of ssl=true.
                environment.putIfAbsent("PGSSLMODE", "verify-full");
            }
        }
        Path root = Path.of(System.getProperty("user.home", "/"), ".postgresql", "root.crt");
        if (environment.containsKey("PGSSLMODE") && Files.isReadable(root)) {
            environment.putIfAbsent("PGSSLROOTCERT", root.toString());
        }
    }

    /** The program gets a home of its own, where it would not find our user's. */
    private static Optional<Path> passwordFile() {
        return Optional.ofNullable(System.getenv("PGPASSFILE")).map(Path::of)
                .or(() -> Optional.of(Path.of(System.getProperty("user.home", "/"), ".pgpass")))
                .filter(Files::isReadable);
    }

    @Override
    public String toString() {
        return "ToolConnection[" + environment.get("PGUSER") + " at " + environment.get("PGHOST") + ":"
                + environment.get("PGPORT") + "/" + environment.get("PGDATABASE") + "]";
    }
}
