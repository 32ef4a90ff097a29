package org.mediafiles.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mediafiles.model.ByteSource;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/**
 * Bytes that have no key yet: uploads under their ids, and drafts of what can be made again. Nothing half written stays
 * here but after a crash, and uploads leave some room on the disk.
 */
final class IncomingFolder {
    private static final Pattern SPOOL = Pattern.compile("([0-9a-f-]{36})\\.upload");
    private static final Pattern DRAFT = Pattern.compile("[0-9a-f-]{36}\\.derived");

    private final StoreFolder folder;
    private final LongSupplier usableBytes;
    private final long reservedBytes;
    private final FileCreator creator;

    /** Makes a file that must not exist yet. */
    interface FileCreator {
        FileChannel create(Path file) throws IOException;
    }

    /**
     * @param usableBytes   asked for the disk's room; {@code null} for the real one
     * @param reservedBytes room that uploads leave free, for derivatives and the database's sake
     * @param creator       {@code null} for files of the folder's own kind
     */
    IncomingFolder(StoreFolder folder, long reservedBytes, LongSupplier usableBytes, FileCreator creator) {
        this.folder = folder;
        this.reservedBytes = reservedBytes;
        this.usableBytes = usableBytes == null ? this::usableSpace : usableBytes;
        this.creator = creator == null ? folder::createFile : creator;
    }

    /** The file of an upload, be it there or not. */
    Path path(UUID uploadId) {
        return path(uploadId + ".upload");
    }

    /** The file that {@link #list} named, be it there still or not. */
    Path path(IncomingFile file) {
        return path(file.name());
    }

    private Path path(String name) {
        try {
            return folder.resolveIncoming(name);
        } catch (IOException e) {
            throw StoreFailure.of("resolving an incoming file", e);
        }
    }

    /** As {@link MediaStore#spool}. */
    Spooled spool(UUID uploadId, InputStream bytes, long maxBytes) {
        Path file = path(uploadId);
        requireRoom();
        FileChannel channel = create(file);
        boolean kept = false;
        try (FileChannel out = channel) {
            Spooled spooled = CountedCopy.copy(bytes, out, maxBytes, this::requireRoom);
            if (!spooled.tooLarge()) {
                out.force(true);
                kept = true;
            }
            return spooled;
        } catch (IOException e) {
            kept = false;
            throw StoreFailure.of("writing an upload", e);
        } finally {
            if (!kept) {
                removeQuietly(file);
            }
        }
    }

    /** Writes bytes that are about to be moved to their key. @return the file, durable */
    Path draft(byte[] bytes) {
        Path draft = path(UUID.randomUUID() + ".derived");
        try (FileChannel out = creator.create(draft)) {
            ByteBuffer part = ByteBuffer.wrap(bytes);
            while (part.hasRemaining()) {
                out.write(part);
            }
            out.force(true);
            return draft;
        } catch (IOException e) {
            removeQuietly(draft);
            throw StoreFailure.of("writing a draft", e);
        }
    }

    /** A durable file that is about to be moved to its key. */
    record Draft(Path file, Spooled counted) {}

    /** Copies bytes that are about to be moved to their key. Many of them leave as much room as uploads do. */
    Draft draft(ByteSource bytes) {
        Path draft = path(UUID.randomUUID() + ".derived");
        boolean kept = false;
        try (SeekableByteChannel from = bytes.open(); FileChannel out = creator.create(draft)) {
            Spooled counted = CountedCopy.copy(Channels.newInputStream(from), out, Long.MAX_VALUE, this::requireRoom);
            out.force(true);
            kept = true;
            return new Draft(draft, counted);
        } catch (IOException e) {
            kept = false;
            throw StoreFailure.of("writing a draft", e);
        } catch (MediaFilesException e) {
            if (e.code() == ProblemCode.INVALID_REQUEST) {
                // No client's line: what was to be copied could not be read.
                throw StoreFailure.of("reading for a draft", e);
            }
            throw e;
        } finally {
            if (!kept) {
                removeQuietly(draft);
            }
        }
    }

    /** As {@link MediaStore#incoming}. */
    List<IncomingFile> list() {
        List<IncomingFile> found = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder.incoming())) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                Matcher spool = SPOOL.matcher(name);
                if (!spool.matches() && !DRAFT.matcher(name).matches()) {
                    // Not ours: another system may have had a folder of this name before us.
                    continue;
                }
                try {
                    found.add(new IncomingFile(name, spool.matches() ? UUID.fromString(spool.group(1)) : null,
                            Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant()));
                } catch (NoSuchFileException gone) {
                    // Put or discarded while we looked.
                }
            }
        } catch (IOException e) {
            throw StoreFailure.of("listing incoming files", e);
        }
        return found;
    }

    /** After a failure that is already under way: what stays is found by the reconciler. */
    static void removeQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The failure that brought us here is the one to report.
        }
    }

    private FileChannel create(Path file) {
        try {
            return creator.create(file);
        } catch (IOException e) {
            throw StoreFailure.of("creating an upload", e);
        }
    }

    private void requireRoom() {
        if (usableBytes.getAsLong() < reservedBytes) {
            throw new MediaFilesException(ProblemCode.STORAGE_FULL, "The storage has no room for this upload.");
        }
    }

    private long usableSpace() {
        try {
            return Files.getFileStore(folder.root()).getUsableSpace();
        } catch (IOException e) {
            throw StoreFailure.of("asking for room", e);
        }
    }
}
