package org.mediafiles.delivery;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.zip.CRC32;
import org.jboss.logging.Logger;

/** An archive whose pictures are open. Closed by whom it was handed to. */
public final class OpenedArchive implements Closeable {
    private static final Logger LOG = Logger.getLogger(OpenedArchive.class);

    /** Large enough that asking the system for the next part costs nothing beside summing it. */
    private static final int PART = 1 << 20;

    private final ArchiveContents contents;
    private final List<DeliveredBytes> pictures;

    /** @param pictures of all its entries, in their order */
    OpenedArchive(ArchiveContents contents, List<DeliveredBytes> pictures) {
        this.contents = contents;
        this.pictures = pictures;
    }

    /** Writes the whole; memory stays flat. Each picture is read twice: its sum stands before it. */
    public void writeTo(ArchiveSink sink) throws IOException {
        ZipFormat zip = new ZipFormat(contents.when());
        ByteBuffer part = ByteBuffer.allocateDirect(PART);
        for (int at = 0; at < pictures.size(); at++) {
            ZipFormat.Entry entry = contents.entries().get(at).zip();
            sink.write(zip.before(entry, sum(pictures.get(at), part)));
            sink.send(pictures.get(at));
        }
        sink.write(zip.end());
    }

    private static long sum(DeliveredBytes picture, ByteBuffer part) throws IOException {
        CRC32 sum = new CRC32();
        FileChannel file = picture.fileChannel();
        if (file == null) {
            picture.transferTo(0, picture.byteCount(), new Summing(sum));
            return sum.getValue();
        }
        for (long at = 0; file.read(part.clear(), at) > 0; at += part.limit()) {
            sum.update(part.flip());
        }
        return sum.getValue();
    }

    @Override
    public void close() {
        for (DeliveredBytes picture : pictures) {
            try {
                picture.close();
            } catch (IOException e) {
                LOG.debug("closing a stored object", e);
            }
        }
    }

    /** Keeps nothing but the sum of what passes. */
    private record Summing(CRC32 sum) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) {
            int count = bytes.remaining();
            sum.update(bytes);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
