package org.mediafiles.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * The directory in which an installation lives: database, stored files, server, secrets. Directories are 0700. One launcher
 * at a time works on it: the lock is the operating system's and so ends with its holder, however that one ends.
 */
final class Home implements AutoCloseable {
    private static final String LOCK_FILE = "launcher.lock";
    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path root;
    private final FileChannel channel;

    private Home(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /** @throws LaunchFailure if the directory is another's, cannot be written, or is in use */
    static Home open(Path path) {
        Path root = path.toAbsolutePath().normalize();
        try {
            requireOursOrEmpty(root);
            privateDirectory(root);
            FileChannel channel = FileChannel.open(root.resolve(LOCK_FILE), StandardOpenOption.CREATE,
                    StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String holder = Files.readString(root.resolve(LOCK_FILE)).trim();
                channel.close();
                throw new LaunchFailure("MediaFiles already runs on " + root
                        + (holder.isEmpty() ? "" : " (" + holder + ")")
                        + ": stop that one first, or choose another home with -Dmediafiles.home=<directory>");
            }
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode("process " + ProcessHandle.current().pid()));
            return new Home(root.toRealPath(), channel);
        } catch (IOException e) {
            throw new LaunchFailure("the home " + root + " cannot be used: " + e, e);
        }
    }

    private static void requireOursOrEmpty(Path root) throws IOException {
        if (!Files.exists(root) || Files.exists(root.resolve(LOCK_FILE))) {
            return;
        }
        if (!Files.isDirectory(root)) {
            throw new LaunchFailure("the home " + root + " is not a directory");
        }
        try (Stream<Path> entries = Files.list(root)) {
            if (entries.findAny().isPresent()) {
                throw new LaunchFailure(
                        "the home " + root + " holds other files: give MediaFiles a directory of its own");
            }
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    Path root() {
        return root;
    }

    /** The stored media files. */
    Path storage() {
        return root.resolve("storage");
    }

    /** The database's cluster. */
    Path database() {
        return root.resolve("database");
    }

    /** Where PostgreSQL's programs are unpacked. */
    Path programs() {
        return root.resolve("postgresql");
    }

    /** Where ffmpeg is unpacked, on a machine that has none. */
    Path ffmpeg() {
        return root.resolve("ffmpeg");
    }

    /** WildFly's base directory. */
    Path server() {
        return root.resolve("server");
    }

    Path logs() {
        return root.resolve("log");
    }

    /** The server's {@code java.io.tmpdir}, swept at each start. */
    Path temporary() {
        return root.resolve("tmp");
    }

    /** Passwords of the embedded database, 0600. */
    Path secrets() {
        return root.resolve("database.properties");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Makes a directory that only its owner may enter, or narrows one that stands. */
    static Path privateDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
            if (POSIX) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a new file that only its owner may read. */
    static void privateFile(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        if (POSIX) {
            Files.createFile(file,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, content);
    }
}
