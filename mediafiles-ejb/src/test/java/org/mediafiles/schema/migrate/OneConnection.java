package org.mediafiles.schema.migrate;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;
import org.mediafiles.schema.version.ForwardingDataSource;

/** A pool of one: what is closed is lent again as it was left. */
final class OneConnection extends ForwardingDataSource {
    private final Connection only;

    OneConnection(DataSource real, Connection only) {
        super(real);
        this.only = only;
    }

    @Override
    public Connection getConnection() {
        return (Connection) Proxy.newProxyInstance(OneConnection.class.getClassLoader(),
                new Class<?>[]{Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(only, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }
}
