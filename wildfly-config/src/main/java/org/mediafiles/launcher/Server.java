package org.mediafiles.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.wildfly.core.launcher.StandaloneCommandBuilder;

/** The WildFly process of a home, with the EAR in its deployments directory. */
final class Server {
    private static final long STOP_SECONDS = 60;
    /** The whole log is in the file; the console is for what a person must know. */
    private static final String CONSOLE_LEVEL = "WARN";
    /** The Java version that began to warn of, and knows the option about, {@code sun.misc.Unsafe}. */
    private static final int UNSAFE_WARNINGS_SINCE = 24;
    /** Keys that concern the launcher alone. */
    private static final List<String> LAUNCHER_KEYS = List.of("mediafiles.home", "mediafiles.http.port",
            "mediafiles.db.port", "mediafiles.management.port", "mediafiles.launcher.server", "mediafiles.launcher.ear",
            "mediafiles.launcher.heap", ColdCopies.ASKED);

    private final Process process;
    private final Path base;

    private Server(Process process, Path base) {
        this.process = process;
        this.base = base;
    }

    /** The argument by which a server of this home is known; no other process has it, the launcher least of all. */
    static String marker(Home home) {
        return "-Dmediafiles.launcher.server-of=" + home.root();
    }

    static Server start(Path serverHome, Path ear, Home home, Ports ports, EmbeddedDatabase database,
            DatabasePasswords passwords,
            Optional<Path> coldCopy) {
        ServerBase.prepare(serverHome, home.server());
        ServerBase.sweep(home.temporary());
        Home.privateDirectory(home.temporary());
        Home.privateDirectory(home.storage());
        try {
            quietBoot(home.server().resolve("configuration/logging.properties"));
            Files.copy(ear, home.server().resolve("deployments/mediafiles.ear"));
            ProcessBuilder builder = new ProcessBuilder(command(serverHome, home, ports, database, coldCopy))
                    .inheritIO();
            builder.redirectInput(ProcessBuilder.Redirect.PIPE);
            builder.environment().put("MEDIAFILES_DB_PASSWORD", passwords.runner());
            builder.environment().put("MEDIAFILES_SCHEMA_PASSWORD", passwords.owner());
            return new Server(builder.start(), home.server());
        } catch (IOException e) {
            throw new LaunchFailure("the server cannot be started: " + e, e);
        }
    }

    /** Until the server has read its configuration, this file governs the console; standalone.xml does from then on. */
    private static void quietBoot(Path bootLogging) throws IOException {
        String level = System.getProperty("mediafiles.console-level", CONSOLE_LEVEL);
        String quiet = Files.readString(bootLogging)
                .replace("handler.CONSOLE.level=INFO", "handler.CONSOLE.level=" + level)
                .replace("\nloggers=", "\nloggers=org.wildfly.extension.elytron,");
        Files.writeString(bootLogging, quiet + "\nlogger.org.wildfly.extension.elytron.level=ERROR\n");
    }

    private static List<String> command(Path serverHome, Home home, Ports ports, EmbeddedDatabase database,
            Optional<Path> coldCopy) {
        List<String> java = new ArrayList<>();
        // First, where even a shortened command line shows it: see Orphans.
        java.add(marker(home));
        java.add("-Xms64m");
        java.add("-Xmx" + System.getProperty("mediafiles.launcher.heap", "1g"));
        java.add("-XX:+ExitOnOutOfMemoryError");
        if (Runtime.version().feature() >= UNSAFE_WARNINGS_SINCE) {
            // Of the server's own libraries; no news for the person at the console.
            java.add("--sun-misc-unsafe-memory-access=allow");
        }
        java.add("-Djava.net.preferIPv4Stack=true");
        java.add("-Djava.awt.headless=true");
        java.add("-Dfile.encoding=UTF-8");
        java.add("-Djava.io.tmpdir=" + home.temporary());
        settings(home, ports, database, coldCopy).forEach((key, value) -> java.add("-D" + key + "=" + value));
        List<String> command = new ArrayList<>();
        StandaloneCommandBuilder wildfly = StandaloneCommandBuilder.of(serverHome).setBaseDirectory(home.server())
                .setJavaHome(Path.of(System.getProperty("java.home"))).setJavaOptions(java);
        command.addAll(wildfly.build());
        return command;
    }

    private static Map<String, String> settings(Home home, Ports ports, EmbeddedDatabase database,
            Optional<Path> coldCopy) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("jboss.bind.address", Ports.LOOPBACK);
        settings.put("jboss.bind.address.management", Ports.LOOPBACK);
        settings.put("jboss.http.port", Integer.toString(ports.http()));
        settings.put("jboss.management.http.port", Integer.toString(ports.management()));
        settings.put("jboss.tx.node.id", "mediafiles");
        settings.put("mediafiles.console-level", CONSOLE_LEVEL);
        settings.put("mediafiles.storage.root", home.storage().toString());
        settings.put("mediafiles.time-zone", "America/Sao_Paulo");
        settings.put("mediafiles.schema.on-startup", "migrate");
        settings.put("mediafiles.demo-users", "true");
        settings.put(ColdCopies.MODE, ColdCopies.COLD);
        settings.putAll(CarriedFfmpeg.settings(home.ffmpeg()));
        // What was given to Maven wins over these defaults, be it a limit or the log level of the console.
        System.getProperties().stringPropertyNames().stream()
                .filter(key -> key.startsWith("mediafiles.") && !LAUNCHER_KEYS.contains(key))
                .forEach(key -> settings.put(key, System.getProperty(key)));
        settings.remove(ColdCopies.TOLD);
        coldCopy.ifPresent(copy -> settings.put(ColdCopies.TOLD, copy.toString()));
        settings.put("mediafiles.db.url", database.url());
        settings.put("mediafiles.db.user", EmbeddedDatabase.RUNNER);
        settings.put("mediafiles.schema.url", database.url());
        settings.put("mediafiles.schema.user", EmbeddedDatabase.OWNER);
        return settings;
    }

    Path log() {
        return base.resolve("log/server.log");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** @return whether the server has refused the EAR for good */
    boolean refusedTheEar() {
        return Files.exists(base.resolve("deployments/mediafiles.ear.failed"));
    }

    /** Waits for the server's own end. @return its exit code */
    int await() throws InterruptedException {
        return process.waitFor();
    }

    /** Asks the server to end, waits, and insists after a minute. */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
