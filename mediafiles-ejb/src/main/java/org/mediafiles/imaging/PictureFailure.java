package org.mediafiles.imaging;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** Tells in our own terms why a picture or a clip was not decoded: because of itself, of the moment, or of the machine. */
public final class PictureFailure {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private PictureFailure() {}

    static MediaFilesException of(IOException cause) {
        return of(cause, "picture");
    }

    /** @param what it was, as a noun */
    public static MediaFilesException of(IOException cause, String what) {
        if (cause instanceof DamagedPictureException damage) {
            String why = damage.isTold() ? damage.getMessage() : "it can't be decoded";
            return new MediaFilesException(ProblemCode.NOT_A_VALID_MEDIA_FILE,
                    "This is not a valid " + what + ": " + why + ".", cause);
        }
        if (cause instanceof TimeLimit.Exceeded) {
            return notReady("The " + what + " was not decoded: " + cause.getMessage() + ".", cause);
        }
        if (cause instanceof InterruptedIOException || cause instanceof ClosedByInterruptException) {
            return notReady("The " + what + " was not decoded: the server is ending its work.", cause);
        }
        String message = cause.getMessage();
        if (isNoRoom(message)) {
            return new MediaFilesException(ProblemCode.STORAGE_FULL,
                    "The server has no room to decode the " + what + ".",
                    cause);
        }
        if (isShortage(message)) {
            return notReady("The server has too much to do to decode the " + what + ".", cause);
        }
        return new MediaFilesException(ProblemCode.INTERNAL_ERROR, "The " + what + " could not be read.", cause);
    }

    private static MediaFilesException notReady(String detail, IOException cause) {
        return new MediaFilesException(ProblemCode.NOT_READY, detail, cause).retryAfter(RETRY_AFTER);
    }

    /** The JDK, and programs, tell the system's errors by their texts alone. @param message may be {@code null} */
    static boolean isNoRoom(String message) {
        return says(message, List.of("no space left on device", "quota exceeded", "out of disk space"));
    }

    /** @param message may be {@code null}; @return whether the system lacks something that comes back by itself */
    static boolean isShortage(String message) {
        return says(message, List.of("too many open files", "resource temporarily unavailable",
                "cannot allocate memory"));
    }

    private static boolean says(String message, List<String> texts) {
        String lower = String.valueOf(message).toLowerCase(Locale.ROOT);
        return texts.stream().anyMatch(lower::contains);
    }
}
