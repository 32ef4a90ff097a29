package org.mediafiles.audit.chain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The two hashes of a seal, both SHA-256. Every part is preceded by its length, so that no two rows have the same form.
 * Not for several threads at once.
 */
final class ChainHash {
    static final int LENGTH = 32;
    /** What the first seal follows. */
    static final byte[] GENESIS = new byte[LENGTH];
    /** A later form of the row bears another number. */
    private static final byte[] ROW_FORM = "mediafiles audit row 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SEAL_FORM = "mediafiles audit seal 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int ABSENT = -1;

    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    ChainHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException none) {
            throw new IllegalStateException("every Java has SHA-256", none);
        }
    }

    /**
     * @param atMicros microseconds since 1970
     * @param texts    the other columns in their fixed order, as the database writes them; {@code null} for NULL
     */
    byte[] row(long id, long atMicros, byte[][] texts) {
        digest.update(ROW_FORM);
        add(id);
        add(atMicros);
        for (byte[] text : texts) {
            add(text);
        }
        return digest.digest();
    }

    /** @param previous the chain's hash before this seal, {@link #GENESIS} for the first */
    byte[] link(byte[] previous, long seq, long auditId, long auditAtMicros, byte[] rowHash, long sealedAtMicros) {
        digest.update(SEAL_FORM);
        add(previous);
        add(seq);
        add(auditId);
        add(auditAtMicros);
        add(rowHash);
        add(sealedAtMicros);
        return digest.digest();
    }

    private void add(long value) {
        number.clear();
        digest.update(number.putLong(value).array());
    }

    private void add(byte[] part) {
        number.clear();
        number.putInt(part == null ? ABSENT : part.length);
        digest.update(number.array(), 0, Integer.BYTES);
        if (part != null) {
            digest.update(part);
        }
    }
}
