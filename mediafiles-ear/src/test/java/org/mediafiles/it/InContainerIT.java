package org.mediafiles.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import java.sql.Connection;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Runs inside the server: the data sources are the ones that configure.cli made. */
class InContainerIT extends DeployedMediaFiles {
    @Resource(lookup = "java:jboss/datasources/MediaFilesDS")
    private DataSource dataSource;

    @Resource(lookup = "java:jboss/datasources/MediaFilesOwnerDS")
    private DataSource ownerDataSource;

    @Test
    void bothDataSourcesReachTheSameDatabase() throws Exception {
        try (Connection one = dataSource.getConnection(); Connection other = ownerDataSource.getConnection()) {
            assertEquals("PostgreSQL", one.getMetaData().getDatabaseProductName());
            assertEquals(one.getMetaData().getURL(), other.getMetaData().getURL());
        }
    }

    @Test
    void temporaryFilesGoToTheServersOwnDirectory() {
        assertTrue(System.getProperty("java.io.tmpdir").contains("/it/tmp"), System.getProperty("java.io.tmpdir"));
    }
}
