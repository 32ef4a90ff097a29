package org.mediafiles.schema.migrate;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.mediafiles.schema.version.ForwardingDataSource;
import org.mediafiles.schema.version.Sql;

/**
 * The owner's connections, marked as those that change the schema. A killed program's session must not go on alone: the
 * server looks every second whether its client still lives, and the next run knows the session by its mark and waits until
 * it has ended. The settings do not stay on a connection that goes back to a pool.
 */
final class WorkConnections extends ForwardingDataSource {
    /** {@code application_name} of a session that changes the schema. */
    static final String MARK = "MediaFiles schema";

    private static final List<String> SETTINGS = List.of("application_name", "client_connection_check_interval",
            "lock_timeout", "statement_timeout");

    WorkConnections(DataSource owner) {
        super(owner);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection real = real().getConnection();
        Sql.run(real, "SET application_name TO '" + MARK + "'");
        try {
            Sql.run(real, "SET client_connection_check_interval TO '1s'");
        } catch (SQLException notOnThisPlatform) {
            // Then a killed program's session ends with its statement, and is waited for.
        }
        return (Connection) Proxy.newProxyInstance(WorkConnections.class.getClassLoader(),
                new Class<?>[]{Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        close(real);
                        return null;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    private static void close(Connection real) throws SQLException {
        try {
            if (!real.isClosed()) {
                for (String setting : SETTINGS) {
                    Sql.run(real, "RESET " + setting);
                }
            }
        } catch (SQLException broken) {
            // Nothing is left to set back.
        } finally {
            real.close();
        }
    }
}
