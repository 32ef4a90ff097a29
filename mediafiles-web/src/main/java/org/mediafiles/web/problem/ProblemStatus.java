package org.mediafiles.web.problem;

import org.mediafiles.problem.ProblemCode;

/** How a code travels over HTTP. The switches have no {@code default}: a new code does not compile until it stands here. */
public final class ProblemStatus {
    private ProblemStatus() {}

    /** @return the HTTP status of the code */
    public static int status(ProblemCode code) {
        return switch (code) {
            case INVALID_REQUEST -> 400;
            case AUTHENTICATION_REQUIRED -> 401;
            case FORBIDDEN, TLS_REQUIRED, PASSWORD_CHANGE_REQUIRED, CSRF_TOKEN_MISMATCH, EDIT_WINDOW_CLOSED,
                    PATIENTS_ARE_MANAGED_ELSEWHERE, PEOPLE_ARE_MANAGED_ELSEWHERE ->
                403;
            case NOT_FOUND, UNKNOWN_UPLOAD -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case NOT_ACCEPTABLE -> 406;
            case POSSIBLE_DUPLICATE_PATIENT, DUPLICATE_MEDIA, LAST_IMAGE, CONFLICT -> 409;
            case FILE_MISSING -> 410;
            case VERSION_CONFLICT -> 412;
            case UPLOAD_TOO_LARGE -> 413;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case RANGE_NOT_SATISFIABLE -> 416;
            case REASON_REQUIRED, TOO_MANY_PIXELS, CLIP_TOO_LONG, TOO_MANY_IMAGES, CHECKSUM_MISMATCH,
                    NOT_A_VALID_MEDIA_FILE, DUPLICATE_IN_SERIES ->
                422;
            case TOO_MANY_REQUESTS, TOO_MANY_ATTEMPTS, RATE_LIMITED -> 429;
            case STORAGE_FULL -> 507;
            case NOT_READY, SCHEMA_NOT_READY -> 503;
            case INTERNAL_ERROR -> 500;
        };
    }

    /** @return the problem document's {@code title}: the same words for every occurrence of the code */
    public static String title(ProblemCode code) {
        return switch (code) {
            case INVALID_REQUEST -> "The request is not valid";
            case AUTHENTICATION_REQUIRED -> "Sign-in is required";
            case FORBIDDEN -> "This role may not do this";
            case TLS_REQUIRED -> "TLS is required";
            case PASSWORD_CHANGE_REQUIRED -> "A new password is required";
            case CSRF_TOKEN_MISMATCH -> "The page's token does not match";
            case EDIT_WINDOW_CLOSED -> "The time for changes is over";
            case PATIENTS_ARE_MANAGED_ELSEWHERE -> "Patients are managed by another system";
            case PEOPLE_ARE_MANAGED_ELSEWHERE -> "Users are managed by another system";
            case NOT_FOUND -> "Not found";
            case FILE_MISSING -> "The file is missing";
            case UNKNOWN_UPLOAD -> "Unknown upload";
            case METHOD_NOT_ALLOWED -> "Method not allowed";
            case NOT_ACCEPTABLE -> "Not acceptable";
            case POSSIBLE_DUPLICATE_PATIENT -> "The patient may exist already";
            case DUPLICATE_MEDIA -> "The patient has this file already";
            case LAST_IMAGE -> "A series keeps at least one picture";
            case CONFLICT -> "Not possible in this state";
            case VERSION_CONFLICT -> "It was changed meanwhile";
            case UPLOAD_TOO_LARGE -> "The upload is too large";
            case UNSUPPORTED_MEDIA_TYPE -> "This type is not taken here";
            case RANGE_NOT_SATISFIABLE -> "The range does not exist";
            case REASON_REQUIRED -> "A reason is required";
            case TOO_MANY_PIXELS -> "The picture has too many pixels";
            case CLIP_TOO_LONG -> "The clip is too long";
            case TOO_MANY_IMAGES -> "Too many pictures";
            case CHECKSUM_MISMATCH -> "The checksum does not match";
            case NOT_A_VALID_MEDIA_FILE -> "Not a valid media file";
            case DUPLICATE_IN_SERIES -> "The same picture twice in one series";
            case TOO_MANY_REQUESTS -> "Too many requests";
            case TOO_MANY_ATTEMPTS -> "Too many attempts to sign in";
            case RATE_LIMITED -> "Too many requests by this person";
            case STORAGE_FULL -> "The storage is full";
            case NOT_READY -> "Not ready";
            case SCHEMA_NOT_READY -> "The schema is not ready";
            case INTERNAL_ERROR -> "Internal error";
        };
    }

    /** @return the code for a status that the container chose by itself */
    static ProblemCode codeOf(int status) {
        return switch (status) {
            case 401 -> ProblemCode.AUTHENTICATION_REQUIRED;
            case 403 -> ProblemCode.FORBIDDEN;
            case 404, 410 -> ProblemCode.NOT_FOUND;
            case 405, 501 -> ProblemCode.METHOD_NOT_ALLOWED;
            case 406 -> ProblemCode.NOT_ACCEPTABLE;
            case 409 -> ProblemCode.CONFLICT;
            case 412 -> ProblemCode.VERSION_CONFLICT;
            case 413 -> ProblemCode.UPLOAD_TOO_LARGE;
            case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            case 416 -> ProblemCode.RANGE_NOT_SATISFIABLE;
            case 429 -> ProblemCode.TOO_MANY_REQUESTS;
            case 503 -> ProblemCode.NOT_READY;
            default -> status >= 400 && status < 500 ? ProblemCode.INVALID_REQUEST : ProblemCode.INTERNAL_ERROR;
        };
    }
}
