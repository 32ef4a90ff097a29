package org.mediafiles.web.problem;

import jakarta.ejb.ConcurrentAccessTimeoutException;
import jakarta.ejb.NoSuchEJBException;
import jakarta.ws.rs.WebApplicationException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** Finds out which problem a {@link Throwable} is: unwraps what containers wrap, knows a database that is away. */
public final class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);
    private static final int DEEPEST_CAUSE = 20;

    private Failures() {}

    /**
     * The document for a failure. What is not expected is logged here under the request's id and tells the caller nothing
     * but that id.
     */
    public static ProblemDocument document(Throwable failure, UUID requestId) {
        MediaFilesException known = explain(failure);
        if (known.code() == ProblemCode.INTERNAL_ERROR) {
            LOG.errorf(failure, "Request %s failed", requestId);
        } else if (known.code() == ProblemCode.NOT_READY && known != failure) {
            LOG.warnf("Request %s: the database does not answer (%s)", requestId, failure.getClass().getName());
        }
        return ProblemDocument.of(known, requestId);
    }

    /** @return what a caller is told of this failure */
    static MediaFilesException explain(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE && seen.add(cause); depth++) {
            if (cause instanceof MediaFilesException known) {
                return known;
            }
            if (cause instanceof WebApplicationException answer) {
                return ofStatus(answer.getResponse().getStatus());
            }
            if (isDatabaseAway(cause)) {
                return new MediaFilesException(ProblemCode.NOT_READY, "The database does not answer.", failure)
                        .retryAfter(Duration.ofSeconds(10));
            }
            if (cause instanceof ConcurrentAccessTimeoutException || cause instanceof NoSuchEJBException) {
                return new MediaFilesException(ProblemCode.NOT_READY, "The server is busy or starting.", failure);
            }
            cause = cause.getCause();
        }
        return new MediaFilesException(ProblemCode.INTERNAL_ERROR, "Something failed; the instance stands in the log.",
                failure);
    }

    /** @return the problem for a status that JAX-RS or the container chose */
    static MediaFilesException ofStatus(int status) {
        ProblemCode code = ProblemStatus.codeOf(status);
        return new MediaFilesException(code, switch (code) {
            case NOT_FOUND -> "There is no such resource.";
            case METHOD_NOT_ALLOWED -> "The resource does not have this method.";
            case NOT_ACCEPTABLE -> "Nothing that the Accept header names can be produced.";
            case UNSUPPORTED_MEDIA_TYPE -> "The resource does not take this Content-Type.";
            case INVALID_REQUEST -> "The request cannot be understood.";
            default -> ProblemStatus.title(code) + '.';
        });
    }

    private static boolean isDatabaseAway(Throwable cause) {
        // jakarta.resource.ResourceException is the pool's word for "no connection"; the API is not on our class path.
        String type = cause.getClass().getName();
        if (type.startsWith("jakarta.resource.") || type.equals("org.hibernate.exception.JDBCConnectionException")) {
            return true;
        }
        if (cause instanceof SQLException sql) {
            // SQLSTATE class 08: connection failure; 57P01–57P03: PostgreSQL shuts down or starts; 53300: no slot left.
            String state = sql.getSQLState();
            return state != null && (state.startsWith("08") || state.startsWith("57P0") || state.equals("53300"));
        }
        return false;
    }
}
