package org.mediafiles.problem;

import java.util.Locale;

/**
 * What can go wrong in a way that a caller is told about. The name in kebab case ({@link #code()}) is the API's
 * {@code code} and the key of the page message, {@code problem.<code>}. How a code travels over HTTP is the web
 * module's business.
 */
public enum ProblemCode {
    /** A field or the form of the request is wrong; {@link MediaFilesException#field()} names the field. */
    INVALID_REQUEST,
    /** No credentials, or wrong ones, or a user who may not sign in. */
    AUTHENTICATION_REQUIRED,
    /** Signed in, but this role may not do this. */
    FORBIDDEN,
    /** Credentials over plain HTTP, from neither this machine nor a declared TLS proxy. */
    TLS_REQUIRED,
    /** Signed in with a password that somebody else knows: nothing goes before a new one is set. */
    PASSWORD_CHANGE_REQUIRED,
    /** The page's form did not carry the session's token. */
    CSRF_TOKEN_MISMATCH,
    /** The author's 24 hours are over; an admin can still do it. */
    EDIT_WINDOW_CLOSED,
    /** Shared database with columns we do not know: patients are written by the other system. */
    PATIENTS_ARE_MANAGED_ELSEWHERE,
    /** Shared database whose users another system writes: names and passwords are changed there. */
    PEOPLE_ARE_MANAGED_ELSEWHERE,
    /** It does not exist, or it was deleted. */
    NOT_FOUND,
    /** The record of an adopted file stands, its file does not, or cannot be used. */
    FILE_MISSING,
    /** The upload is unknown, expired, or another person's. */
    UNKNOWN_UPLOAD,
    /** The path exists, the method does not. */
    METHOD_NOT_ALLOWED,
    /** Nothing the caller accepts can be produced. */
    NOT_ACCEPTABLE,
    /** Same name and birthday, or the same identifier, as a patient who is there. */
    POSSIBLE_DUPLICATE_PATIENT,
    /** The same bytes stand on this patient's timeline already. */
    DUPLICATE_MEDIA,
    /** A series keeps at least one picture. */
    LAST_IMAGE,
    /** The event is not in a state in which this can be done (for example restore of what is not deleted). */
    CONFLICT,
    /** {@code If-Match} names another version. */
    VERSION_CONFLICT,
    /** More bytes than the limit of the kind. */
    UPLOAD_TOO_LARGE,
    /** The bytes are of a type that is not taken here. */
    UNSUPPORTED_MEDIA_TYPE,
    /** The range asked for does not exist. */
    RANGE_NOT_SATISFIABLE,
    /** This change needs a reason. */
    REASON_REQUIRED,
    /** Pixel count or side past the limit. */
    TOO_MANY_PIXELS,
    /** Longer than the clip limit. */
    CLIP_TOO_LONG,
    /** More images than a series takes. */
    TOO_MANY_IMAGES,
    /** The bytes do not have the SHA-256 that the client announced. */
    CHECKSUM_MISMATCH,
    /** Undecodable, truncated, or something else in a media coat. */
    NOT_A_VALID_MEDIA_FILE,
    /** The same bytes twice in one series. */
    DUPLICATE_IN_SERIES,
    /** Too many requests, as the container counts them. */
    TOO_MANY_REQUESTS,
    /** This user name was given a wrong password too often from this address. */
    TOO_MANY_ATTEMPTS,
    /** This person sent, looked or searched too often within a minute. */
    RATE_LIMITED,
    /** The storage has no room. */
    STORAGE_FULL,
    /** The gate is closed: the schema is being migrated, is not what the program needs, or the database is away. */
    SCHEMA_NOT_READY,
    /** The server is not ready: derivative not made yet, database away, decode permits used up. */
    NOT_READY,
    /** Anything else; the instance id stands in the log. */
    INTERNAL_ERROR;

    /** @return the code as the API spells it, for example {@code upload-too-large} */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
