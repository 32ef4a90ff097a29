package org.mediafiles.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A read-only look at a store on a filesystem, for who compares it with the database: it makes, marks and moves nothing,
 * follows no link below the root, and looks at nothing outside it, whatever a row says. Beside keys of our own making it
 * takes any path that an adopted row may bear. Not safe for two threads at once.
 */
public final class StoredFiles {
    /** Folders known to hang on the root without a link; a store has a handful for each month. */
    private static final int REMEMBERED_FOLDERS = 10_000;
    /** A store is five folders deep; a tree that goes on and on is not walked to its end. */
    private static final int DEEPEST = 40;
    /** What a filesystem makes by itself in its root, and what says whose the root is. */
    private static final Set<String> NOT_OURS = Set.of(StoreFolder.MARKER, ".mediafiles-installation",
            StoreFolder.INCOMING, StoreFolder.SET_ASIDE,
            "lost+found");

    private final StoreFolder folder;
    private final Set<Path> safe = new HashSet<>();

    /** What a path in a row leads to. */
    public enum Place {
        /** A file under the root. */
        FILE,
        /** Nothing under the root, or something that is no file. */
        NOTHING,
        /** Absolute, with {@code ..}, empty, or over a link: never looked at. */
        OUTSIDE
    }

    /** @param bytes the file's length; 0 where there is no file */
    public record Found(Place place, long bytes) {
        static final Found NOTHING = new Found(Place.NOTHING, 0);
        static final Found OUTSIDE = new Found(Place.OUTSIDE, 0);
    }

    private StoredFiles(StoreFolder folder) {
        this.folder = folder;
    }

    /** @throws IOException where the root is no folder, or not one that this user may read */
    public static StoredFiles under(Path root) throws IOException {
        StoreFolder folder = StoreFolder.look(root);
        if (!Files.isReadable(folder.root()) || !Files.isExecutable(folder.root())) {
            throw new AccessDeniedException(root.toString());
        }
        return new StoredFiles(folder);
    }

    /** @param path as a row bears it, with {@code /} between its parts */
    public Found find(String path) {
        Path file;
        try {
            file = Path.of(path);
        } catch (InvalidPathException unnameable) {
            return Found.NOTHING;
        }
        if (path.isBlank() || file.isAbsolute() || hasDots(file)) {
            return Found.OUTSIDE;
        }
        try {
            return look(file);
        } catch (IOException escapes) {
            return Found.OUTSIDE;
        }
    }

    private Found look(Path relative) throws IOException {
        Path file = folder.root().resolve(relative);
        if (!safe.contains(file.getParent())) {
            folder.inside(relative.toString());
            if (safe.size() >= REMEMBERED_FOLDERS) {
                safe.clear();
            }
            safe.add(file.getParent());
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class,
                    LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                return Found.OUTSIDE;
            }
            return attributes.isRegularFile() ? new Found(Place.FILE, attributes.size()) : Found.NOTHING;
        } catch (FileSystemException notThere) {
            return Found.NOTHING;
        }
    }

    private static boolean hasDots(Path path) {
        for (Path part : path) {
            if (part.toString().equals("..")) {
                return true;
            }
        }
        return false;
    }

    /**
     * Walks everything that could be a stored object: not the incoming folder, not what is set aside, not our marker. One
     * folder is open per level, and its names come one after the other.
     *
     * @param keys     told each file's path below the root, with {@code /} between its parts; links are told as files
     * @param unseen   told each folder that could not be read, in the same way
     */
    public void walk(Consumer<String> keys, Consumer<String> unseen) throws IOException {
        walk(folder.root(), "", keys, unseen, 0);
    }

    private void walk(Path directory, String prefix, Consumer<String> keys, Consumer<String> unseen, int depth)
            throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (depth == 0 && NOT_OURS.contains(name)) {
                    continue;
                }
                if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    keys.accept(prefix + name);
                } else if (depth < DEEPEST) {
                    walk(entry, prefix + name + '/', keys, unseen, depth + 1);
                } else {
                    unseen.accept(prefix + name);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException gone) {
            // Removed while we looked.
        } catch (AccessDeniedException forbidden) {
            unseen.accept(prefix);
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        }
    }
}
