package org.mediafiles.web.rest;

import static org.mediafiles.problem.ProblemCode.CHECKSUM_MISMATCH;
import static org.mediafiles.problem.ProblemCode.CLIP_TOO_LONG;
import static org.mediafiles.problem.ProblemCode.CONFLICT;
import static org.mediafiles.problem.ProblemCode.DUPLICATE_IN_SERIES;
import static org.mediafiles.problem.ProblemCode.DUPLICATE_MEDIA;
import static org.mediafiles.problem.ProblemCode.EDIT_WINDOW_CLOSED;
import static org.mediafiles.problem.ProblemCode.FORBIDDEN;
import static org.mediafiles.problem.ProblemCode.INVALID_REQUEST;
import static org.mediafiles.problem.ProblemCode.NOT_A_VALID_MEDIA_FILE;
import static org.mediafiles.problem.ProblemCode.RATE_LIMITED;
import static org.mediafiles.problem.ProblemCode.REASON_REQUIRED;
import static org.mediafiles.problem.ProblemCode.STORAGE_FULL;
import static org.mediafiles.problem.ProblemCode.TOO_MANY_IMAGES;
import static org.mediafiles.problem.ProblemCode.TOO_MANY_PIXELS;
import static org.mediafiles.problem.ProblemCode.UNKNOWN_UPLOAD;
import static org.mediafiles.problem.ProblemCode.UNSUPPORTED_MEDIA_TYPE;
import static org.mediafiles.problem.ProblemCode.UPLOAD_TOO_LARGE;
import static org.mediafiles.problem.ProblemCode.VERSION_CONFLICT;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What can be done with each of the three kinds of event, for the OpenAPI document. */
final class EventOperations {
    private EventOperations() {}

    /** One of the three kinds. */
    private record Kind(String path, String schema, String name, String patch, String form) {
        String title() {
            return name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1);
        }
    }

    private static final Kind PHOTO = new Kind("photos", "Photo", "a photo", "EventPatch", "PhotoForm");
    private static final Kind SERIES = new Kind("photo-series", "PhotoSeries", "a photo series", "SeriesPatch",
            "PhotoSeriesForm");
    private static final Kind CLIP = new Kind("video-clips", "VideoClip", "a video clip", "EventPatch",
            "VideoClipForm");

    static List<ApiOperation> all() {
        List<ApiOperation> all = new ArrayList<>();
        all.add(creation(PHOTO).problems(INVALID_REQUEST, UNKNOWN_UPLOAD, DUPLICATE_MEDIA, UPLOAD_TOO_LARGE,
                UNSUPPORTED_MEDIA_TYPE, CHECKSUM_MISMATCH, TOO_MANY_PIXELS, NOT_A_VALID_MEDIA_FILE, RATE_LIMITED,
                STORAGE_FULL));
        all.add(creation(SERIES).problems(INVALID_REQUEST, UNKNOWN_UPLOAD, TOO_MANY_IMAGES, DUPLICATE_IN_SERIES,
                DUPLICATE_MEDIA, UPLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, TOO_MANY_PIXELS, NOT_A_VALID_MEDIA_FILE,
                RATE_LIMITED, STORAGE_FULL));
        all.add(creation(CLIP).problems(INVALID_REQUEST, UNKNOWN_UPLOAD, DUPLICATE_MEDIA, UPLOAD_TOO_LARGE,
                UNSUPPORTED_MEDIA_TYPE, CHECKSUM_MISMATCH, TOO_MANY_PIXELS, CLIP_TOO_LONG, NOT_A_VALID_MEDIA_FILE,
                RATE_LIMITED, STORAGE_FULL));
        for (Kind kind : List.of(PHOTO, SERIES, CLIP)) {
            addChanges(all, kind);
        }
        return all;
    }

    private static ApiOperation creation(Kind kind) {
        return ApiOperation.of("post", "/patients/{id}/" + kind.path(), "create" + kind.schema(),
                "Adds " + kind.name() + " to a patient.", ApiOperations.WRITERS)
                .bodies(Map.of("multipart/form-data", kind.form())).answers(201, kind.schema(), "Location", "ETag");
    }

    private static void addChanges(List<ApiOperation> all, Kind kind) {
        String path = "/" + kind.path() + "/{id}";
        String schema = kind.schema();
        all.add(ApiOperation.of("get", path, "get" + schema, kind.title() + ".", ApiOperations.ALL)
                .parameters("If-None-Match").answers(200, schema, "ETag").problems(INVALID_REQUEST));
        all.add(ApiOperation.of("patch", path, "change" + schema,
                "Changes " + kind.name() + ": its author within 24 hours, an admin later with a reason.",
                ApiOperations.WRITERS).parameters("If-Match", "X-Reason")
                .bodies(ApiOperations.mergePatch(kind.patch())).answers(200, schema, "ETag")
                .problems(INVALID_REQUEST, FORBIDDEN, EDIT_WINDOW_CLOSED, REASON_REQUIRED, VERSION_CONFLICT,
                        UNSUPPORTED_MEDIA_TYPE, UPLOAD_TOO_LARGE));
        all.add(ApiOperation.of("delete", path, "delete" + schema,
                "Moves " + kind.name() + " to the trash: its author within 24 hours, an admin later with a reason.",
                ApiOperations.DELETERS).parameters("If-Match", "X-Reason").answers(204, null)
                .problems(INVALID_REQUEST, FORBIDDEN, EDIT_WINDOW_CLOSED, REASON_REQUIRED, VERSION_CONFLICT));
        all.add(ApiOperation.of("post", path + "/restore", "restore" + schema,
                "Takes " + kind.name() + " out of the trash.", ApiOperations.ADMINS).parameters("X-Reason")
                .bodies(Map.of("application/json", "Restore")).answers(200, schema, "ETag")
                .problems(INVALID_REQUEST, CONFLICT, UNSUPPORTED_MEDIA_TYPE, UPLOAD_TOO_LARGE));
        all.add(ApiOperation.of("post", path + "/move", "move" + schema, "Moves " + kind.name()
                + " to the right patient: its author within 24 hours, an admin later; always with a reason.",
                ApiOperations.DELETERS).parameters("If-Match", "X-Reason").bodies(Map.of("application/json", "Move"))
                .answers(200, schema, "ETag")
                .problems(INVALID_REQUEST, FORBIDDEN, EDIT_WINDOW_CLOSED, REASON_REQUIRED, VERSION_CONFLICT,
                        DUPLICATE_MEDIA, UNSUPPORTED_MEDIA_TYPE, UPLOAD_TOO_LARGE));
    }
}
