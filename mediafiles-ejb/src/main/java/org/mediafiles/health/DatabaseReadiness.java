package org.mediafiles.health;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** UP while the database answers: the gate, once open, does not close when the database goes away. */
@Readiness
@ApplicationScoped
public class DatabaseReadiness implements HealthCheck {
    static final String NAME = "mediafiles-database";
    private static final int ANSWER_SECONDS = 3;

    @Resource(lookup = "java:jboss/datasources/MediaFilesDS")
    private DataSource dataSource;

    protected DatabaseReadiness() {
        // The container fills the field.
    }

    DatabaseReadiness(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public HealthCheckResponse call() {
        try (Connection connection = dataSource.getConnection()) {
            return HealthCheckResponse.named(NAME).status(connection.isValid(ANSWER_SECONDS)).build();
        } catch (SQLException gone) {
            return HealthCheckResponse.down(NAME);
        }
    }
}
