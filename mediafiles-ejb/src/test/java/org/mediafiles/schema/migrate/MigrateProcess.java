package org.mediafiles.schema.migrate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.VersionScripts;
import org.postgresql.ds.PGSimpleDataSource;

/** A node of its own: another Java process that migrates a database, and can be killed. */
final class MigrateProcess implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Process process;
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final Thread reader;

    private MigrateProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read);
        reader.start();
    }

    /** What runs over there. @param arguments address and login */
    public static void main(String[] arguments) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        database.setUser(arguments[1]);
        SchemaSite site = new SchemaSite(database, Optional.empty(), Optional.empty(), Ward.config(LONG, LONG),
                ToolConfig.DEFAULTS, new Initiator("node", Door.STARTUP), System.out::println);
        // A try that lasts, so that it can be killed in the middle.
        MigrateReport report = new Migrate(site, Guards.NONE, VersionScripts.ours(), "classpath:db/migration", LONG)
                .run(OptionalInt.empty(), MigrateOptions.DEFAULTS);
        System.out.println(report.sentence(Locale.ENGLISH));
        System.exit(report.exitCode());
    }

    static MigrateProcess start(Ward ward) throws IOException {
        PGSimpleDataSource database = (PGSimpleDataSource) ward.database;
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                MigrateProcess.class.getName(), database.getUrl(), database.getUser());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return new MigrateProcess(builder.start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(said::add);
        } catch (IOException | UncheckedIOException ended) {
            // It was killed.
        }
    }

    boolean hasSaid(String part) {
        synchronized (said) {
            return said.stream().anyMatch(line -> line.contains(part));
        }
    }

    List<String> said() {
        synchronized (said) {
            return List.copyOf(said);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("it does not end: " + said());
        }
        reader.join();
        return process.exitValue();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
