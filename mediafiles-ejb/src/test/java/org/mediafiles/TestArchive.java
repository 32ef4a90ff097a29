package org.mediafiles;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * A migrated database of its own with the persistence unit over it, for tests of services and repositories without a
 * container. One embedded PostgreSQL serves all test classes of a run; it is migrated once and copied.
 */
public final class TestArchive implements AutoCloseable {
    private final String name;
    private final DataSource dataSource;
    private final EntityManagerFactory units;

    private TestArchive(String name) {
        this.name = name;
        this.dataSource = TestServer.dataSource(name);
        Map<String, Object> settings = new HashMap<>();
        settings.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
        settings.put("jakarta.persistence.jtaDataSource", null);
        settings.put("jakarta.persistence.nonJtaDataSource", dataSource);
        this.units = Persistence.createEntityManagerFactory("mediafiles", settings);
    }

    /** Opens a new, migrated, empty database. */
    public static TestArchive open() {
        return new TestArchive(TestServer.newMigratedDatabase());
    }

    public DataSource dataSource() {
        return dataSource;
    }

    public EntityManagerFactory units() {
        return units;
    }

    /** Runs work in a transaction and an entity manager of its own; rolls back where it throws. */
    public <T> T inTransaction(Function<EntityManager, T> work) {
        try (EntityManager em = units.createEntityManager()) {
            em.getTransaction().begin();
            try {
                T result = work.apply(em);
                em.getTransaction().commit();
                return result;
            } finally {
                if (em.getTransaction().isActive()) {
                    em.getTransaction().rollback();
                }
            }
        }
    }

    /** As {@link #inTransaction}, without a result. */
    public void doInTransaction(Consumer<EntityManager> work) {
        inTransaction(em -> {
            work.accept(em);
            return null;
        });
    }

    /** Runs one statement as it stands. */
    public void execute(String sql) {
        TestServer.execute(name, sql);
    }

    /** @return the first column of the first row as text; {@code null} where there is no row */
    public String query(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        units.close();
    }
}
