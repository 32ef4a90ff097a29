package org.mediafiles.web.rest;

import static org.mediafiles.problem.ProblemCode.CONFLICT;
import static org.mediafiles.problem.ProblemCode.DUPLICATE_IN_SERIES;
import static org.mediafiles.problem.ProblemCode.DUPLICATE_MEDIA;
import static org.mediafiles.problem.ProblemCode.EDIT_WINDOW_CLOSED;
import static org.mediafiles.problem.ProblemCode.FILE_MISSING;
import static org.mediafiles.problem.ProblemCode.FORBIDDEN;
import static org.mediafiles.problem.ProblemCode.INVALID_REQUEST;
import static org.mediafiles.problem.ProblemCode.LAST_IMAGE;
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

/** What can be done with the pictures of a series, for the OpenAPI document. */
final class SeriesOperations {
    private static final String FILES = "/photo-series/{id}/files";
    private static final String SERIES = "PhotoSeries";

    private SeriesOperations() {}

    static List<ApiOperation> all() {
        List<ApiOperation> all = new ArrayList<>();
        all.add(ApiOperation.of("post", FILES, "addSeriesFiles",
                "Adds pictures at the end of a series, all or none: its author within 24 hours, an admin later with a reason.",
                ApiOperations.WRITERS).parameters("If-Match", "X-Reason")
                .bodies(Map.of("multipart/form-data", "SeriesFilesForm")).answers(201, SERIES, "Location", "ETag")
                .problems(INVALID_REQUEST, FORBIDDEN, EDIT_WINDOW_CLOSED, UNKNOWN_UPLOAD, REASON_REQUIRED,
                        VERSION_CONFLICT, TOO_MANY_IMAGES, DUPLICATE_IN_SERIES, DUPLICATE_MEDIA, UPLOAD_TOO_LARGE,
                        UNSUPPORTED_MEDIA_TYPE, TOO_MANY_PIXELS, NOT_A_VALID_MEDIA_FILE, RATE_LIMITED, STORAGE_FULL));
        all.add(ApiOperation.of("put", "/photo-series/{id}/order", "orderSeriesFiles",
                "Puts the pictures of a series in another order.", ApiOperations.WRITERS)
                .parameters("If-Match", "X-Reason").bodies(Map.of("application/json", "SeriesOrder"))
                .answers(200, SERIES, "ETag")
                .problems(INVALID_REQUEST, FORBIDDEN, EDIT_WINDOW_CLOSED, REASON_REQUIRED, VERSION_CONFLICT,
                        UNSUPPORTED_MEDIA_TYPE, UPLOAD_TOO_LARGE));
        all.add(ApiOperation.of("patch", FILES + "/{fileId}", "changeSeriesFile", "Changes a picture's caption.",
                ApiOperations.WRITERS).parameters("If-Match", "X-Reason")
                .bodies(ApiOperations.mergePatch("SeriesFilePatch")).answers(200, SERIES, "ETag")
                .problems(INVALID_REQUEST, FORBIDDEN, EDIT_WINDOW_CLOSED, REASON_REQUIRED, VERSION_CONFLICT,
                        UNSUPPORTED_MEDIA_TYPE, UPLOAD_TOO_LARGE));
        all.add(ApiOperation.of("delete", FILES + "/{fileId}", "removeSeriesFile",
                "Takes a picture out of its series, never the last; an admin can put it back.", ApiOperations.WRITERS)
                .parameters("If-Match", "X-Reason").answers(204, null, "ETag")
                .problems(INVALID_REQUEST, FORBIDDEN, EDIT_WINDOW_CLOSED, REASON_REQUIRED, VERSION_CONFLICT,
                        LAST_IMAGE));
        all.add(ApiOperation.of("post", FILES + "/{fileId}/restore", "restoreSeriesFile",
                "Puts a picture back into its series, at its place, with its caption.", ApiOperations.ADMINS)
                .parameters("If-Match", "X-Reason").bodies(Map.of("application/json", "Restore"))
                .answers(200, SERIES, "ETag")
                .problems(INVALID_REQUEST, CONFLICT, VERSION_CONFLICT, TOO_MANY_IMAGES, DUPLICATE_MEDIA,
                        UNSUPPORTED_MEDIA_TYPE, UPLOAD_TOO_LARGE));
        for (String method : List.of("get", "head")) {
            all.add(ApiOperation.of(method, "/photo-series/{id}/archive", method + "SeriesArchive",
                    "A series' pictures as a ZIP, streamed: within 1200 x 1200 pixels and without metadata, or the originals.",
                    ApiOperations.ALL).parameters("original")
                    .answersBytes("application/zip", "Content-Disposition", "Content-Length")
                    .problems(INVALID_REQUEST, FORBIDDEN, FILE_MISSING));
        }
        return all;
    }
}
