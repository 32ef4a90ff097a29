package org.mediafiles.schema;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.mediafiles.schema.version.ForwardingDataSource;

/** A database whose server can be switched off. */
final class SwitchedDatabase extends ForwardingDataSource {
    private boolean off;

    SwitchedDatabase(DataSource real) {
        super(real);
    }

    void off() {
        off = true;
    }

    void on() {
        off = false;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (off) {
            throw new SQLException("connection refused", "08001");
        }
        return real().getConnection();
    }
}
