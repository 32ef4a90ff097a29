package org.mediafiles.schema.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** Reads the recorded files again, compares them with what is recorded, and copies them where that is wanted. */
final class RecordedFiles {
    private static final int BUFFER = 256 * 1024;
    private static final FileAttribute<?> PRIVATE_FOLDER = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> PRIVATE_FILE = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** How a file was found. */
    enum State {
        /** Read, of the recorded size and SHA-256. */
        EQUAL,
        /** The same, and copied now. */
        COPIED,
        /** Read, copied where that is wanted; no SHA-256 is recorded. */
        UNHASHED, MISSING, DIFFERENT,
        /** The path leaves the root, by its name or by a link. */
        OUTSIDE;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isAsRecorded() {
            return this == EQUAL || this == COPIED || this == UNHASHED;
        }
    }

    private final Path root;
    private final Optional<Path> copyTo;
    private final byte[] buffer = new byte[BUFFER];

    /**
     * @param root   the storage root
     * @param copyTo made where it is missing; must not lie in the root, nor the root in it
     */
    RecordedFiles(Path root, Optional<Path> copyTo) throws IOException {
        this.root = root.toRealPath();
        if (copyTo.isPresent()) {
            Path folder = copyTo.get().toAbsolutePath().normalize();
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder.getParent());
                Files.createDirectory(folder, PRIVATE_FOLDER);
            }
            Path real = folder.toRealPath();
            if (real.startsWith(this.root) || this.root.startsWith(real)) {
                throw new MediaFilesException(ProblemCode.NOT_READY,
                        "The media files cannot be copied to " + folder
                                + ": name a folder apart from the storage root.");
            }
            this.copyTo = Optional.of(real);
        } else {
            this.copyTo = copyTo;
        }
    }

    /**
     * @param size   as recorded; negative where nothing is recorded
     * @param sha256 lower-case hex; {@code null} where nothing is recorded
     * @throws IOException where the copy cannot be written; a file that cannot be read is {@code DIFFERENT}
     */
    State look(String key, long size, String sha256) throws IOException {
        Optional<Path> inside = inside(root, key);
        if (inside.isEmpty()) {
            return State.OUTSIDE;
        }
        Path file = inside.get();
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return State.MISSING;
        }
        if (copyTo.isPresent()) {
            return copy(file, copyTo.get().resolve(root.relativize(file)), size, sha256);
        }
        return compare(file, OutputStream.nullOutputStream(), size, sha256);
    }

    /** Hashes while it passes the bytes on. */
    private State compare(Path file, OutputStream to, long size, String sha256) throws IOException {
        MessageDigest digest = sha256();
        long count = 0;
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            for (int more = read(in); more >= 0; more = read(in)) {
                to.write(buffer, 0, more);
                count += more;
            }
        } catch (Unreadable broken) {
            return State.DIFFERENT;
        }
        if (size >= 0 && count != size) {
            return State.DIFFERENT;
        }
        if (sha256 == null) {
            return State.UNHASHED;
        }
        return HexFormat.of().formatHex(digest.digest()).equals(sha256) ? State.EQUAL : State.DIFFERENT;
    }

    /** A source that fails is the file's matter, a destination that fails is the backup's. */
    private int read(InputStream in) throws Unreadable {
        try {
            return in.read(buffer);
        } catch (IOException broken) {
            throw new Unreadable(broken);
        }
    }

    private static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(IOException cause) {
            super(cause);
        }
    }

    private State copy(Path file, Path to, long size, String sha256) throws IOException {
        if (sha256 != null && Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)
                && compare(to, OutputStream.nullOutputStream(), size, sha256) == State.EQUAL) {
            return State.EQUAL;
        }
        makeFolders(to.getParent());
        Path draft = to.resolveSibling(to.getFileName() + ".partial");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PRIVATE_FILE);
        boolean moved = false;
        try {
            State state;
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                state = compare(file, out, size, sha256);
                channel.force(true);
            }
            if (state.isAsRecorded()) {
                Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE);
                moved = true;
            }
            return state == State.EQUAL ? State.COPIED : state;
        } finally {
            if (!moved) {
                Files.deleteIfExists(draft);
            }
        }
    }

    private void makeFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            makeFolders(folder.getParent());
            Files.createDirectory(folder, PRIVATE_FOLDER);
        }
    }

    /** @return empty where the key leaves the root, by name or by a link on the way */
    private static Optional<Path> inside(Path root, String key) {
        Path path;
        try {
            path = root.resolve(key).normalize();
        } catch (InvalidPathException none) {
            return Optional.empty();
        }
        if (!path.startsWith(root) || path.equals(root)) {
            return Optional.empty();
        }
        Path step = root;
        for (Path part : root.relativize(path)) {
            step = step.resolve(part);
            if (Files.isSymbolicLink(step)) {
                return Optional.empty();
            }
        }
        return Optional.of(path);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
