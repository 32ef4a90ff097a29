package org.mediafiles.imaging;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Folders in which programs work on patients' pictures. All of one server process lie in a folder of its own, which it
 * holds a lock on while it lives: what a killed process left is known by the lock that the system took away, and goes
 * with the next {@link #sweep}. (A process's number would not do: in containers every server has the same.)
 */
final class PrivateFolders implements Closeable {
    static final String PREFIX = "mediafiles-work-";
    private static final String LOCK = ".lock";
    /** Between a folder and its lock there is a moment, so that nothing as young as this is swept. */
    private static final Duration GRACE = Duration.ofMinutes(1);
    /** Its owner ended before the lock was there, or it was half removed: a day, so that nobody is at work there. */
    private static final int WITHOUT_LOCK = 24 * 60;
    private static final Logger LOG = Logger.getLogger(PrivateFolders.class);
    private static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** The one of this process. Behind the constants that it is made with. */
    static final PrivateFolders OWN = new PrivateFolders(Path.of(System.getProperty("java.io.tmpdir")));

    private final Path parent;
    private final Duration grace;
    private Path own;
    private FileChannel lock;

    PrivateFolders(Path parent) {
        this(parent, GRACE);
    }

    PrivateFolders(Path parent, Duration grace) {
        this.parent = parent;
        this.grace = grace;
    }

    /** @return a new empty folder that only we can enter, for the caller to {@link #remove} */
    synchronized Path create() throws IOException {
        if (own == null || !Files.exists(own.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)) {
            if (lock != null) {
                // Somebody cleared it away; what may still be at work there is not disturbed.
                lock.close();
            }
            Path folder = Files.createTempDirectory(parent, PREFIX + ProcessHandle.current().pid() + '-', OURS_ALONE);
            lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            lock.lock();
            own = folder;
        }
        return Files.createTempDirectory(own, "", OURS_ALONE);
    }

    /**
     * Removes what processes that have ended left behind; what can't be removed is left for the next time.
     *
     * @return how many processes' folders went
     */
    synchronized int sweep() throws IOException {
        int swept = 0;
        try (Stream<Path> all = Files.list(parent)) {
            for (Path folder : all.filter(path -> path.getFileName().toString().startsWith(PREFIX)).toList()) {
                swept += !folder.equals(own) && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                        && sweep(folder) ? 1 : 0;
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return swept;
    }

    private boolean sweep(Path folder) {
        try {
            boolean locked = Files.exists(folder.resolve(LOCK), LinkOption.NOFOLLOW_LINKS);
            Duration least = locked ? grace : grace.multipliedBy(WITHOUT_LOCK);
            if (Files.getLastModifiedTime(folder).toInstant().isAfter(Instant.now().minus(least))) {
                return false;
            }
            if (!locked) {
                remove(folder);
                return true;
            }
            try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS); FileLock taken = channel.tryLock()) {
                if (taken == null) {
                    return false;
                }
                remove(folder);
                return true;
            }
        } catch (IOException | OverlappingFileLockException e) {
            LOG.debug("a work folder was not swept", e);
            return false;
        }
    }

    /** Removes the folder and all in it; links are removed, not followed. */
    static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Gives up this process's folder, where nothing is at work any more. */
    @Override
    public synchronized void close() throws IOException {
        if (own != null) {
            Path folder = own;
            own = null;
            try {
                lock.close();
            } finally {
                if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                    remove(folder);
                }
            }
        }
    }
}
