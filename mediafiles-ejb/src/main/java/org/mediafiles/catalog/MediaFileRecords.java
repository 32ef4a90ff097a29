package org.mediafiles.catalog;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mediafiles.model.CleanText;
import org.mediafiles.model.JsonText;
import org.mediafiles.model.MediaFile;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StoredObject;

/** Turns media files into records, however many at once with one query, and a second one where clips are among them. */
final class MediaFileRecords {
    /** What leaves of {@code metadata}, also where an adopted row holds more. */
    private static final List<String> WHITELIST = List.of("camera", "lens", "captureTime", "orientation");
    private static final int MAX_TEXT = 255;
    private static final PlaybackRecord PROCESSING = new PlaybackRecord("processing", null);

    private MediaFileRecords() {}

    static Map<UUID, MediaFileRecord> of(EntityManager em, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        List<MediaFile> files = em
                .createQuery("select m from MediaFile m left join fetch m.storedObject where m.id in (:ids)",
                        MediaFile.class)
                .setParameter("ids", ids).getResultList();
        Map<UUID, Adopted> adopted = adopted(em, ids);
        Map<UUID, PlaybackRecord> playbacks = playbacks(em, files, adopted);
        return files.stream().collect(Collectors.toMap(MediaFile::getId, file -> record(file,
                playbacks.get(file.getId()), adopted.getOrDefault(file.getId(), Adopted.NEVER))));
    }

    /** What is known of a file that stood before us. */
    private record Adopted(boolean unusable, String trouble) {
        static final Adopted NEVER = new Adopted(false, null);
    }

    /**
     * Bytes that were taken in are told of as they are. Before, what an adopted record says is all there is, but for its
     * measures: whether they are those of the picture as displayed, nobody knows.
     */
    private static MediaFileRecord record(MediaFile file, PlaybackRecord playback, Adopted adopted) {
        Optional<StoredObject> object = file.findStoredObject();
        boolean taken = object.isPresent();
        String fileType = fileType(file);
        boolean unusable = !taken && adopted.unusable();
        return new MediaFileRecord(file.getId(), CleanText.filename(file.getOriginalFilename()),
                object.map(StoredObject::getMimeType).orElse(file.getMimeType()), fileType,
                object.map(StoredObject::getByteCount).orElse(file.getFileSize()),
                object.map(one -> one.getSha256().hex())
                        .orElseGet(() -> Sha256.parse(String.valueOf(file.getFileHash())).map(Sha256::hex)
                                .orElse(null)),
                taken ? file.getWidth() : null, taken ? file.getHeight() : null, file.getDuration(),
                object.map(StoredObject::getHasPosition).orElse(null), playback,
                whitelisted(JsonText.readObject(file.getMetadata())), file.getCreatedAt(),
                !unusable && Derivable.is(fileType, object.map(StoredObject::getMimeType).orElse(null),
                        adopted.trouble()),
                unusable);
    }

    /** A legacy row may say anything; the contract knows two. */
    private static String fileType(MediaFile file) {
        return file.getFileType().equals("video") || file.getMimeType().startsWith("video/") ? "video" : "image";
    }

    private static Map<UUID, Adopted> adopted(EntityManager em, Collection<UUID> ids) {
        List<?> rows = em.createNativeQuery("""
                                            select media_file_id, state in ('missing', 'failed'), error
                                              from mediafiles_ops.adopted_file where media_file_id in (:ids)
                                            """, Object[].class).setParameter("ids", ids).getResultList();
        return rows.stream().map(Object[].class::cast).collect(
                Collectors.toMap(row -> (UUID) row[0], row -> new Adopted((Boolean) row[1], (String) row[2])));
    }

    static Map<String, Object> whitelisted(Map<String, Object> metadata) {
        Map<String, Object> kept = new LinkedHashMap<>();
        for (String name : WHITELIST) {
            Object value = metadata.get(name);
            if (value instanceof Number) {
                kept.put(name, value);
            } else if (value instanceof String text && !CleanText.line(text).isEmpty()) {
                kept.put(name, CleanText.cut(CleanText.line(text), MAX_TEXT));
            }
        }
        return kept;
    }

    private static Map<UUID, PlaybackRecord> playbacks(EntityManager em, List<MediaFile> files,
            Map<UUID, Adopted> adopted) {
        Map<UUID, PlaybackRecord> playbacks = new HashMap<>();
        for (MediaFile file : files) {
            if (fileType(file).equals("video")) {
                playbacks.put(file.getId(), withoutJob(file, adopted.getOrDefault(file.getId(), Adopted.NEVER)));
            }
        }
        if (playbacks.isEmpty()) {
            return playbacks;
        }
        List<?> rows = em
                .createNativeQuery(
                        """
                        select mo.media_file_id, j.state, j.error, j.progress,
                               exists (select 1 from mediafiles_ops.derivative d
                                        where d.stored_object_id = mo.stored_object_id and d.variant = 'playback')
                          from mediafiles_ops.media_file_object mo
                          left join mediafiles_ops.derivative_job j
                            on j.stored_object_id = mo.stored_object_id and j.kind = 'clip'
                         where mo.media_file_id in (:ids)
                        """, Object[].class)
                .setParameter("ids", List.copyOf(playbacks.keySet())).getResultList();
        for (Object row : rows) {
            playback((Object[]) row).ifPresent(known -> playbacks.put((UUID) ((Object[]) row)[0], known));
        }
        return playbacks;
    }

    /** What is there is ready, also while it is made anew. */
    private static Optional<PlaybackRecord> playback(Object[] row) {
        if ((Boolean) row[4]) {
            return Optional.of(new PlaybackRecord("ready", null));
        }
        if ("failed".equals(row[1])) {
            return Optional.of(new PlaybackRecord("failed", (String) row[2]));
        }
        return row[3] == null
                ? Optional.empty()
                : Optional.of(new PlaybackRecord("processing", null, ((Number) row[3]).intValue()));
    }

    /** A file that stood before us may be missing, or nothing that could ever play; else its job is still to come. */
    private static PlaybackRecord withoutJob(MediaFile file, Adopted adopted) {
        String detected = file.findStoredObject().map(StoredObject::getMimeType).orElse(null);
        if (!Derivable.isClip("video", detected, adopted.trouble())) {
            return new PlaybackRecord("failed", Derivable.NO_CLIP);
        }
        return detected == null && adopted.unusable()
                ? new PlaybackRecord("failed", adopted.trouble())
                : PROCESSING;
    }
}
