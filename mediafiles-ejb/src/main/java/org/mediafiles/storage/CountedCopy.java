package org.mediafiles.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.mediafiles.model.Sha256;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** Copies a stream in one pass: counts, hashes, writes; one buffer whatever the length. */
final class CountedCopy {
    private static final int BUFFER_BYTES = 256 * 1024;
    /** How often the room left is looked at while bytes come in. */
    private static final long ROOM_CHECK_BYTES = 16L << 20;

    private CountedCopy() {}

    /** @throws IOException where writing fails; failing reads are {@code INVALID_REQUEST} */
    static Spooled copy(InputStream bytes, WritableByteChannel out, long maxBytes, Runnable requireRoom)
            throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        long count = 0;
        long checkAt = ROOM_CHECK_BYTES;
        for (int read = read(bytes, buffer); read >= 0; read = read(bytes, buffer)) {
            count += read;
            if (count > maxBytes) {
                return new Spooled(count, null, true);
            }
            digest.update(buffer, 0, read);
            ByteBuffer part = ByteBuffer.wrap(buffer, 0, read);
            while (part.hasRemaining()) {
                out.write(part);
            }
            if (count >= checkAt) {
                requireRoom.run();
                checkAt = count + ROOM_CHECK_BYTES;
            }
        }
        return new Spooled(count, Sha256.of(digest.digest()), false);
    }

    /** Fills the buffer as far as bytes come, so that many small network reads make one write. */
    private static int read(InputStream bytes, byte[] buffer) {
        try {
            int count = bytes.readNBytes(buffer, 0, buffer.length);
            return count == 0 ? -1 : count;
        } catch (IOException e) {
            throw new MediaFilesException(ProblemCode.INVALID_REQUEST, "The upload ended before its last byte.", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
