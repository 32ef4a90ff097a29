package org.mediafiles.schema.plan;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.mediafiles.schema.version.Sql;

/** A data source that notes, at every end of a transaction, which relations beyond PostgreSQL's own it had locked. */
final class WatchedDatabase implements DataSource {
    private final DataSource database;
    private final Set<String> locked = new TreeSet<>();

    WatchedDatabase(DataSource database) {
        this.database = database;
    }

    Set<String> locked() {
        return locked;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection real = database.getConnection();
        int pid = Sql.integer(real, "SELECT pg_backend_pid()");
        return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Connection.class},
                (proxy, method, arguments) -> {
                    if (Set.of("rollback", "commit").contains(method.getName())) {
                        note(pid);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private void note(int pid) throws SQLException {
        try (Connection other = database.getConnection()) {
            locked.addAll(Sql.texts(other,
                    "SELECT n.nspname || '.' || c.relname FROM pg_locks l JOIN pg_class c ON c.oid ="
                            + " l.relation JOIN pg_namespace n ON n.oid = c.relnamespace WHERE l.pid = " + pid
                            + " AND n.nspname <> 'pg_catalog'"));
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return database.getConnection(user, password);
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return database.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return database.isWrapperFor(type);
    }
}
