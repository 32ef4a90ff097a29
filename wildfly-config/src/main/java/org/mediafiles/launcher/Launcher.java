package org.mediafiles.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Starts everything, says so, and stays until it is told to stop. It runs inside Maven's own process, so that Ctrl-C, or a
 * signal to Maven, ends the server first and the database after it.
 */
public final class Launcher {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration REMINDER = Duration.ofSeconds(60);

    private final Console console;
    private Home home;
    private ColdCopies coldCopies;
    private EmbeddedDatabase database;
    private Server server;
    private boolean stopped;
    private volatile boolean stopping;

    private Launcher(Console console) {
        this.console = console;
    }

    /** Takes its settings from system properties. @param arguments none */
    public static void main(String[] arguments) throws InterruptedException {
        Console console = new Console(System.out);
        Launcher launcher = new Launcher(console);
        int code;
        try {
            code = launcher.run();
        } catch (LaunchFailure failure) {
            console.say(failure.getMessage());
            code = 1;
        }
        if (launcher.stopping) {
            // The shutdown hook is at work in another thread; Maven must not report on top of it.
            Thread.sleep(Long.MAX_VALUE);
        }
        launcher.stop();
        // Not a return: Maven would add its own pages to the one line above.
        System.exit(code);
    }

    private int run() throws InterruptedException {
        Ports ports = Ports.fromSystemProperties();
        Path serverHome = Path.of(required("mediafiles.launcher.server"));
        Path ear = Path.of(required("mediafiles.launcher.ear"));
        if (!Files.isRegularFile(ear) || !Files.isRegularFile(serverHome.resolve("jboss-modules.jar"))) {
            throw new LaunchFailure("there is no EAR at " + ear + " or no server at " + serverHome + ": build first");
        }
        String path = System.getProperty("mediafiles.home", "").trim();
        home = Home.open(path.isEmpty() ? Path.of(System.getProperty("user.home"), ".mediafiles") : Path.of(path));
        Orphans.endServer(Server.marker(home), console);
        Orphans.endDatabase(home.database(), console);
        ports.requireFree();

        coldCopies = new ColdCopies(home.database(), home.root().resolve("backups"), console);
        Optional<Path> copy = coldCopies.beforeStart(CarriedVersion.of(ear));
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopOnSignal, "mediafiles-stop"));
        startDatabase(ports);
        console.say("starting WildFly on port " + ports.http() + ", home " + home.root());
        Server started = Server.start(serverHome, ear, home, ports, database,
                DatabasePasswords.of(home.secrets()), copy);
        synchronized (this) {
            server = started;
        }
        if (awaitReady(started, ports)) {
            rememberVersion();
            coldCopies.prune();
            console.block(welcome(ports));
        }
        int code = started.await();
        if (!stopping) {
            console.say("the server has ended with code " + code + "; its log is " + started.log());
        }
        return code;
    }

    private void startDatabase(Ports ports) {
        boolean first = !Files.exists(home.database());
        console.say((first ? "making the database and starting it" : "starting the database") + " on port "
                + ports.database());
        Path log = Home.privateDirectory(home.logs()).resolve("postgresql.log");
        EmbeddedDatabase started = EmbeddedDatabase.start(home.database(), home.programs(), log, ports.database(),
                DatabasePasswords.of(home.secrets()), true);
        synchronized (this) {
            database = started;
        }
    }

    private boolean awaitReady(Server started, Ports ports) throws InterruptedException {
        Readiness readiness = new Readiness(ports.management());
        Instant next = Instant.now().plus(REMINDER);
        while (started.isAlive()) {
            if (readiness.isUp()) {
                return true;
            }
            if (started.refusedTheEar()) {
                throw new LaunchFailure("the server has refused the EAR: see " + started.log());
            }
            if (Instant.now().isAfter(next)) {
                console.say("still waiting for readiness; what holds it: http://" + Ports.LOOPBACK + ":"
                        + ports.management() + "/health/ready, log " + started.log());
                next = Instant.now().plus(REMINDER);
            }
            Thread.sleep(POLL.toMillis());
        }
        return false;
    }

    /** A rollback or a migration by hand counts as well, so the database itself is asked. */
    private void rememberVersion() {
        try {
            coldCopies.remember(database.schemaVersion());
        } catch (SQLException | UncheckedIOException unknown) {
            // The version before stands: the next start makes a copy too many rather than one too few.
            console.say("the schema's version could not be noted: " + unknown.getMessage());
        }
    }

    private String welcome(Ports ports) {
        return """

                 MediaFiles is ready:  http://%s:%d/mediafiles/

                 Demo users (the password is the name): viewer, clinician, integrator, admin
                 Data: %s
                 Log:  %s
                 Stop with Ctrl-C
               """.formatted(Ports.LOOPBACK, ports.http(), home.root(), server.log());
    }

    private static String required(String key) {
        String value = System.getProperty(key, "");
        if (value.isEmpty()) {
            throw new LaunchFailure(key + " is missing: start with mvn -Prun");
        }
        return value;
    }

    private void stopOnSignal() {
        stopping = true;
        stop();
    }

    /** Server first, so that the database has no clients left; idempotent. */
    private synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        if (server != null) {
            console.say("stopping the server");
            server.stop();
        }
        if (database != null) {
            rememberVersion();
            console.say("stopping the database");
            database.close();
        }
        if (server != null || database != null) {
            console.say("stopped");
        }
        try {
            if (home != null) {
                home.close();
            }
        } catch (IOException e) {
            console.say("the home's lock could not be released: " + e.getMessage());
        }
    }
}
