package org.mediafiles.adoption;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A new connection at each call, for the command line, which knows no pool. */
final class DirectDataSource implements DataSource {
    /** A server that does not answer is found out in this time. */
    private static final String CONNECT_SECONDS = "10";

    private final String url;
    private final String user;
    private final String password;
    private final String application;

    DirectDataSource(String url, String user, String password, String application) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.application = application;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(user, password);
    }

    @Override
    public Connection getConnection(String login, String secret) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", login);
        if (!secret.isEmpty()) {
            // Without one the driver looks into ~/.pgpass, as pg_dump does.
            properties.setProperty("password", secret);
        }
        properties.setProperty("ApplicationName", application);
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        // The detail of a failed statement quotes the row, which must not reach a console or a log.
        properties.setProperty("logServerErrorDetail", "false");
        return DriverManager.getConnection(url, properties);
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // nothing is written
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("the time limit is fixed");
    }

    @Override
    public int getLoginTimeout() {
        return Integer.parseInt(CONNECT_SECONDS);
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("there is no logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("this is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
