package org.mediafiles.schema.preflight;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.mediafiles.schema.version.Sql;

/**
 * A connection on which each statement is a read-only transaction of its own, within a time. Nothing is set for the session:
 * were a pooler in between, it would stay behind for others; and while the store is walked between two statements, no lock is
 * held.
 */
final class EachByItself implements AutoCloseable {
    private final Connection connection;
    private final Duration time;
    /** Whether the caller has begun a transaction itself, and ends it. */
    private boolean callers;

    /** @param connection in auto-commit mode, and so again after {@link #close} */
    EachByItself(Connection connection, Duration time) throws SQLException {
        this.connection = connection;
        this.time = time;
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
    }

    /** @return for whoever closes each statement before the next one */
    Connection connection() {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "close" :
                    return null;
                case "getAutoCommit" :
                    return !callers;
                case "setAutoCommit" :
                    callers = !(boolean) arguments[0];
                    connection.rollback();
                    return null;
                default :
                    break;
            }
            boolean begins = Statement.class.isAssignableFrom(method.getReturnType());
            if (begins) {
                Sql.run(connection, "SET LOCAL statement_timeout = " + time.toMillis());
                Sql.run(connection, "SET LOCAL lock_timeout = " + Preflight.LOCK_WAIT.toMillis());
            }
            Object answer = call(connection, method, arguments);
            return begins ? ending((Statement) answer) : answer;
        });
    }

    private Statement ending(Statement statement) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Object answer = call(statement, method, arguments);
            if (method.getName().equals("close") && !callers) {
                connection.rollback();
            }
            return answer;
        };
        return statement instanceof PreparedStatement
                ? proxy(PreparedStatement.class, handler)
                : proxy(Statement.class, handler);
    }

    @Override
    public void close() throws SQLException {
        if (!connection.isClosed()) {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
        }
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(EachByItself.class.getClassLoader(), new Class<?>[]{type}, handler));
    }
}
