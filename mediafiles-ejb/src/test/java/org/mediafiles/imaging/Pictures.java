package org.mediafiles.imaging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.mediafiles.config.ImagingConfig;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.model.ByteSource;

/** Pictures as the engine gets them, from memory or from files. */
public final class Pictures {
    private Pictures() {}

    /** @return decoding as the product does it, with half of this JVM's heap */
    public static PictureDecoding decoding() {
        return new PictureDecoding(new DecodePermits(ImagingConfig.DEFAULTS), ImagingConfig.DEFAULTS,
                ToolConfig.DEFAULTS);
    }

    /** @return whether this machine has a program for HEIC */
    public static boolean heicIsRead() {
        return new HeifEngine(ToolConfig.DEFAULTS).takes("image/heic");
    }

    static TimeLimit longEnough() {
        return TimeLimit.of(Duration.ofMinutes(10));
    }

    public static ByteSource of(Path file) {
        return new FileSource(file);
    }

    public static ByteSource of(byte[] bytes) {
        return new MemorySource(bytes);
    }

    private record FileSource(Path path) implements ByteSource {
        @Override
        public long byteCount() throws IOException {
            return Files.size(path);
        }

        @Override
        public SeekableByteChannel open() throws IOException {
            return Files.newByteChannel(path);
        }

        @Override
        public LocalFile asLocalFile() {
            return new LocalFile() {
                @Override
                public Path path() {
                    return path;
                }

                @Override
                public void close() {
                    // the file is the test's own
                }
            };
        }
    }

    private record MemorySource(byte[] bytes) implements ByteSource {
        @Override
        public long byteCount() {
            return bytes.length;
        }

        @Override
        public SeekableByteChannel open() {
            return new MemoryChannel(bytes);
        }

        @Override
        public LocalFile asLocalFile() throws IOException {
            Path file = Files.write(Files.createTempFile("mediafiles-test", ".bin"), bytes);
            return new LocalFile() {
                @Override
                public Path path() {
                    return file;
                }

                @Override
                public void close() throws IOException {
                    Files.delete(file);
                }
            };
        }
    }

    private static final class MemoryChannel implements SeekableByteChannel {
        private final byte[] bytes;
        private long position;
        private boolean open = true;

        MemoryChannel(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read(ByteBuffer into) {
            int count = (int) Math.min(into.remaining(), bytes.length - position);
            if (count <= 0) {
                return into.hasRemaining() ? -1 : 0;
            }
            into.put(bytes, (int) position, count);
            position += count;
            return count;
        }

        @Override
        public int write(ByteBuffer from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public SeekableByteChannel position(long to) {
            position = to;
            return this;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public SeekableByteChannel truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
