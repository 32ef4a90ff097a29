package org.mediafiles.web.rest;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.catalog.UploadRecord;

/** A received upload as the contract writes it. */
record UploadView(UUID uploadId, String kind, String originalFilename, String mimeType, long fileSize, String fileHash,
        Integer width, Integer height, BigDecimal duration, boolean hasPosition, Instant captureTime,
        Map<String, Object> metadata, Instant expiresAt) {
    static UploadView of(UploadRecord upload) {
        return new UploadView(upload.uploadId(), upload.kind(), upload.originalFilename(), upload.mimeType(),
                upload.fileSize(), upload.fileHash(), upload.width(), upload.height(),
                MediaFileView.seconds(upload.duration()), upload.hasPosition(), upload.captureTime(),
                upload.metadata(), upload.expiresAt());
    }
}
