package org.mediafiles.schema.migrate;

import jakarta.json.JsonObjectBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.mediafiles.schema.version.Sql;

/**
 * Which database this is, so that nobody works on the wrong one.
 *
 * @param host          as the server itself says, with its port; {@code local} for a socket
 * @param serverVersion for example {@code 18.4}
 */
public record DatabasePlace(String database, String host, String login, String serverVersion) {
    /** Where nothing could be asked. */
    static final DatabasePlace UNKNOWN = new DatabasePlace("", "", "", "");

    public static DatabasePlace read(Connection connection) throws SQLException {
        return new DatabasePlace(Sql.text(connection, "SELECT current_database()"),
                Sql.text(connection,
                        "SELECT coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'local')"),
                Sql.text(connection, "SELECT current_user"),
                Sql.text(connection, "SELECT split_part(current_setting('server_version'), ' ', 1)"));
    }

    void addTo(JsonObjectBuilder json) {
        json.add("database", database).add("host", host).add("login", login).add("serverVersion", serverVersion);
    }

    List<String> lines() {
        return List.of("database: " + database, "host: " + host, "login: " + login, "server: " + serverVersion);
    }
}
