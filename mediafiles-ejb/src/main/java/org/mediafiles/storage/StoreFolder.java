package org.mediafiles.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.mediafiles.model.StorageKey;

/**
 * The folder on disk: which path a key is, and that nothing outside the root is ever one. Folders are 0700, files 0600:
 * patient data is the server's alone.
 */
final class StoreFolder {
    /** In the root: marks it as a MediaFiles store and says of which installation. */
    static final String MARKER = ".mediafiles-store";
    static final String INCOMING = "incoming";
    /** Originals that no record names, under their keys: nothing here is ever removed by us. */
    static final String SET_ASIDE = "set-aside";

    private static final FileAttribute<?> PRIVATE_FOLDER = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> PRIVATE_FILE = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path root;
    private final Path incoming;
    private final FolderSync sync;
    /** Folders whose own names this process has made durable. */
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    /** Makes the names in a folder durable. */
    interface FolderSync {
        void sync(Path folder) throws IOException;
    }

    private StoreFolder(Path root, FolderSync sync) {
        this.root = root;
        this.incoming = root.resolve(INCOMING);
        this.sync = sync;
    }

    /** Opens the root, makes what is missing. The root itself may be a link (an admin's mount); nothing below it may. */
    static StoreFolder open(Path configured) throws IOException {
        return open(configured, StoreFolder::sync);
    }

    /** For tests: who sees which folders are synced. */
    static StoreFolder open(Path configured, FolderSync sync) throws IOException {
        if (!Files.isDirectory(configured)) {
            Files.createDirectories(configured.toAbsolutePath().getParent());
            Files.createDirectory(configured, PRIVATE_FOLDER);
        }
        StoreFolder folder = new StoreFolder(configured.toRealPath(), sync);
        folder.mark();
        folder.makeFolders(folder.incoming);
        return folder;
    }

    /** Opens a root to look at it: makes nothing, fails where it is no folder. */
    static StoreFolder look(Path configured) throws IOException {
        if (!Files.isDirectory(configured)) {
            throw new NotDirectoryException(configured.toString());
        }
        return new StoreFolder(configured.toRealPath(), StoreFolder::sync);
    }

    private void mark() throws IOException {
        Path marker = root.resolve(MARKER);
        if (Files.isRegularFile(marker, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel file = createFile(marker)) {
            file.write(ByteBuffer.wrap((UUID.randomUUID() + "\n").getBytes(StandardCharsets.US_ASCII)));
            file.force(true);
        } catch (FileAlreadyExistsException another) {
            // Another server of the same installation was quicker.
            return;
        }
        sync(root);
    }

    Path incoming() {
        return incoming;
    }

    Path root() {
        return root;
    }

    /** The one way from a key to a path, for put, open and delete alike. */
    Path resolve(StorageKey key) throws IOException {
        return inside(key.value());
    }

    /** Where an original goes that no record names. */
    Path resolveSetAside(StorageKey key) throws IOException {
        return inside(SET_ASIDE + '/' + key.value());
    }

    /** The path of an incoming file by its name. */
    Path resolveIncoming(String name) throws IOException {
        return inside(INCOMING + '/' + name);
    }

    /** Refuses what leaves the root, by name or by a link on the way; the last part may not be a link either. */
    Path inside(String relative) throws IOException {
        Path path = named(relative);
        if (!path.startsWith(root) || path.equals(root)) {
            throw new OutsideStoreException("outside the store");
        }
        Path step = root;
        for (Path part : root.relativize(path)) {
            step = step.resolve(part);
            if (Files.isSymbolicLink(step)) {
                throw new OutsideStoreException("a link in the store: refused");
            }
        }
        return path;
    }

    private Path named(String relative) throws IOException {
        try {
            return root.resolve(relative).normalize();
        } catch (InvalidPathException unnameable) {
            // The server's locale has no bytes for it.
            throw new OutsideStoreException("no name on this filesystem");
        }
    }

    FileChannel createFile(Path file) throws IOException {
        return FileChannel.open(file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PRIVATE_FILE);
    }

    /**
     * Makes a folder below the root and what it hangs on, each durable before the next. A folder that is there is no
     * proof: whoever made it may not have synced it yet, or may have died before.
     */
    void makeFolders(Path folder) throws IOException {
        boolean there = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
        if (there && durable.contains(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (!parent.equals(root)) {
            makeFolders(parent);
        }
        if (!there) {
            create(folder);
        }
        sync.sync(parent);
        durable.add(folder);
    }

    private static void create(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PRIVATE_FOLDER);
        } catch (FileAlreadyExistsException another) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw another;
            }
        }
    }

    /** Makes the names in a folder durable. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
