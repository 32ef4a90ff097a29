package org.mediafiles.schema.preflight;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;

/**
 * Does to clients what PgBouncer does in transaction mode: each transaction, or single statement outside of one, gets the
 * server's connection that was given back last; a client that is idle holds none.
 */
final class TransactionPooler {
    private final DataSource server;
    private final Deque<Connection> idle = new ArrayDeque<>();

    TransactionPooler(DataSource server) {
        this.server = server;
    }

    /** As the clients see it. */
    DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{DataSource.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        return new Client().connection();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private Connection lend() throws SQLException {
        return idle.isEmpty() ? server.getConnection() : idle.pop();
    }

    private final class Client {
        private Connection lent;
        private boolean inTransaction;

        Connection connection() {
            return proxy(Connection.class, (method, arguments) -> switch (method.getName()) {
                case "setAutoCommit" -> {
                    inTransaction = !(boolean) arguments[0];
                    if (inTransaction) {
                        lent = lend();
                        lent.setAutoCommit(false);
                    } else if (lent != null) {
                        lent.setAutoCommit(true);
                        giveBack();
                    }
                    yield null;
                }
                case "setReadOnly", "close" -> null;
                case "isClosed" -> false;
                case "createStatement" -> statement();
                case "getMetaData" -> throw new SQLException("none");
                default -> {
                    Connection now = lent == null ? lend() : lent;
                    try {
                        yield method.invoke(now, arguments);
                    } finally {
                        if (lent == null) {
                            idle.push(now);
                        }
                    }
                }
            });
        }

        private Statement statement() {
            return proxy(Statement.class, (method, arguments) -> {
                if (!method.getName().startsWith("execute")) {
                    return null;
                }
                Connection now = inTransaction ? lent : lend();
                try {
                    return method.invoke(now.createStatement(), arguments);
                } finally {
                    if (!inTransaction) {
                        idle.push(now);
                    }
                }
            });
        }

        private void giveBack() {
            idle.push(lent);
            lent = null;
        }
    }

    /** A call as it comes in. */
    private interface Call {
        Object answer(java.lang.reflect.Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(TransactionPooler.class.getClassLoader(), new Class<?>[]{type},
                (proxy, method, arguments) -> {
                    try {
                        return call.answer(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
