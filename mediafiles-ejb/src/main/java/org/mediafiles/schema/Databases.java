package org.mediafiles.schema;

import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.sql.DataSource;

/**
 * The server's data sources, looked up late: an injected one that is absent would break the deployment.
 *
 * @param owner  logs in as the owner of the tables
 * @param runner logs in as the server does at work
 */
record Databases(DataSource owner, DataSource runner) {
    private static final String OWNER = "java:jboss/datasources/MediaFilesOwnerDS";
    private static final String RUNNER = "java:jboss/datasources/MediaFilesDS";

    /** @throws IllegalStateException where the server has no data source for us */
    static Databases lookUp() {
        try {
            DataSource runner = InitialContext.doLookup(RUNNER);
            return new Databases(findOwner().orElse(runner), runner);
        } catch (NamingException absent) {
            throw new IllegalStateException("the server has no data source " + RUNNER, absent);
        }
    }

    private static Optional<DataSource> findOwner() throws NamingException {
        try {
            return Optional.of(InitialContext.doLookup(OWNER));
        } catch (NameNotFoundException onlyOneLogin) {
            return Optional.empty();
        }
    }
}
