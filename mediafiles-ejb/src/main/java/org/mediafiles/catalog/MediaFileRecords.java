package org.mediafiles.catalog;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mediafiles.model.CleanText;
import org.mediafiles.model.JsonText;
import org.mediafiles.model.MediaFile;
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
        Map<UUID, PlaybackRecord> playbacks = playbacks(em, files);
        return files.stream()
                .collect(Collectors.toMap(MediaFile::getId, file -> record(file, playbacks.get(file.getId()))));
    }

    private static MediaFileRecord record(MediaFile file, PlaybackRecord playback) {
        boolean hasPosition = file.findStoredObject().map(StoredObject::getHasPosition).orElse(Boolean.FALSE);
        return new MediaFileRecord(file.getId(), file.getOriginalFilename(), file.getMimeType(), file.getFileType(),
                file.getFileSize(), file.getFileHash(), file.getWidth(), file.getHeight(), file.getDuration(),
                hasPosition, playback, whitelisted(JsonText.readObject(file.getMetadata())), file.getCreatedAt());
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

    private static Map<UUID, PlaybackRecord> playbacks(EntityManager em, List<MediaFile> files) {
        Set<MediaFile> clips = files.stream().filter(file -> file.getFileType().equals("video"))
                .collect(Collectors.toSet());
        Map<UUID, PlaybackRecord> playbacks = new HashMap<>();
        if (clips.isEmpty()) {
            return playbacks;
        }
        clips.forEach(clip -> playbacks.put(clip.getId(), PROCESSING));
        List<?> rows = em
                .createNativeQuery(
                        """
                        select mo.media_file_id, j.state, j.error,
                               exists (select 1 from mediafiles_ops.derivative d
                                        where d.stored_object_id = mo.stored_object_id and d.variant = 'playback')
                          from mediafiles_ops.media_file_object mo
                          left join mediafiles_ops.derivative_job j
                            on j.stored_object_id = mo.stored_object_id and j.kind = 'clip'
                         where mo.media_file_id in (:ids)
                        """, Object[].class)
                .setParameter("ids", clips.stream().map(MediaFile::getId).toList())
                .getResultList();
        for (Object row : rows) {
            Object[] column = (Object[]) row;
            if ((Boolean) column[3]) {
                playbacks.put((UUID) column[0], new PlaybackRecord("ready", null));
            } else if ("failed".equals(column[1])) {
                playbacks.put((UUID) column[0], new PlaybackRecord("failed", (String) column[2]));
            }
        }
        return playbacks;
    }
}
