package org.mediafiles;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.mediafiles.schema.migrate.SchemaGrants;

/**
 * A migrated database of its own with the persistence unit over it, for tests of services and repositories without a
 * container. One embedded PostgreSQL serves all test classes of a run; it is migrated once and copied.
 */
public final class TestArchive implements AutoCloseable {
    private final String name;
    private final DataSource dataSource;
    private final EntityManagerFactory units;

    private TestArchive(String name, DataSource dataSource) {
        this.name = name;
        this.dataSource = dataSource;
        Map<String, Object> settings = new HashMap<>();
        settings.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
        settings.put("jakarta.persistence.jtaDataSource", null);
        settings.put("jakarta.persistence.nonJtaDataSource", dataSource);
        this.units = Persistence.createEntityManagerFactory("mediafiles", settings);
    }

    /** Opens a new, migrated, empty database. */
    public static TestArchive open() {
        String name = TestServer.newMigratedDatabase();
        return new TestArchive(name, TestServer.dataSource(name));
    }

    /** Opens a migrated database that stands. */
    public static TestArchive of(String name) {
        return new TestArchive(name, TestServer.dataSource(name));
    }

    /** Opens the same database over few connections; who waits longer for one fails, as in the server. */
    public TestArchive withPoolOf(int connections, Duration wait) {
        Semaphore free = new Semaphore(connections);
        return new TestArchive(name, (DataSource) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{DataSource.class}, (proxy, method, args) -> {
                    if (!method.getName().equals("getConnection")) {
                        return method.invoke(dataSource, args);
                    }
                    if (!free.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                        throw new SQLTransientConnectionException("no connection is free", "08001");
                    }
                    return returning(dataSource.getConnection(), free);
                }));
    }

    /** Opens the same database as a login that may do what the server's own login may, and no more. */
    public TestArchive asRunner() {
        String login = "runner_of_" + name;
        execute("do $$ begin if not exists (select 1 from pg_roles where rolname = '" + login + "') then create role "
                + login + " login; end if; end $$");
        try (Connection owner = dataSource.getConnection()) {
            SchemaGrants.apply(owner, login);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new TestArchive(name, TestServer.dataSource(name, login));
    }

    private static Connection returning(Connection connection, Semaphore free) {
        AtomicBoolean open = new AtomicBoolean(true);
        return (Connection) Proxy.newProxyInstance(TestArchive.class.getClassLoader(), new Class<?>[]{Connection.class},
                (proxy, method, args) -> {
                    try {
                        return method.invoke(connection, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (method.getName().equals("close") && open.getAndSet(false)) {
                            free.release();
                        }
                    }
                });
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
