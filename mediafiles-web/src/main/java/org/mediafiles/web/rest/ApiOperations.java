package org.mediafiles.web.rest;

import static org.mediafiles.problem.ProblemCode.CHECKSUM_MISMATCH;
import static org.mediafiles.problem.ProblemCode.CLIP_TOO_LONG;
import static org.mediafiles.problem.ProblemCode.CONFLICT;
import static org.mediafiles.problem.ProblemCode.CSRF_TOKEN_MISMATCH;
import static org.mediafiles.problem.ProblemCode.DUPLICATE_MEDIA;
import static org.mediafiles.problem.ProblemCode.FILE_MISSING;
import static org.mediafiles.problem.ProblemCode.INVALID_REQUEST;
import static org.mediafiles.problem.ProblemCode.NOT_A_VALID_MEDIA_FILE;
import static org.mediafiles.problem.ProblemCode.PATIENTS_ARE_MANAGED_ELSEWHERE;
import static org.mediafiles.problem.ProblemCode.POSSIBLE_DUPLICATE_PATIENT;
import static org.mediafiles.problem.ProblemCode.RANGE_NOT_SATISFIABLE;
import static org.mediafiles.problem.ProblemCode.RATE_LIMITED;
import static org.mediafiles.problem.ProblemCode.STORAGE_FULL;
import static org.mediafiles.problem.ProblemCode.TOO_MANY_PIXELS;
import static org.mediafiles.problem.ProblemCode.UNKNOWN_UPLOAD;
import static org.mediafiles.problem.ProblemCode.UNSUPPORTED_MEDIA_TYPE;
import static org.mediafiles.problem.ProblemCode.UPLOAD_TOO_LARGE;
import static org.mediafiles.problem.ProblemCode.VERSION_CONFLICT;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mediafiles.model.Variant;
import org.mediafiles.security.Role;

/** Every call of the API. A test compares this list with the resources. */
final class ApiOperations {
    static final Set<Role> ALL = EnumSet.allOf(Role.class);
    static final Set<Role> WRITERS = EnumSet.of(Role.CLINICIAN, Role.INTEGRATOR, Role.ADMIN);
    static final Set<Role> DELETERS = EnumSet.of(Role.CLINICIAN, Role.ADMIN);
    static final Set<Role> ADMINS = EnumSet.of(Role.ADMIN);

    private ApiOperations() {}

    static List<ApiOperation> all() {
        List<ApiOperation> all = new ArrayList<>();
        all.add(ApiOperation.of("get", "/openapi.json", "getOpenApi", "This document.", Set.of()).answers(200, null));
        addPatients(all);
        addUploads(all);
        all.addAll(EventOperations.all());
        all.addAll(SeriesOperations.all());
        all.add(ApiOperation.of("get", "/trash", "listTrash", "What was deleted, newest deletion first.", ADMINS)
                .parameters("limit", "cursor").answers(200, "TrashPage").problems(INVALID_REQUEST));
        all.add(ApiOperation.of("get", "/media-files/{id}", "getMediaFile", "A media file's record.", ALL)
                .answers(200, "MediaFile"));
        addContent(all);
        all.addAll(MigrationOperations.all());
        all.addAll(JobOperations.all());
        all.addAll(UserOperations.all());
        all.addAll(AccessOperations.all());
        all.add(ApiOperation.of("get", "/admin/rate-limits", "listRateLimits",
                "What one person may have within a minute, and who met a limit within the last 24 hours.", ADMINS)
                .answers(200, "RateLimits"));
        all.addAll(AuditOperations.all());
        all.add(ApiOperation.of("post", "/admin/events/{id}/photo", "attachPhoto",
                "Gives a photo event that another system made without a photo its photo; the event itself stays as it is.",
                ADMINS).parameters("dryRun").bodies(Map.of("multipart/form-data", "StandingPhotoForm"))
                .answers(201, "Photo", "Location", "ETag")
                .problems(INVALID_REQUEST, CONFLICT, DUPLICATE_MEDIA, UPLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE,
                        CHECKSUM_MISMATCH, TOO_MANY_PIXELS, NOT_A_VALID_MEDIA_FILE, UNKNOWN_UPLOAD, RATE_LIMITED,
                        STORAGE_FULL));
        return List.copyOf(all);
    }

    private static void addPatients(List<ApiOperation> all) {
        all.add(ApiOperation.of("get", "/patients", "searchPatients", "Patients by name or record number.", ALL)
                .parameters("q", "identifier", "limit", "cursor").answers(200, "PatientPage")
                .problems(INVALID_REQUEST, RATE_LIMITED));
        all.add(ApiOperation.of("post", "/patients", "createPatient", "Adds a patient.", WRITERS)
                .bodies(Map.of("application/json", "NewPatient")).answers(201, "Patient", "Location")
                .problems(INVALID_REQUEST, UNSUPPORTED_MEDIA_TYPE, UPLOAD_TOO_LARGE, POSSIBLE_DUPLICATE_PATIENT,
                        PATIENTS_ARE_MANAGED_ELSEWHERE));
        all.add(ApiOperation.of("get", "/patients/{id}", "getPatient", "A patient.", ALL).answers(200, "Patient"));
        all.add(ApiOperation.of("patch", "/patients/{id}", "changePatient", "Changes a patient.", WRITERS)
                .bodies(mergePatch("PatientPatch")).answers(200, "Patient")
                .problems(INVALID_REQUEST, UNSUPPORTED_MEDIA_TYPE, UPLOAD_TOO_LARGE, POSSIBLE_DUPLICATE_PATIENT,
                        PATIENTS_ARE_MANAGED_ELSEWHERE));
        all.add(ApiOperation.of("get", "/patients/{id}/timeline", "listTimeline",
                "A patient's events, newest first by event time.", ALL)
                .parameters("type", "from", "to", "limit", "cursor").answers(200, "EventPage")
                .problems(INVALID_REQUEST));
    }

    private static void addUploads(List<ApiOperation> all) {
        all.add(ApiOperation.of("post", "/uploads", "createUpload",
                "Receives and validates a file ahead of the call that uses it.", WRITERS)
                .parameters("filename", "sha256")
                .bodies(Map.of("application/octet-stream", "", "image/*", "", "video/*", "", "multipart/form-data",
                        "UploadForm"))
                .answers(201, "Upload")
                .problems(INVALID_REQUEST, CSRF_TOKEN_MISMATCH, UPLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE,
                        CHECKSUM_MISMATCH, TOO_MANY_PIXELS, CLIP_TOO_LONG, NOT_A_VALID_MEDIA_FILE, RATE_LIMITED,
                        STORAGE_FULL));
    }

    private static void addContent(List<ApiOperation> all) {
        for (Variant variant : Variant.values()) {
            for (String method : List.of("get", "head")) {
                Set<Role> roles = variant == Variant.CONTENT ? WRITERS : ALL;
                String id = method + Character.toUpperCase(variant.apiName().charAt(0))
                        + variant.apiName().substring(1);
                all.add(ApiOperation.of(method, "/media-files/{id}/" + variant.apiName(), id, summary(variant), roles)
                        .parameters("download", "Range", "If-Range", "If-None-Match", "If-Match")
                        .answersBytes(mediaType(variant), "ETag", "Accept-Ranges", "Content-Disposition",
                                "Content-Length")
                        .problems(INVALID_REQUEST, FILE_MISSING, VERSION_CONFLICT, RANGE_NOT_SATISFIABLE));
            }
        }
    }

    private static String summary(Variant variant) {
        return switch (variant) {
            case CONTENT -> "The original, byte for byte; it may hold a position.";
            case LARGE -> "The picture within 1200 x 1200 pixels, without metadata.";
            case MEDIUM -> "The picture within 800 x 800 pixels, without metadata.";
            case THUMBNAIL -> "The picture within 200 x 200 pixels, without metadata.";
            case PLAYBACK -> "The clip as it plays everywhere, without metadata.";
            case POSTER -> "The clip's still picture.";
        };
    }

    private static String mediaType(Variant variant) {
        return switch (variant) {
            case CONTENT -> "*/*";
            case PLAYBACK -> "video/mp4";
            case LARGE, MEDIUM, THUMBNAIL, POSTER -> "image/jpeg";
        };
    }

    static Map<String, String> mergePatch(String schema) {
        return Map.of("application/merge-patch+json", schema, "application/json", schema);
    }
}
