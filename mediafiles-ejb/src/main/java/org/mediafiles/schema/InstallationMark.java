package org.mediafiles.schema;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Whose folder the storage's root is. It bears the id that the database has, in {@code mediafiles_ops.installation}: so two
 * installations never write to one folder, where each would take the other's files for orphans, and a database that was
 * restored finds its folder wherever that was moved to. Written on the first opening, never changed.
 */
final class InstallationMark {
    static final String FILE = ".mediafiles-installation";
    /** An id and a line's end; what is longer was not written by us. */
    private static final int MOST_BYTES = 200;
    private static final FileAttribute<?> PRIVATE_FOLDER = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> PRIVATE_FILE = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private InstallationMark() {}

    /** @return why not to open, with what to do; empty where the folder is this installation's and can be written to */
    static Optional<Verdict> claim(Path root, UUID installation) {
        try {
            makeFolder(root);
            requireWritable(root);
        } catch (IOException refused) {
            return Optional.of(Verdict.fail(GateReason.STORAGE_UNUSABLE, "The server, which runs as "
                    + System.getProperty("user.name") + ", cannot write to " + root + " (" + kind(refused)
                    + "): make that folder for it with mode 0700, mount what belongs there, or name another one in"
                    + " mediafiles.storage.root and restart."));
        }
        try {
            String mark = read(root.resolve(FILE), installation);
            return mark.equals(installation.toString())
                    ? Optional.empty()
                    : Optional.of(ofAnother(root, mark, installation));
        } catch (IOException unreadable) {
            return Optional.of(Verdict.fail(GateReason.STORAGE_UNUSABLE, root.resolve(FILE)
                    + " cannot be read or written by " + System.getProperty("user.name") + " (" + kind(unreadable)
                    + "): give it to that user with mode 0600."));
        }
    }

    private static Verdict ofAnother(Path root, String mark, UUID installation) {
        return Verdict.fail(GateReason.STORAGE_OF_ANOTHER_INSTALLATION, "The folder " + root
                + " belongs to another installation: " + FILE + " in it says " + mark + ", this database is "
                + installation
                + ". Name this installation's own folder in mediafiles.storage.root and restart. Only where"
                + " the other one is gone for good, and its files are to be this one's, remove that file.");
    }

    private static void makeFolder(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root.toAbsolutePath().getParent());
            try {
                Files.createDirectory(root, PRIVATE_FOLDER);
            } catch (FileAlreadyExistsException another) {
                if (!Files.isDirectory(root)) {
                    throw another;
                }
            }
        }
    }

    /** By writing: rights alone do not tell of a disk that is full or mounted to be read. */
    private static void requireWritable(Path root) throws IOException {
        Path probe = Files.createTempFile(root, FILE + ".", ".tmp", PRIVATE_FILE);
        Files.delete(probe);
    }

    /** @return the id in the mark, after it was written where there was none */
    private static String read(Path file, UUID installation) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            write(file, installation);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until it is read
            }
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
            return text.matches("[0-9a-f-]{36}") ? text : "nothing that this program wrote";
        }
    }

    /** It appears whole or not at all, and never in the place of another's: a second server may be as far. */
    private static void write(Path file, UUID installation) throws IOException {
        Path draft = Files.createTempFile(file.getParent(), FILE + ".", ".tmp", PRIVATE_FILE);
        try {
            try (FileChannel channel = FileChannel.open(draft, Set.of(StandardOpenOption.WRITE))) {
                channel.write(ByteBuffer.wrap((installation + "\n").getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            link(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void link(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException another) {
            // It is read next, as if it had stood before.
        } catch (UnsupportedOperationException | IOException noLinks) {
            // Not on this filesystem; a move that finds the name taken fails.
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(draft, file);
            }
        }
    }

    /** A failure's message may be nothing but the path again. */
    private static String kind(IOException failure) {
        return failure.getClass().getSimpleName().replaceFirst("Exception$", "");
    }
}
