package org.mediafiles.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.mediafiles.model.ByteSource;

/** A file of the store, to be read again and again. */
final class FileByteSource implements ByteSource {
    private final Path file;

    FileByteSource(Path file) {
        this.file = file;
    }

    @Override
    public long byteCount() throws IOException {
        return Files.size(file);
    }

    @Override
    public SeekableByteChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public LocalFile asLocalFile() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException("spool or object");
        }
        return LocalFile.standing(file);
    }
}
