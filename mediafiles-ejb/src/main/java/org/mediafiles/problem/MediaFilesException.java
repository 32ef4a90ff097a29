package org.mediafiles.problem;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The one exception for expected failures. It rolls a transaction back and reaches the caller unwrapped. Its detail is
 * shown to people: it never holds a patient's name, a description, a file name or a path.
 */
@ApplicationException(rollback = true, inherited = true)
public class MediaFilesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final String field;
    private final transient Map<String, Object> extensions;
    private final Duration retryAfter;
    /** Shared with the copies, so that it is run once. */
    private final transient Afterwards afterwards;

    /** What is left to be done, and whether the refusal stands on record. */
    private static final class Afterwards {
        private final AtomicReference<Runnable> deed = new AtomicReference<>();
        private final AtomicBoolean onRecord = new AtomicBoolean();
    }

    private MediaFilesException(ProblemCode code, String detail, String field, Map<String, Object> extensions,
            Duration retryAfter, Throwable cause, Afterwards afterwards) {
        super(detail, cause);
        this.afterwards = afterwards;
        this.code = Objects.requireNonNull(code, "code");
        this.field = field;
        this.extensions = extensions;
        this.retryAfter = retryAfter;
    }

    /** @param detail one English sentence for the client's developer; without patient data */
    public MediaFilesException(ProblemCode code, String detail) {
        this(code, detail, null, Map.of(), null, null, new Afterwards());
    }

    /** @param cause kept for the log alone */
    public MediaFilesException(ProblemCode code, String detail, Throwable cause) {
        this(code, detail, null, Map.of(), null, cause, new Afterwards());
    }

    /** A copy that names the field at fault, in the API's spelling ({@code eventDatetime}). */
    public MediaFilesException atField(String name) {
        return new MediaFilesException(code, getMessage(), name, extensions(), retryAfter, getCause(), afterwards);
    }

    /** A copy with one more member for the problem document, for example {@code duplicateOf}. */
    public MediaFilesException with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extensions());
        more.put(name, value);
        return new MediaFilesException(code, getMessage(), field, more, retryAfter, getCause(), afterwards);
    }

    /** A copy that says when trying again makes sense. */
    public MediaFilesException retryAfter(Duration wait) {
        return new MediaFilesException(code, getMessage(), field, extensions(), wait, getCause(), afterwards);
    }

    /**
     * Leaves a row of its own to be put on record when the refusing transaction is over, by {@link SettlesRefusals}: a row in a transaction
     * of its own would want a second connection while this one holds the first.
     *
     * @return this
     */
    public MediaFilesException afterwards(Runnable deed) {
        afterwards.deed.set(deed);
        return this;
    }

    /**
     * Whoever puts this refusal on record says so first: it passes several who would.
     *
     * @return whether it is the first
     */
    public boolean putOnRecord() {
        return afterwards == null || afterwards.onRecord.compareAndSet(false, true);
    }

    /** Does what was left to be done, once. Throws what that throws. */
    public void settle() {
        Runnable deed = afterwards == null ? null : afterwards.deed.getAndSet(null);
        if (deed != null) {
            putOnRecord();
            deed.run();
        }
    }

    /** @return a new {@link ProblemCode#INVALID_REQUEST} at that field */
    public static MediaFilesException invalid(String field, String detail) {
        return new MediaFilesException(ProblemCode.INVALID_REQUEST, detail).atField(field);
    }

    /** @return a new {@link ProblemCode#NOT_FOUND}; {@code what} is a noun such as {@code "patient"} */
    public static MediaFilesException notFound(String what) {
        return new MediaFilesException(ProblemCode.NOT_FOUND, "There is no such " + what + ".");
    }

    public ProblemCode code() {
        return code;
    }

    /** @return the field at fault in the API's spelling, where it is one field */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }

    /** @return further members of the problem document, never {@code null} */
    public Map<String, Object> extensions() {
        return extensions == null ? Map.of() : extensions;
    }

    /** @return how long to wait before trying again, where that helps */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
