package org.mediafiles.audit.chain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Set;

/** The file of anchors: a line each, only ever appended to. Several servers may share one. */
public final class AnchorFile {
    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    /** Longer lines are none of ours; so nobody's file fills the memory. */
    private static final int LONGEST_LINE = 1_000;

    private final Path path;

    public AnchorFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** The line is on the disk when this returns. */
    void append(Anchor anchor) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        try (FileChannel channel = posix
                ? FileChannel.open(path, options, OWNER_ONLY)
                : FileChannel.open(path, options)) {
            // A line that a power cut left without its end must not spoil this one.
            String line = endsWithinALine() ? "\n" + anchor.line() : anchor.line();
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private boolean endsWithinALine() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
        }
    }

    /** What becomes of each line. */
    interface Reader {
        /** @param anchor {@code null} where the line is none */
        void line(long number, Anchor anchor) throws SQLException;
    }

    /** @throws java.nio.file.NoSuchFileException where there is none */
    long length() throws IOException {
        return Files.size(path);
    }

    /** @param length bytes to be read: what is appended meanwhile speaks of seals that the reader may not see yet */
    void read(long length, Reader reader) throws IOException, SQLException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Files.newInputStream(path), StandardCharsets.ISO_8859_1))) {
            StringBuilder line = new StringBuilder();
            long number = 1;
            long left = length;
            for (int next = lines.read(); next >= 0 && left-- > 0; next = lines.read()) {
                if (next != '\n') {
                    if (line.length() <= LONGEST_LINE) {
                        line.append((char) next);
                    }
                    continue;
                }
                give(reader, number++, line);
            }
            give(reader, number, line);
        }
    }

    private static void give(Reader reader, long number, StringBuilder line) throws SQLException {
        String text = line.toString();
        line.setLength(0);
        if (!text.isBlank()) {
            reader.line(number, Anchor.parse(text).orElse(null));
        }
    }
}
