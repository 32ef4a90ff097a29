package org.mediafiles.web.faces.clinician;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mediafiles.catalog.UploadRecord;

/** What a page's script is told of an upload that waits. */
final class WaitingUpload {
    private WaitingUpload() {}

    static Map<String, Object> of(UploadRecord upload) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("uploadId", upload.uploadId().toString());
        members.put("media", upload.kind());
        members.put("name", upload.originalFilename());
        members.put("size", upload.fileSize());
        members.put("hash", upload.fileHash());
        members.put("seconds", upload.duration());
        members.put("captureTime", upload.captureTime() == null ? null : upload.captureTime().toString());
        return members;
    }
}
