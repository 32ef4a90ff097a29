package org.mediafiles.delivery;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jboss.logging.Logger;

/** An archive whose pictures are open. Closed by whom it was handed to. */
public final class OpenedArchive implements Closeable {
    private static final Logger LOG = Logger.getLogger(OpenedArchive.class);

    private final ArchiveContents contents;
    private final List<DeliveredBytes> pictures = new ArrayList<>();

    OpenedArchive(ArchiveContents contents) {
        this.contents = contents;
    }

    void add(DeliveredBytes picture) {
        pictures.add(picture);
    }

    /** Writes the whole; memory stays flat. Each picture is read twice: its sum stands before it. */
    public void writeTo(ArchiveSink sink) throws IOException {
        ZipFormat zip = new ZipFormat(contents.when());
        for (int at = 0; at < pictures.size(); at++) {
            ZipFormat.Entry entry = contents.entries().get(at).zip();
            sink.write(zip.before(entry, sum(pictures.get(at))));
            sink.send(pictures.get(at));
        }
        sink.write(zip.end());
    }

    private static long sum(DeliveredBytes picture) throws IOException {
        Summing summing = new Summing();
        picture.transferTo(0, picture.byteCount(), summing);
        return summing.sum.getValue();
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
    private static final class Summing implements WritableByteChannel {
        private final CRC32 sum = new CRC32();

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
