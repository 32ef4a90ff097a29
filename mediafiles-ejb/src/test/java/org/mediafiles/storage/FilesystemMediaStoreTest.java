package org.mediafiles.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.model.EventType;
import org.mediafiles.model.StorageKey;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

class FilesystemMediaStoreTest extends MediaStoreContract {
    private final UUID upload = UUID.randomUUID();
    private final StorageKey key = StorageKey.forOriginal(EventType.PHOTO, YearMonth.of(2026, 11), "jpg");
    @TempDir
    Path folder;

    @Override
    MediaStore newStore() throws IOException {
        return new FilesystemMediaStore(folder.resolve("root"), 0);
    }

    private static InputStream some() {
        return new ByteArrayInputStream(random(1000));
    }

    @Test
    void foldersAndFilesAreTheServersAlone() throws IOException {
        store.spool(upload, some(), 1000);
        store.put(upload, key);
        store.replace(key.sibling(Variant.THUMBNAIL), new byte[]{1});
        store.spool(UUID.randomUUID(), some(), 1000);

        try (Stream<Path> all = Files.walk(folder.resolve("root"))) {
            all.forEach(path -> {
                try {
                    assertEquals(Files.isDirectory(path) ? "rwx------" : "rw-------",
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)), path::toString);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void putOpenAndDeleteRefuseALinkOnTheWay() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createDirectories(folder.resolve("root/photos/2026"));
        Files.createSymbolicLink(folder.resolve("root/photos/2026/11"), outside);
        Files.createDirectories(outside.resolve("originals"));
        Path victim = Files.write(outside.resolve(key.value().substring("photos/2026/11/".length())), new byte[]{1});
        store.spool(upload, some(), 1000);

        assertThrows(MediaFilesException.class, () -> store.put(upload, key));
        assertThrows(MediaFilesException.class, () -> store.open(key));
        assertThrows(MediaFilesException.class, () -> store.delete(key));
        assertThrows(MediaFilesException.class, () -> store.source(key));
        assertTrue(Files.exists(victim));
    }

    @Test
    void aLinkInPlaceOfAnObjectIsRefused() throws IOException {
        Path secret = Files.write(folder.resolve("secret"), new byte[]{1});
        Path place = folder.resolve("root").resolve(key.value());
        Files.createDirectories(place.getParent());
        Files.createSymbolicLink(place, secret);

        assertThrows(MediaFilesException.class, () -> store.open(key));
        assertThrows(MediaFilesException.class, () -> store.delete(key));
        assertTrue(Files.exists(place, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void nothingOutsideTheRootIsAPath() throws IOException {
        StoreFolder root = StoreFolder.open(folder.resolve("root"));

        assertThrows(IOException.class, () -> root.inside("../outside"));
        assertThrows(IOException.class, () -> root.inside("photos/../../outside"));
        assertThrows(IOException.class, () -> root.inside("/etc/passwd"));
        assertThrows(IOException.class, () -> root.inside("photos/.."));
        assertTrue(root.inside("photos/2026").startsWith(root.root()));
    }

    @Test
    void theRootIsMarkedOnceAndKeepsItsMark() throws IOException {
        String mark = Files.readString(folder.resolve("root").resolve(StoreFolder.MARKER));
        newStore();

        assertEquals(mark, Files.readString(folder.resolve("root").resolve(StoreFolder.MARKER)));
        assertFalse(mark.isBlank());
    }

    @Test
    void foldersThatAnotherMadeAreSyncedBeforeTheyAreTrusted() throws IOException {
        List<String> synced = new ArrayList<>();
        Path root = folder.resolve("root").toRealPath();
        StoreFolder store = StoreFolder.open(root, path -> synced.add(root.relativize(path).toString()));
        // Made by somebody who died before the names were durable.
        Path originals = Files.createDirectories(root.resolve("photos/2026/11/originals"));
        synced.clear();

        store.makeFolders(originals);
        assertEquals(List.of("", "photos", "photos/2026", "photos/2026/11"), synced);

        store.makeFolders(originals);
        assertEquals(4, synced.size(), "once per process is enough");

        store.makeFolders(root.resolve("photos/2026/11/large"));
        assertEquals(List.of("photos/2026/11"), synced.subList(4, synced.size()));
    }

    @Test
    void setAsideKeepsTheBytesUnderTheirKey() throws IOException {
        byte[] bytes = random(1000);
        Path kept = folder.resolve("root/set-aside").resolve(key.value());
        for (boolean linkedBefore : new boolean[]{false, true}) {
            store.spool(upload, some(), 1000);
            store.put(upload, key);
            if (linkedBefore) {
                // A crash between the two halves of the move.
                Files.delete(kept);
                Files.createLink(kept, folder.resolve("root").resolve(key.value()));
            }
            assertTrue(store.setAside(key));
            assertArrayEquals(bytes, Files.readAllBytes(kept));
        }
    }

    @Test
    void setAsideNeverOverwrites() throws IOException {
        Path kept = folder.resolve("root/set-aside").resolve(key.value());
        Files.createDirectories(kept.getParent());
        Files.write(kept, new byte[]{1});
        store.spool(upload, some(), 1000);
        store.put(upload, key);

        assertThrows(MediaFilesException.class, () -> store.setAside(key));
        assertArrayEquals(new byte[]{1}, Files.readAllBytes(kept));
        assertEquals(1000, store.size(key).orElseThrow());
    }

    @Test
    void aFullDiskIsSaidAndLeavesNothing() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "this machine has no /dev/full: skipped");
        FilesystemMediaStore full = new FilesystemMediaStore(folder.resolve("root"), 0, () -> Long.MAX_VALUE, file -> {
            Files.createFile(file);
            return FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
        });

        assertEquals(ProblemCode.STORAGE_FULL,
                assertThrows(MediaFilesException.class, () -> full.spool(upload, some(), 1000)).code());
        assertEquals(ProblemCode.STORAGE_FULL,
                assertThrows(MediaFilesException.class, () -> full.replace(key, new byte[]{1})).code());
        assertTrue(full.incoming().isEmpty());
    }

    @Test
    void anUploadThatEatsTheReserveIsStopped() throws IOException {
        AtomicLong room = new AtomicLong(100L << 20);
        FilesystemMediaStore store = new FilesystemMediaStore(folder.resolve("root"), 64L << 20,
                () -> room.getAndAdd(-(16L << 20)), null);

        assertEquals(ProblemCode.STORAGE_FULL, assertThrows(MediaFilesException.class,
                () -> store.spool(upload, new Zeros(200L << 20), Long.MAX_VALUE)).code());
        assertTrue(store.incoming().isEmpty());
    }

    @Test
    void memoryStaysFlatWhateverTheSize() throws IOException {
        long bytes = 500_000_000;
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getThreadAllocatedBytes(Thread.currentThread().getId());

        Spooled spooled = store.spool(upload, new Zeros(bytes), bytes);
        store.put(upload, key);

        long allocated = thread.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertEquals(bytes, spooled.byteCount());
        assertTrue(allocated < 4L << 20, () -> "allocated " + allocated);
    }

    /** As many zeros. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            left -= count;
            return count;
        }
    }

    @Test
    void whatAnotherSystemKeptInAFolderOfThisNameIsNotOurs() throws IOException {
        Files.write(folder.resolve("root/incoming/patient.jpg"), new byte[]{1});
        Files.createDirectories(folder.resolve("root/incoming/2024"));

        assertTrue(store.incoming().isEmpty());
    }
}
