package org.mediafiles.audit.chain;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** The server's data source at work, looked up late: an injected one that is absent would break the deployment. */
final class ServerDatabase {
    private ServerDatabase() {}

    static DataSource lookUp() throws NamingException {
        return InitialContext.doLookup("java:jboss/datasources/MediaFilesDS");
    }
}
