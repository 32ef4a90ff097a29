package org.mediafiles.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Copies of the stopped embedded database, {@code backups/cold-V9-20261123T1405Z} in the home. One is made before a start
 * whose program carries other versions of the schema than the database was last at. That version stands in a file inside
 * the cluster, so that it goes wherever the cluster goes.
 */
final class ColdCopies {
    /** Asks for a copy at this start, whatever the versions. */
    static final String ASKED = "mediafiles.launcher.cold-copy";
    /** Tells the server of the copy that was made for this start. */
    static final String TOLD = "mediafiles.schema.cold-copy";
    static final String MODE = "mediafiles.schema.backup";
    static final String COLD = "cold";

    private static final String KEPT = "mediafiles.schema.backups-kept";
    private static final int KEPT_DEFAULT = 5;
    private static final String VERSION_FILE = "mediafiles.schema-version";
    /** A cluster without that file is of the first release. */
    private static final String FIRST_RELEASE = "9";
    private static final String PREFIX = "cold-V";
    private static final String DRAFT = ".partial";
    /** Left free on the disk, so that the database can start. */
    private static final long SPARE_BYTES = 256L << 20;
    private static final List<String> OF_THE_PROCESS = List.of("postmaster.pid", "postmaster.opts");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'")
            .withZone(ZoneOffset.UTC);

    private final Path cluster;
    private final Path backups;
    private final Console console;

    /** @param cluster with no PostgreSQL at work on it */
    ColdCopies(Path cluster, Path backups, Console console) {
        this.cluster = cluster;
        this.backups = backups;
        this.console = console;
    }

    /**
     * @param carried the newest version that the program carries
     * @return the copy made for this start; empty where none was needed
     * @throws LaunchFailure where one is needed and cannot be made
     */
    Optional<Path> beforeStart(int carried) {
        if (!System.getProperty(MODE, COLD).equals(COLD)
                || !Files.exists(cluster.resolve(EmbeddedDatabase.READY_MARK))) {
            return Optional.empty();
        }
        String stands = version();
        if (stands.equals(Integer.toString(carried)) && !Boolean.getBoolean(ASKED)) {
            return Optional.empty();
        }
        return Optional.of(copy(stands, carried));
    }

    /** @return the version that the database was last seen at, {@code none} where it had none of ours */
    String version() {
        Path file = cluster.resolve(VERSION_FILE);
        try {
            return Files.exists(file) ? Files.readString(file).strip() : FIRST_RELEASE;
        } catch (IOException e) {
            throw new LaunchFailure("cannot read " + file + ": " + e, e);
        }
    }

    /** @param version as read from the database */
    void remember(String version) {
        Path file = cluster.resolve(VERSION_FILE);
        Path draft = file.resolveSibling(VERSION_FILE + ".new");
        try {
            if (!Files.exists(file) || !version().equals(version)) {
                Home.privateFile(draft, version + "\n");
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path copy(String stands, int carried) {
        Home.privateDirectory(backups);
        Path place = free(PREFIX + stands + "-" + TIME.format(Instant.now()));
        Path draft = place.resolveSibling(place.getFileName() + DRAFT);
        console.say(
                "copying the stopped database (V" + stands + "; this program carries V" + carried + ") to " + place);
        try {
            sweepDrafts();
            requireRoom();
            copyTree(draft);
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
            force(backups);
            return place;
        } catch (IOException e) {
            sweepQuietly(draft);
            throw new LaunchFailure("the database could not be copied to " + backups + " before its schema changes ("
                    + e
                    + "): nothing was started or changed. Mend that, or start without a copy: -D" + MODE + "=off", e);
        }
    }

    private Path free(String name) {
        Path place = backups.resolve(name);
        for (int number = 2; Files.exists(place); number++) {
            place = backups.resolve(name + "-" + number);
        }
        return place;
    }

    private void requireRoom() throws IOException {
        long needed;
        try (Stream<Path> tree = Files.walk(cluster)) {
            needed = tree.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .mapToLong(file -> file.toFile().length()).sum();
        }
        long free = Files.getFileStore(backups).getUsableSpace();
        if (free < needed + SPARE_BYTES) {
            throw new IOException("it takes " + (needed >> 20) + " MiB, and " + (free >> 20) + " MiB are free");
        }
    }

    private void copyTree(Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(cluster)) {
            for (Path from : tree.toList()) {
                Path target = to.resolve(cluster.relativize(from));
                if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
                    Home.privateDirectory(target);
                } else if (Files.isSymbolicLink(from)) {
                    throw new IOException(from + " is a link: a table space of its own is not copied");
                } else if (!OF_THE_PROCESS.contains(from.getFileName().toString())) {
                    Files.copy(from, target);
                    force(target);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** What a killed launcher left: with the home's lock in hand nobody is at work on it. */
    private void sweepDrafts() throws IOException {
        for (Path draft : all(true)) {
            ServerBase.sweep(draft);
        }
    }

    private static void sweepQuietly(Path draft) {
        try {
            ServerBase.sweep(draft);
        } catch (UncheckedIOException alsoFull) {
            // The next copy begins by sweeping it away.
        }
    }

    /** Removes the oldest copies; called once the new version has proved itself, since until then each may be wanted. */
    void prune() {
        int kept = Math.max(1, Integer.getInteger(KEPT, KEPT_DEFAULT));
        try {
            List<Path> copies = all(false).stream().sorted(Comparator.comparing(ColdCopies::madeAt).reversed())
                    .toList();
            for (Path old : copies.subList(Math.min(kept, copies.size()), copies.size())) {
                ServerBase.sweep(old);
                console.say("removed the old copy " + old);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> all(boolean drafts) throws IOException {
        if (!Files.isDirectory(backups)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(backups)) {
            return files.filter(file -> file.getFileName().toString().startsWith(PREFIX)
                    && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> drafts == file.getFileName().toString().endsWith(DRAFT)).toList();
        }
    }

    private static Instant madeAt(Path copy) {
        try {
            return Files.getLastModifiedTime(copy).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
