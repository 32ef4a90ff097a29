package org.mediafiles.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StorageKey;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** The store's second implementation, for tests that need no disk. */
public final class InMemoryMediaStore implements MediaStore {
    private final Map<UUID, byte[]> spools = new ConcurrentHashMap<>();
    private final Map<StorageKey, byte[]> objects = new ConcurrentHashMap<>();
    private final Map<StorageKey, byte[]> setAside = new ConcurrentHashMap<>();

    @Override
    public Spooled spool(UUID uploadId, InputStream bytes, long maxBytes) {
        if (spools.containsKey(uploadId)) {
            throw new MediaFilesException(ProblemCode.INTERNAL_ERROR, "The upload's id is in use.");
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                kept.write(buffer, 0, read);
                if (kept.size() > maxBytes) {
                    return new Spooled(kept.size(), null, true);
                }
            }
        } catch (IOException e) {
            throw new MediaFilesException(ProblemCode.INVALID_REQUEST, "The upload ended before its last byte.", e);
        }
        spools.put(uploadId, kept.toByteArray());
        return new Spooled(kept.size(), sha256(kept.toByteArray()), false);
    }

    public static Sha256 sha256(byte[] bytes) {
        try {
            return Sha256.of(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public ByteSource spooled(UUID uploadId) {
        return new MemorySource(spools.get(uploadId));
    }

    @Override
    public OptionalLong spooledSize(UUID uploadId) {
        byte[] bytes = spools.get(uploadId);
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
    }

    @Override
    public boolean discard(UUID uploadId) {
        return spools.remove(uploadId) != null;
    }

    @Override
    public List<IncomingFile> incoming() {
        return spools.keySet().stream().map(id -> new IncomingFile(id.toString(), id, Instant.now())).toList();
    }

    @Override
    public boolean discard(IncomingFile file) {
        return discard(UUID.fromString(file.name()));
    }

    @Override
    public boolean put(UUID uploadId, StorageKey key) {
        byte[] bytes = spools.get(uploadId);
        if (bytes == null && !objects.containsKey(key)) {
            throw new MediaFilesException(ProblemCode.UNKNOWN_UPLOAD, "The upload's bytes are gone.");
        }
        if (bytes == null || objects.putIfAbsent(key, bytes) != null) {
            return false;
        }
        spools.remove(uploadId);
        return true;
    }

    @Override
    public void replace(StorageKey key, byte[] bytes) {
        objects.put(key, bytes.clone());
    }

    @Override
    public Optional<Spooled> replace(StorageKey key, ByteSource bytes, BooleanSupplier goesOn) {
        try (SeekableByteChannel channel = bytes.open()) {
            byte[] content = java.nio.channels.Channels.newInputStream(channel).readAllBytes();
            if (!goesOn.getAsBoolean()) {
                return Optional.empty();
            }
            objects.put(key, content);
            return Optional.of(new Spooled(content.length, sha256(content), false));
        } catch (IOException e) {
            throw new MediaFilesException(ProblemCode.INTERNAL_ERROR, "The bytes could not be read.", e);
        }
    }

    @Override
    public OptionalLong size(StorageKey key) {
        byte[] bytes = objects.get(key);
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
    }

    @Override
    public Optional<StoredBytes> open(StorageKey key) {
        return Optional.ofNullable(objects.get(key)).map(MemoryBytes::new);
    }

    @Override
    public ByteSource source(StorageKey key) {
        return new MemorySource(objects.get(key));
    }

    @Override
    public boolean delete(StorageKey key) {
        return objects.remove(key) != null;
    }

    @Override
    public boolean setAside(StorageKey key) {
        byte[] bytes = objects.remove(key);
        return bytes != null && setAside.putIfAbsent(key, bytes) == null;
    }

    /** @param bytes {@code null} where there are none */
    private record MemorySource(byte[] bytes) implements ByteSource {
        private byte[] there() throws IOException {
            if (bytes == null) {
                throw new NoSuchFileException("spool or object");
            }
            return bytes;
        }

        @Override
        public long byteCount() throws IOException {
            return there().length;
        }

        @Override
        public SeekableByteChannel open() throws IOException {
            return asFile();
        }

        private FileChannel asFile() throws IOException {
            Path file = Files.createTempFile("memory", null);
            Files.write(file, there());
            return FileChannel.open(file, java.nio.file.StandardOpenOption.READ,
                    java.nio.file.StandardOpenOption.DELETE_ON_CLOSE);
        }

        @Override
        public LocalFile asLocalFile() throws IOException {
            byte[] content = there();
            Path file = Files.createTempFile("memory", null);
            Files.write(file, content);
            return new LocalFile() {
                @Override
                public Path path() {
                    return file;
                }

                @Override
                public void close() throws IOException {
                    Files.deleteIfExists(file);
                }
            };
        }
    }

    private static final class MemoryBytes implements StoredBytes {
        private final byte[] bytes;

        MemoryBytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long byteCount() {
            return bytes.length;
        }

        @Override
        public void transferTo(long position, long count, WritableByteChannel target) throws IOException {
            int to = (int) Math.min(bytes.length, position + count);
            ByteBuffer part = ByteBuffer.wrap(Arrays.copyOfRange(bytes, (int) position, to));
            while (part.hasRemaining()) {
                target.write(part);
            }
        }

        @Override
        public FileChannel fileChannel() {
            return null;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
