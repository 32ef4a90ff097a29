package org.mediafiles.schema.preflight;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program of the machine, asked for its version and for nothing else.
 *
 * @param path can be executed
 */
record Program(Path path) {
    private static final int WAIT_SECONDS = 10;
    private static final int MOST_OUTPUT = 8 * 1024;

    /** @return the configured program, else the one of that name on the {@code PATH} and nowhere else; empty where neither is */
    static Optional<Program> find(Optional<Path> configured, String name) {
        return configured.map(Stream::of).orElseGet(() -> onPath(name)).filter(Files::isRegularFile)
                .filter(Files::isExecutable).map(Program::new).findFirst();
    }

    private static Stream<Path> onPath(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator)).filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, name));
    }

    /** @return the first line of what it says; empty where it fails, says nothing, or takes too long */
    Optional<String> version(String option) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(path.toString(), option)).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
        try {
            Output output = new Output(process.getInputStream());
            output.start();
            if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return Optional.empty();
            }
            output.join(TimeUnit.SECONDS.toMillis(1));
            return output.text().lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Reads to the end, so that the program never waits, and keeps the beginning. */
    private static final class Output extends Thread {
        private final InputStream stream;
        private final StringBuffer kept = new StringBuffer();

        Output(InputStream stream) {
            super("mediafiles-program-version");
            this.stream = stream;
            setDaemon(true);
        }

        @Override
        public void run() {
            byte[] buffer = new byte[1024];
            try (InputStream in = stream) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (kept.length() < MOST_OUTPUT) {
                        kept.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException ended) {
                // What was read until then is kept.
                return;
            }
        }

        String text() {
            return kept.toString();
        }
    }
}
