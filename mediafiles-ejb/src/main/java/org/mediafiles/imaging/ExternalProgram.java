package org.mediafiles.imaging;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs a program of the machine on a file: arguments as a list and no shell, an environment of its own, limits on time,
 * memory, processor time and the size of what it writes, a private folder that is removed afterwards. When the call
 * returns, the program and all that it started have ended.
 */
public final class ExternalProgram {
    static final int MAX_STDERR = 8 * 1024;
    static final int MAX_LAST_WORDS = 4 * 1024;
    /** Milliseconds between two looks at whether the program is to go on. */
    private static final long POLL = 1_000;
    private static final String NO_ROOM = "No space left on device";
    /** Less than this is a full disk, whatever the program that wrote to it says. */
    private static final long LEAST_ROOM = 1 << 20;

    /**
     * How much a run may take.
     *
     * @param memoryBytes address space of the program, or {@link #UNLIMITED}
     * @param outputBytes size of any file that it writes, or {@link #UNLIMITED}
     * @param threads     how many processors it may keep busy all the time: its processor time is as many times the time
     * @param gentle      it stands back behind whoever else wants a processor ({@code nice 10})
     */
    public record Limits(TimeLimit time, long memoryBytes, long outputBytes, int threads, boolean gentle) {
        /** As much as the system gives. */
        public static final long UNLIMITED = Long.MAX_VALUE;

        /** For a program with one thread that somebody waits for. */
        public Limits(TimeLimit time, long memoryBytes, long outputBytes) {
            this(time, memoryBytes, outputBytes, 1, false);
        }
    }

    /**
     * What is run.
     *
     * @param arguments   after the program's own name; every user of the machine can see them, so no secret stands there
     * @param environment more than what every program gets; only our own user can see it
     * @param output      the file that takes what the program says on its standard output; empty where that is dropped
     * @param goesOn      asked about once a second; when it says no, the program is ended
     * @param lastWords   told what {@link Outcome#lastWords} is, however the program ended
     */
    public record Invocation(List<String> arguments, Map<String, String> environment, Optional<Path> output,
            BooleanSupplier goesOn, Consumer<String> lastWords) {
        public Invocation {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }

        /** For whom the words of a program that had to be ended say nothing. */
        public Invocation(List<String> arguments, Map<String, String> environment, Optional<Path> output,
                BooleanSupplier goesOn) {
            this(arguments, environment, output, goesOn, words -> {});
        }

        @Override
        public String toString() {
            return "Invocation[" + arguments + ", " + environment.keySet() + "]";
        }
    }

    /** The program was ended because nobody wanted it to go on. */
    public static final class Stopped extends IOException {
        private static final long serialVersionUID = 1L;

        /** Also for work between two programs that is asked to stop. */
        public Stopped() {
            super("the program was asked to stop");
        }
    }

    /** The system, or an admin, ended the program: that says nothing about what it ran on. */
    public static final class EndedBySystem extends IOException {
        private static final long serialVersionUID = 1L;

        public EndedBySystem(int exitCode) {
            super("the system ended the program, exit code " + exitCode);
        }
    }

    /**
     * How a run ended.
     *
     * @param exitCode 0 is success
     * @param stderr   the first {@value #MAX_STDERR} bytes; for the log alone, since it may hold paths
     * @param lastWords the last {@value #MAX_LAST_WORDS} bytes of the same
     */
    public record Outcome(int exitCode, String stderr, String lastWords) {
        /** What the system, or the loader of a program's libraries, answers. */
        private static final int NOT_EXECUTABLE = 126;
        private static final int NOT_FOUND = 127;
        /** Hang-up, interrupt, quit, kill, terminate, out of processor time: 128 and the signal's number. */
        private static final Set<Integer> ENDED = Set.of(128 + 1, 128 + 2, 128 + 3, 128 + 9, 128 + 15, 128 + 24);
        /** What ffmpeg says last where it took such a signal as a wish to stop; its exit code is 255 then. */
        private static final String ASKED_TO_STOP = "Exiting normally, received signal";
        private static final int STOPPED = 255;

        /**
         * Why a program that was to decode a picture did not.
         *
         * @return {@link DamagedPictureException} unless the program or how it ended speaks of the machine
         */
        IOException refusal() {
            return faultOfTheMachine().orElseGet(() -> new DamagedPictureException("the decoder refused it"));
        }

        /** @return why a run that failed says nothing about what it ran on; empty where it does */
        public Optional<IOException> faultOfTheMachine() {
            if (PictureFailure.isNoRoom(stderr)) {
                return Optional.of(new IOException(NO_ROOM));
            }
            if (PictureFailure.isShortage(stderr)) {
                return Optional.of(new IOException("Resource temporarily unavailable"));
            }
            if (exitCode == NOT_EXECUTABLE || exitCode == NOT_FOUND) {
                return Optional.of(new IOException("the program does not run on this machine"));
            }
            return isEndedBySystem()
                    ? Optional.of(new EndedBySystem(exitCode))
                    : Optional.empty();
        }

        /** @return whether a signal ended it that no fault of its own brings about: for memory, for time, by an admin */
        public boolean isEndedBySystem() {
            return ENDED.contains(exitCode) || exitCode == STOPPED && lastWords.contains(ASKED_TO_STOP);
        }
    }

    /** What to do with the folder while it is there. */
    @FunctionalInterface
    public interface Use<T> {
        T with(Path folder) throws IOException;
    }

    private final Path program;

    private ExternalProgram(Path program) {
        this.program = program;
    }

    /** @return the configured program, else the one of that name on the {@code PATH}; empty where neither can be run */
    public static Optional<ExternalProgram> find(Optional<Path> configured, String name) {
        if (configured.isPresent()) {
            return configured.filter(Files::isExecutable).map(ExternalProgram::new);
        }
        return onPath(name).map(ExternalProgram::new);
    }

    /** @return where the program lies */
    public Path path() {
        return program;
    }

    static Optional<Path> onPath(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(java.io.File.pathSeparator)).filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst();
    }

    /** Makes a folder that only we can enter, and removes it with all that is in it, whatever happens. */
    public static <T> T inPrivateFolder(Use<T> use) throws IOException {
        Path folder = PrivateFolders.OWN.create();
        try {
            return use.with(folder);
        } finally {
            PrivateFolders.remove(folder);
        }
    }

    /**
     * @param folder    the program's working folder
     * @param arguments after the program's own name
     * @throws TimeLimit.Exceeded past the time; the program has been ended
     */
    public Outcome run(Path folder, Limits limits, List<String> arguments) throws IOException {
        return run(folder, limits, new Invocation(arguments, Map.of(), Optional.empty(), () -> true));
    }

    /**
     * @param folder the program's working folder
     * @throws TimeLimit.Exceeded past the time; the program has been ended
     * @throws Stopped            where it was not to go on; the program has been ended
     */
    public Outcome run(Path folder, Limits limits, Invocation invocation) throws IOException {
        limits.time.check();
        ProcessBuilder builder = new ProcessBuilder(ProgramCommand.of(program, limits, invocation.arguments))
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(invocation.output.map(file -> ProcessBuilder.Redirect.to(file.toFile()))
                        .orElse(ProcessBuilder.Redirect.DISCARD));
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("TMPDIR", folder.toString());
        builder.environment().putAll(invocation.environment);
        Process process = builder.start();
        ProgramWords stderr = new ProgramWords(process.getErrorStream());
        stderr.start();
        try {
            while (!process.waitFor(Math.min(POLL, Math.max(1, limits.time.left().toMillis())),
                    TimeUnit.MILLISECONDS)) {
                limits.time.check();
                if (!invocation.goesOn.getAsBoolean()) {
                    throw new Stopped();
                }
            }
            return stderr.outcome(process.exitValue());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a program ran");
        } finally {
            end(process);
            invocation.lastWords.accept(stderr.lastWords());
        }
    }

    /** @throws IOException where the folder's disk is full, so that what a program wrote there says nothing */
    public static void requireRoom(Path folder) throws IOException {
        if (Files.getFileStore(folder).getUsableSpace() < LEAST_ROOM) {
            throw new IOException(NO_ROOM);
        }
    }

    private static void end(Process process) {
        // Children first: once their parent is gone, nobody knows them.
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
