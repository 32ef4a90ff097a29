package org.mediafiles.catalog;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.mediafiles.model.MediaFile;
import org.mediafiles.model.StoredObject;
import org.mediafiles.model.Upload;

/** Turns uploads whose bytes are in the store into media files of an event, each with its job. */
final class NewMedia {
    private final EntityManager em;
    private final Consumer<DerivativesWanted> signal;

    NewMedia(EntityManager em, Consumer<DerivativesWanted> signal) {
        this.em = em;
        this.signal = signal;
    }

    /** @param upload locked and publishable */
    record Arrival(Upload upload, StoredUpload stored) {}

    /**
     * Records stored objects, media files and jobs, and the uploads as published. Every publication takes its objects in
     * one order, by hash: two that bring the same bytes in another order would wait for each other.
     *
     * @param arrivals without the same bytes twice
     * @return a media file for each, in the same order
     */
    List<MediaFile> add(List<Arrival> arrivals, UUID eventId, Instant now) {
        Map<UUID, MediaFile> files = new HashMap<>();
        arrivals.stream().sorted(Comparator.comparing(one -> one.upload().getSha256().hex()))
                .forEach(one -> files.put(one.upload().getId(), add(one, eventId, now)));
        return arrivals.stream().map(one -> files.get(one.upload().getId())).toList();
    }

    private MediaFile add(Arrival arrival, UUID eventId, Instant now) {
        Upload upload = arrival.upload();
        StoredUpload stored = arrival.stored();
        StoredObject object = standingOrNew(upload, stored, now);
        MediaFile file = MediaFile.of(UUID.randomUUID(), upload.findStorageKey().orElseThrow(), object,
                upload.getOriginalFilename(), upload.getWidth(), upload.getHeight(), upload.getDuration(),
                upload.getMetadata(), now);
        em.persist(file);
        wantDerivatives(object);
        // Bytes that a quicker publication stored too stand a second time, under our key: the reconciler removes those.
        upload.published(eventId, stored.spoolGone() && object.getStorageKey().equals(stored.key()), now);
        return file;
    }

    /** Bytes are stored once: where another publication was quicker, its object is ours too. */
    private StoredObject standingOrNew(Upload upload, StoredUpload stored, Instant now) {
        em.createNativeQuery("""
                             insert into mediafiles_ops.stored_object
                                 (id, sha256, storage_key, byte_count, mime_type, has_position, created_at)
                             values (:id, :sha256, :key, :bytes, :mimeType, :position, :now)
                             on conflict (sha256) do nothing""").setParameter("id", UUID.randomUUID())
                .setParameter("sha256", upload.getSha256().hex()).setParameter("key", stored.key().value())
                .setParameter("bytes", upload.getByteCount()).setParameter("mimeType", upload.getMimeType())
                .setParameter("position", upload.hasPosition()).setParameter("now", now).executeUpdate();
        return UploadService.findObject(em, upload.getSha256()).orElseThrow();
    }

    private void wantDerivatives(StoredObject object) {
        DerivativeJobService.want(em, object.getId(), object.getMimeType());
        signal.accept(new DerivativesWanted(object.getId()));
    }
}
