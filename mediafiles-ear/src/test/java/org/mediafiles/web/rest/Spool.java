package org.mediafiles.web.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What came into the store's incoming folder and the server's temp directory since it was made. What stood there before is
 * other tests': uploads that wait to be used.
 */
final class Spool {
    private static final int PATIENCE_MILLIS = 15_000;

    /** Stands for a folder whose files came and went while they were listed. */
    private static final String MOVING = "still moving";

    private final Set<Path> stood;

    private Spool(Set<Path> stood) {
        this.stood = stood;
    }

    static Spool now() throws Exception {
        Set<Path> stood = files();
        while (stood.stream().anyMatch(Spool::isMoving)) {
            Thread.sleep(100);
            stood = files();
        }
        return new Spool(stood);
    }

    /** @return the files that are still there after a while, a line each */
    String left() throws Exception {
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        Set<Path> left = came();
        while (!left.isEmpty() && System.currentTimeMillis() < deadline) {
            Thread.sleep(100);
            left = came();
        }
        StringBuilder lines = new StringBuilder();
        left.forEach(file -> lines.append(file).append('\n'));
        return lines.toString();
    }

    private static boolean isMoving(Path file) {
        return file.endsWith(MOVING);
    }

    private Set<Path> came() throws IOException {
        Set<Path> came = files();
        came.removeAll(stood);
        return came;
    }

    private static Set<Path> files() throws IOException {
        Set<Path> found = new TreeSet<>();
        Path work = Path.of(System.getProperty("mediafiles.it.work"));
        for (Path folder : new Path[]{work.resolve("storage/incoming"), work.resolve("tmp")}) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(Files::isRegularFile).filter(Spool::isOfARequest).forEach(found::add);
                } catch (UncheckedIOException goneMeanwhile) {
                    found.add(folder.resolve(MOVING));
                }
            }
        }
        return found;
    }

    /** The JVM's own file, and the lock by which a server's folder for its tools is known to be in use, stay. */
    private static boolean isOfARequest(Path file) {
        return !file.toString().contains("hsperfdata") && !file.getFileName().toString().equals(".lock");
    }
}
