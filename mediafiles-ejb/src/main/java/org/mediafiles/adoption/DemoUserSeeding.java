package org.mediafiles.adoption;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jboss.logging.Logger;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.schema.SchemaReady;
import org.mediafiles.security.Role;
import org.mediafiles.security.UserAccounts;
import org.mediafiles.security.UserAccounts.NewAccount;

/**
 * The run profile's users, one per role, whose password is their name. They bear a mark, so that they are never known by
 * name, and no server outside that profile opens while one of them could sign in.
 */
@ApplicationScoped
class DemoUserSeeding {
    private static final Logger LOG = Logger.getLogger(DemoUserSeeding.class);

    private static final List<NewAccount> USERS = List.of(
            new NewAccount("viewer", "Vera", "Nunes", Role.VIEWER, true),
            new NewAccount("clinician", "Clara", "Moreira", Role.CLINICIAN, true),
            new NewAccount("integrator", "Sistema", "de Laboratório", Role.INTEGRATOR, true),
            new NewAccount("admin", "Ademar", "Costa", Role.ADMIN, true));

    private final SchemaConfig config;

    /** For the container's proxy. */
    DemoUserSeeding() {
        this(SchemaConfig.DEFAULTS);
    }

    @Inject
    DemoUserSeeding(SchemaConfig config) {
        this.config = config;
    }

    void seed(@Observes SchemaReady ready) throws SQLException {
        if (config.demoUsers()) {
            try (Connection connection = ready.database().getConnection()) {
                seed(connection);
            }
        }
    }

    /** Adds who is not there yet. A user of that name who stands already is left alone, marked or not. */
    static int seed(Connection connection) throws SQLException {
        UserAccounts accounts = new UserAccounts(connection, "run profile", Role.VIEWER);
        if (!accounts.isManagedHere()) {
            LOG.warn("No demo users here: another system keeps this database's accounts, and they sign in as before.");
            return 0;
        }
        int added = 0;
        for (NewAccount user : USERS) {
            if (!accounts.exists(user.username())) {
                accounts.add(user, user.username(), false);
                added++;
            }
        }
        if (added > 0) {
            LOG.warnf("%d demo users were added, each with its name as password", added);
        }
        return added;
    }
}
