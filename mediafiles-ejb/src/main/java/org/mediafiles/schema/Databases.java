package org.mediafiles.schema;

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

    static Databases lookUp() throws NamingException {
        InitialContext naming = new InitialContext();
        try {
            DataSource runner = (DataSource) naming.lookup(RUNNER);
            try {
                return new Databases((DataSource) naming.lookup(OWNER), runner);
            } catch (NameNotFoundException onlyOneLogin) {
                return new Databases(runner, runner);
            }
        } finally {
            naming.close();
        }
    }
}
