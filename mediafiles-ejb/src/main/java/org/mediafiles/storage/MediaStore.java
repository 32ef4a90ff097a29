package org.mediafiles.storage;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.StorageKey;

/**
 * Keeps bytes. New bytes come in by {@link #spool} under an upload's id, lie in the store's own incoming folder, and
 * {@link #put} gives them their key; what {@code put} has answered for outlives a power cut.
 *
 * <p>All methods throw {@link org.mediafiles.problem.MediaFilesException}: {@code STORAGE_FULL} where there is no room,
 * {@code INTERNAL_ERROR} where the store itself fails. Messages hold keys and ids alone.
 */
public interface MediaStore {
    /**
     * Streams bytes in, counting and hashing them in the same pass. On any failure, and where more than
     * {@code maxBytes} come, nothing stays behind; in the latter case the rest is not read.
     *
     * @param uploadId under which the bytes are found again; must not be in use
     * @param bytes    read to its end, not closed; a refusal that it throws itself goes on as it is
     * @param maxBytes how many bytes may come
     * @throws org.mediafiles.problem.MediaFilesException {@code INVALID_REQUEST} where reading {@code bytes} fails (the
     *                                                    client went away), {@code STORAGE_FULL}
     */
    Spooled spool(UUID uploadId, InputStream bytes, long maxBytes);

    /** @return the spooled bytes; opening them fails with an {@code IOException} where there are none */
    ByteSource spooled(UUID uploadId);

    /** @return the length of the spooled bytes; empty where there are none */
    OptionalLong spooledSize(UUID uploadId);

    /** Removes spooled bytes. @return whether there were any */
    boolean discard(UUID uploadId);

    /** @return what lies in the incoming folder, in no order: for reconciling */
    List<IncomingFile> incoming();

    /** Removes what {@link #incoming()} named. @return whether it was there */
    boolean discard(IncomingFile file);

    /**
     * Gives spooled bytes their key, durably and without ever overwriting. Once it returned, the spool is empty. Said
     * twice with the same bytes and key (an answer that was lost) it does no harm.
     *
     * @return {@code true} where the bytes moved now, {@code false} where an object with this key stood already; it is
     *         left as it is, and so is the spool
     * @throws org.mediafiles.problem.MediaFilesException {@code UNKNOWN_UPLOAD} where neither spool nor object is there
     */
    boolean put(UUID uploadId, StorageKey key);

    /** Writes an object that can be made again, replacing what stood there in one step, durably. Not for originals. */
    void replace(StorageKey key, byte[] bytes);

    /**
     * As {@link #replace(StorageKey, byte[])} for what is too large for memory: it is copied, counted and hashed in one
     * pass. Where it fails, what stood there stands there still.
     *
     * @param bytes read once; stays the caller's
     * @param goesOn asked once the copy is durable, in the moment before it takes its place
     * @return how many bytes stand there now, and their SHA-256; empty where it was not to go on, nothing changed then
     */
    Optional<Spooled> replace(StorageKey key, ByteSource bytes, BooleanSupplier goesOn);

    /** @return the object's length in bytes; empty where there is none */
    OptionalLong size(StorageKey key);

    /** @return the object, opened, for the caller to close; empty where there is none */
    Optional<StoredBytes> open(StorageKey key);

    /** @return the object for reading again and again; opening it fails with an {@code IOException} where there is none */
    ByteSource source(StorageKey key);

    /** Removes an object. @return whether there was one */
    boolean delete(StorageKey key);

    /**
     * Takes an object that no record names out of reach without losing it, durably and without ever overwriting: it is
     * kept apart, under its key, until a person decides. Said again it does no harm.
     *
     * @return whether there was one
     */
    boolean setAside(StorageKey key);
}
