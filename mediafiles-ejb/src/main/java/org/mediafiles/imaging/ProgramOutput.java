package org.mediafiles.imaging;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mediafiles.model.ByteSource;

/** What a program wrote into its private folder: it goes with the folder. */
public record ProgramOutput(Path path) implements ByteSource {
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
        return LocalFile.standing(path);
    }
}
