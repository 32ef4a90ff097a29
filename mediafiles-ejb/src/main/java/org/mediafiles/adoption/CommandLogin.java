package org.mediafiles.adoption;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * With what a command goes to the database.
 *
 * @param url      JDBC address, without user and password
 * @param runner   the login that the server works with, where it is known
 * @param storage  the folder of the media files, where it is known
 */
record CommandLogin(String url, String user, String password, Optional<String> runner, Optional<Path> storage) {
    CommandLogin {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
    }

    DataSource dataSource(String application) {
        return new DirectDataSource(url, user, password, application);
    }

    @Override
    public String toString() {
        return "CommandLogin[" + url + ", " + user + ", redacted]";
    }
}
