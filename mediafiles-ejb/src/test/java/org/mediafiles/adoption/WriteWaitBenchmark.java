package org.mediafiles.adoption;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.sql.DataSource;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.schema.migrate.Migrate;
import org.mediafiles.schema.migrate.MigrateOptions;
import org.mediafiles.schema.rollback.Rollback;
import org.mediafiles.schema.rollback.RollbackRequest;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.SchemaReport;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScripts;

/**
 * How long a write waits, at most, while the schema goes up, goes back, and a Django database is adopted: with writers at
 * work and one reader whose transaction stays open. Outside the tests' run: {@code mvn -Pbench-schema}.
 */
final class WriteWaitBenchmark {
    private static final Duration ALLOWED = Duration.ofSeconds(1);
    private static final String EVENT = "insert into public.events_event (id, event_type, event_datetime, description,"
            + " created_at, updated_at, created_by_id, patient_id, updated_by_id) select %s, %s, now() - interval '1 minute'"
            + " * i, '', now(), now(), 1, md5('bp' || i %% 1000)::uuid, 1 from generate_series(%d, %d) i";
    private static final String MEDIA = "insert into public.mediafiles_mediafile (id, file_path, original_filename,"
            + " file_hash, file_size, mime_type, file_type, width, height, metadata, created_at, updated_at) select %s,"
            + " 'photos/' || gen_random_uuid(), 'a.jpg', md5(random()::text || i) || md5(i || random()::text), 1000, 'image/jpeg',"
            + " 'image', 4, 3, '{}', now(), now() from generate_series(%d, %d) i";
    private static final String ADD = "insert into mediafiles_ops.audit_event (act, outcome, user_id, username, patient_id)"
            + " values ('media-look', 'ok', 1, 'u1', gen_random_uuid())";
    private static final String NEW = "gen_random_uuid()";

    private final int events;
    private final int media;
    private final Duration reading;
    private final int audit;
    private boolean tooLong;

    private WriteWaitBenchmark(int events, int media, Duration reading, int audit) {
        this.events = events;
        this.media = media;
        this.reading = reading;
        this.audit = audit;
    }

    /** @param arguments events, media files, seconds of the reader's transaction, rows of the trail */
    public static void main(String[] arguments) throws Exception {
        WriteWaitBenchmark benchmark = new WriteWaitBenchmark(Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]), Duration.ofSeconds(Long.parseLong(arguments[2])),
                Integer.parseInt(arguments[3]));
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
            benchmark.run(server);
        }
        System.exit(benchmark.tooLong ? 1 : 0);
    }

    private void run(EmbeddedPostgres server) throws Exception {
        System.out.printf(Locale.ROOT,
                "%,d events, %,d media files, a reader's transaction of %d s, Java %s, %d cores%n",
                events, media, reading.toSeconds(), Runtime.version(), Runtime.getRuntime().availableProcessors());
        DataSource ours = database(server, "ours");
        report(new Migrate(site(ours)).run(OptionalInt.of(5), MigrateOptions.DEFAULTS));
        fill(ours);
        int latest = VersionScripts.ours().latest();
        stage("V6 to V" + latest, ours, true,
                () -> Migrate.unguarded(site(ours)).run(OptionalInt.empty(), MigrateOptions.DEFAULTS));
        trail(server);
        stage("rollback to V5", ours, true, () -> new Rollback(site(ours)).run(RollbackRequest.to(5).asRehearsal()));

        DataSource django = database(server, "django");
        DjangoDatabase.make(django, 6, false);
        fill(django);
        // Whoever writes the five tables stops an adoption; the rest of the hospital's system goes on.
        stage("adoption at phase 6", django, false, () -> new Adopt(site(django)).run(true));
    }

    /** A trail of years becomes partitioned while each page that is opened adds to it. */
    private void trail(EmbeddedPostgres server) throws Exception {
        DataSource trail = database(server, "trail");
        int before = VersionScripts.ours().below(31).orElseThrow();
        report(Migrate.unguarded(site(trail)).run(OptionalInt.of(before), MigrateOptions.DEFAULTS));
        try (Connection connection = trail.getConnection()) {
            Sql.run(connection,
                    "insert into mediafiles_ops.audit_event (at, act, outcome, user_id, username, patient_id,"
                            + " event_id) select now() - i * interval '20 seconds', 'media-look', 'ok', i % 500, 'u' || i % 500,"
                            + " md5((i % 9999)::text)::uuid, md5((i % 99999)::text)::uuid from generate_series(1, "
                            + audit
                            + ") i");
            Sql.run(connection, "vacuum analyze");
        }
        stage(String.format(Locale.ROOT, "V31 and V32, %,d rows of the trail", audit), trail,
                done -> List.of(new Writer("the trail", trail, done, ADD), new Writer("the trail", trail, done, ADD)),
                () -> Migrate.unguarded(site(trail)).run(OptionalInt.empty(), MigrateOptions.DEFAULTS));
    }

    private static DataSource database(EmbeddedPostgres server, String name) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            Sql.run(connection, "create database " + name);
        }
        return server.getDatabase("postgres", name);
    }

    private static SchemaSite site(DataSource database) {
        return new SchemaSite(database, Optional.empty(), Optional.of(Path.of("target").toAbsolutePath()),
                SchemaConfig.DEFAULTS.withBackup(Backup.OFF, Optional.empty()), ToolConfig.DEFAULTS,
                new Initiator("benchmark", Door.COMMAND), line -> System.out.println("    " + line));
    }

    private void fill(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Sql.run(connection,
                    "insert into public.accounts_eqmduser (id, password, is_superuser, username, first_name,"
                            + " last_name, email, is_staff, is_active, date_joined) values (1, '!', false, 'bench', '', '', '',"
                            + " false, true, now()) on conflict do nothing");
            Sql.run(connection,
                    "insert into public.patients_patient select md5('bp' || i)::uuid, 'P' || i, '1980-01-01'"
                            + " from generate_series(0, 999) i");
            // The first ones are the photos' events, the others are of the rest of the hospital's system.
            Sql.run(connection,
                    EVENT.formatted("md5('be' || i)::uuid", "case when i <= " + media + " then 3 else 1 end",
                            1, events));
            Sql.run(connection, MEDIA.formatted("md5('bm' || i)::uuid", 1, media));
            Sql.run(connection,
                    "insert into public.mediafiles_photo (event_ptr_id, media_file_id) select md5('be' || i)::uuid,"
                            + " md5('bm' || i)::uuid from generate_series(1, " + Math.min(media, events) + ") i");
            Sql.run(connection, "vacuum analyze");
        }
    }

    /** What is done while others write. */
    private interface Work {
        SchemaReport go() throws Exception;
    }

    private void stage(String name, DataSource database, boolean mediaToo, Work work) throws Exception {
        stage(name, database, done -> writers(database, mediaToo, done), work);
    }

    private List<Writer> writers(DataSource database, boolean mediaToo, AtomicBoolean done) {
        List<Writer> writers = new ArrayList<>();
        writers.add(new Writer("events", database, done, EVENT.formatted(NEW, "1", 1, 1),
                "update public.events_event set description = 'x' where id = (select md5('be' || (random() * " + events
                        + ")::int)::uuid)"));
        if (mediaToo) {
            writers.add(new Writer("media files", database, done, MEDIA.formatted(NEW, 1, 1),
                    "update public.mediafiles_mediafile set width = 5 where id = (select md5('bm' || (random() * "
                            + media
                            + ")::int)::uuid)"));
        }
        return writers;
    }

    private void stage(String name, DataSource database, Function<AtomicBoolean, List<Writer>> wanted, Work work)
            throws Exception {
        System.out.println(name);
        AtomicBoolean done = new AtomicBoolean();
        List<Writer> writers = wanted.apply(done);
        Thread reader = new Thread(() -> read(database, done), "reader");
        reader.start();
        writers.forEach(Thread::start);
        Thread.sleep(1000);
        long begun = System.nanoTime();
        report(work.go());
        long took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        Thread.sleep(1000);
        done.set(true);
        for (Writer writer : writers) {
            writer.join();
            long longest = Duration.ofNanos(writer.longest.get()).toMillis();
            tooLong |= longest > ALLOWED.toMillis() || writer.failed;
            System.out.printf(Locale.ROOT, "  %s: %d ms; longest of %,d writes on %s: %d ms%s%n", name, took,
                    writer.writes, writer.what, longest, writer.failed ? " (FAILED)" : "");
        }
        reader.join();
    }

    private void report(SchemaReport report) {
        if (report.exitCode() != 0) {
            report.lines(Locale.ENGLISH).forEach(System.out::println);
            throw new IllegalStateException("it did not hold");
        }
    }

    private void read(DataSource database, AtomicBoolean done) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            Sql.texts(connection, "select id from public.events_event limit 1");
            Sql.texts(connection, "select id from public.mediafiles_mediafile limit 1");
            if (Sql.flag(connection, "select to_regclass('mediafiles_ops.audit_event') is not null")) {
                Sql.texts(connection, "select id from mediafiles_ops.audit_event limit 1");
            }
            long end = System.nanoTime() + reading.toNanos();
            while (!done.get() && System.nanoTime() < end) {
                Thread.sleep(100);
            }
            connection.rollback();
        } catch (SQLException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Writes without pause and keeps the longest wait. */
    private static final class Writer extends Thread {
        private final String what;
        private final DataSource database;
        private final AtomicBoolean done;
        private final String[] statements;
        private final AtomicLong longest = new AtomicLong();
        private long writes;
        private boolean failed;

        private Writer(String what, DataSource database, AtomicBoolean done, String... statements) {
            this.what = what;
            this.database = database;
            this.done = done;
            this.statements = statements;
        }

        @Override
        public void run() {
            try (Connection connection = database.getConnection()) {
                while (!done.get()) {
                    for (String statement : statements) {
                        long begun = System.nanoTime();
                        Sql.run(connection, statement);
                        longest.accumulateAndGet(System.nanoTime() - begun, Math::max);
                        writes++;
                    }
                    Thread.sleep(5);
                }
            } catch (SQLException | InterruptedException broken) {
                failed = true;
                System.out.println("  a write on " + what + " failed: " + broken.getMessage());
            }
        }
    }
}
