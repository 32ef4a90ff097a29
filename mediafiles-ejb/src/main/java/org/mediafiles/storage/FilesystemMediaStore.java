package org.mediafiles.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.StorageKey;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** The store on a filesystem. One folder holds incoming and stored files, so that a move never copies. */
final class FilesystemMediaStore implements MediaStore {
    private final StoreFolder folder;
    private final IncomingFolder incoming;

    /** @param reservedBytes room that uploads leave free, for derivatives and the database's sake */
    FilesystemMediaStore(Path root, long reservedBytes) throws IOException {
        this(root, reservedBytes, null, null);
    }

    /** For tests: a disk whose room and whose files are the test's; {@code null} for the real ones. */
    FilesystemMediaStore(Path root, long reservedBytes, LongSupplier usableBytes, IncomingFolder.FileCreator creator)
            throws IOException {
        this.folder = StoreFolder.open(root);
        this.incoming = new IncomingFolder(folder, reservedBytes, usableBytes, creator);
    }

    @Override
    public Spooled spool(UUID uploadId, InputStream bytes, long maxBytes) {
        return incoming.spool(uploadId, bytes, maxBytes);
    }

    @Override
    public ByteSource spooled(UUID uploadId) {
        return new FileByteSource(incoming.path(uploadId));
    }

    @Override
    public OptionalLong spooledSize(UUID uploadId) {
        return sizeOf(incoming.path(uploadId));
    }

    @Override
    public boolean discard(UUID uploadId) {
        return remove(incoming.path(uploadId));
    }

    @Override
    public List<IncomingFile> incoming() {
        return incoming.list();
    }

    @Override
    public boolean discard(IncomingFile file) {
        return remove(incoming.path(file));
    }

    @Override
    public boolean put(UUID uploadId, StorageKey key) {
        Path spool = incoming.path(uploadId);
        Path target = resolve(key);
        try {
            syncFile(spool);
            folder.makeFolders(target.getParent());
            link(spool, target);
            StoreFolder.sync(target.getParent());
            Files.deleteIfExists(spool);
            StoreFolder.sync(folder.incoming());
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (NoSuchFileException e) {
            if (sizeOf(target).isPresent()) {
                return false;
            }
            throw new MediaFilesException(ProblemCode.UNKNOWN_UPLOAD, "The upload's bytes are gone.", e);
        } catch (IOException e) {
            throw StoreFailure.of("storing " + key, e);
        }
    }

    /** A hard link is the one atomic step that never overwrites; where a filesystem has none, a move of a fresh key does. */
    private static void link(Path spool, Path target) throws IOException {
        try {
            Files.createLink(target, spool);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            if (StoreFailure.isFull(e)) {
                throw e;
            }
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException("object");
            }
            Files.move(spool, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public void replace(StorageKey key, byte[] bytes) {
        Path target = resolve(key);
        moveDraft(incoming.draft(bytes), key, target);
    }

    @Override
    public Optional<Spooled> replace(StorageKey key, ByteSource bytes, BooleanSupplier goesOn) {
        Path target = resolve(key);
        IncomingFolder.Draft draft = incoming.draft(bytes);
        boolean kept = false;
        try {
            kept = goesOn.getAsBoolean();
        } finally {
            if (!kept) {
                IncomingFolder.removeQuietly(draft.file());
            }
        }
        if (!kept) {
            return Optional.empty();
        }
        moveDraft(draft.file(), key, target);
        return Optional.of(draft.counted());
    }

    private void moveDraft(Path draft, StorageKey key, Path target) {
        try {
            folder.makeFolders(target.getParent());
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            StoreFolder.sync(target.getParent());
        } catch (IOException e) {
            IncomingFolder.removeQuietly(draft);
            throw StoreFailure.of("writing " + key, e);
        }
    }

    @Override
    public OptionalLong size(StorageKey key) {
        return sizeOf(resolve(key));
    }

    @Override
    public Optional<StoredBytes> open(StorageKey key) {
        Path file = resolve(key);
        try {
            return Optional.of(new FileStoredBytes(
                    FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreFailure.of("opening " + key, e);
        }
    }

    @Override
    public ByteSource source(StorageKey key) {
        return new FileByteSource(resolve(key));
    }

    @Override
    public boolean delete(StorageKey key) {
        return remove(resolve(key));
    }

    @Override
    public boolean setAside(StorageKey key) {
        Path object = resolve(key);
        if (sizeOf(object).isEmpty()) {
            return false;
        }
        try {
            Path target = folder.resolveSetAside(key);
            folder.makeFolders(target.getParent());
            linkAside(object, target);
            StoreFolder.sync(target.getParent());
            Files.deleteIfExists(object);
            StoreFolder.sync(object.getParent());
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw StoreFailure.of("setting aside " + key, e);
        }
    }

    /** A link that stands already is the first half of a move that a crash cut short. */
    private static void linkAside(Path object, Path target) throws IOException {
        try {
            link(object, target);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isSameFile(object, target)) {
                throw e;
            }
        }
    }

    private Path resolve(StorageKey key) {
        try {
            return folder.resolve(key);
        } catch (IOException e) {
            throw StoreFailure.of("resolving " + key, e);
        }
    }

    private static OptionalLong sizeOf(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class,
                    LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile() ? OptionalLong.of(attributes.size()) : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw StoreFailure.of("looking at a file", e);
        }
    }

    private boolean remove(Path file) {
        try {
            boolean removed = Files.deleteIfExists(file);
            if (removed) {
                StoreFolder.sync(file.getParent());
            }
            return removed;
        } catch (IOException e) {
            throw StoreFailure.of("removing a file", e);
        }
    }

    private static void syncFile(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            channel.force(true);
        }
    }
}
