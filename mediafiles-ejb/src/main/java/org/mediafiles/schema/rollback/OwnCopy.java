package org.mediafiles.schema.rollback;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StorageKey;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.storage.MediaStore;
import org.mediafiles.storage.Spooled;

/** Gives a record its own copy of the bytes that it shows, by the store's own way in: hashed, durable, never overwriting. */
final class OwnCopy {
    private final MediaStore store;
    private final long bytesPerSecond;

    OwnCopy(MediaStore store, long bytesPerSecond) {
        this.store = store;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** What became of it; a word for the report. */
    enum Result {
        STOOD(""), COPIED(""), NOT_A_KEY("its path is no key of this store"), SOURCE_MISSING(
                "the bytes that it shows are missing"), SOURCE_DAMAGED(
                        "the bytes that it shows do not have their recorded SHA-256"), OCCUPIED(
                                "other bytes stand under its key");

        private final String why;

        Result(String why) {
            this.why = why;
        }

        String why() {
            return why;
        }

        boolean holds() {
            return this == STOOD || this == COPIED;
        }
    }

    /** @throws MediaFilesException {@code STORAGE_FULL}, or where the store fails */
    Result give(SharedBytes.Borrower borrower) {
        if (borrower.key().isEmpty()) {
            return Result.NOT_A_KEY;
        }
        StorageKey key = borrower.key().get();
        if (store.size(key).isPresent()) {
            return isSame(key, borrower.sha256()) ? Result.STOOD : Result.OCCUPIED;
        }
        StorageKey source = borrower.source();
        if (store.size(source).isEmpty()) {
            return Result.SOURCE_MISSING;
        }
        UUID id = UUID.randomUUID();
        Spooled spooled = spool(id, source, borrower.byteCount());
        if (spooled.tooLarge() || !borrower.sha256().equals(spooled.sha256())) {
            store.discard(id);
            return Result.SOURCE_DAMAGED;
        }
        if (!store.put(id, key)) {
            store.discard(id);
            return isSame(key, borrower.sha256()) ? Result.STOOD : Result.OCCUPIED;
        }
        return Result.COPIED;
    }

    private Spooled spool(UUID id, StorageKey source, long byteCount) {
        try (InputStream in = read(source)) {
            return store.spool(id, in, byteCount);
        } catch (IOException unreadable) {
            throw new MediaFilesException(ProblemCode.INTERNAL_ERROR, source + " cannot be read.", unreadable);
        }
    }

    private InputStream read(StorageKey key) throws IOException {
        return new Throttle(Channels.newInputStream(store.source(key).open()), bytesPerSecond);
    }

    private boolean isSame(StorageKey key, Sha256 expected) {
        byte[] buffer = new byte[1 << 16];
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(read(key), digest)) {
                while (in.read(buffer) >= 0) {
                    // The digest takes what is read.
                }
            }
            return Sha256.of(digest.digest()).equals(expected);
        } catch (IOException unreadable) {
            throw new MediaFilesException(ProblemCode.INTERNAL_ERROR, key + " cannot be read.", unreadable);
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
