package org.mediafiles.web.rest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.catalog.MediaFileRecord;
import org.mediafiles.catalog.PlaybackRecord;
import org.mediafiles.model.Variant;

/** A media file as the contract writes it. */
record MediaFileView(UUID id, String originalFilename, String mimeType, String fileType, long fileSize, String fileHash,
        Integer width, Integer height, BigDecimal duration, Boolean hasPosition, Playback playback,
        Map<String, Object> metadata, Instant createdAt, Links links) {

    static MediaFileView of(MediaFileRecord file, String apiRoot) {
        if (file == null) {
            return null;
        }
        return new MediaFileView(file.id(), file.originalFilename(), file.mimeType(), file.fileType(), file.fileSize(),
                file.fileHash(), file.width(), file.height(), seconds(file.duration()), file.hasPosition(),
                Playback.of(file.playback()), file.metadata(), file.createdAt(), Links.of(file, apiRoot));
    }

    /** @return with three decimals, as the contract writes seconds; {@code null} stays */
    static BigDecimal seconds(BigDecimal duration) {
        return duration == null ? null : duration.setScale(3, RoundingMode.HALF_UP);
    }

    /** How far the playback version is. */
    record Playback(String status, String reason) {
        static Playback of(PlaybackRecord playback) {
            return playback == null ? null : new Playback(playback.status(), playback.reason());
        }
    }

    /** Absolute paths of the variants; {@code null} where there is no such thing. */
    record Links(String content, String large, String medium, String thumbnail, String playback, String poster) {
        static Links of(MediaFileRecord file, String apiRoot) {
            String base = apiRoot + "/media-files/" + file.id() + '/';
            boolean picture = file.derivable();
            boolean clip = file.playable();
            return new Links(link(base, Variant.CONTENT, !file.unusable()), link(base, Variant.LARGE, picture),
                    link(base, Variant.MEDIUM, picture), link(base, Variant.THUMBNAIL, picture),
                    link(base, Variant.PLAYBACK, clip), link(base, Variant.POSTER, clip));
        }

        private static String link(String base, Variant variant, boolean there) {
            return there ? base + variant.apiName() : null;
        }
    }
}
