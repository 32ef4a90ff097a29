package org.mediafiles.catalog;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.util.Set;
import org.jboss.logging.Logger;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/**
 * Lies around the transaction, which begins at {@code PLATFORM_BEFORE + 200}, and within what settles its refusals. The
 * database undid all of a call that collided, so the next try sees what the other one wrote.
 */
@RepeatsCollisions
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 150)
class CollisionRepetition {
    private static final Logger LOG = Logger.getLogger(CollisionRepetition.class);
    private static final int TRIES = 3;
    /** Unique and foreign key, serialization, deadlock. */
    private static final Set<String> STATES = Set.of("23505", "23503", "40001", "40P01");

    /** @throws MediaFilesException {@code VERSION_CONFLICT} where every try collided, and what the call throws */
    @AroundInvoke
    public Object repeat(InvocationContext call) throws Exception {
        for (int attempt = 1;; attempt++) {
            try {
                return call.proceed();
            } catch (MediaFilesException refusal) {
                throw refusal;
            } catch (Exception failure) {
                if (!isCollision(failure)) {
                    throw failure;
                }
                if (attempt == TRIES) {
                    throw new MediaFilesException(ProblemCode.VERSION_CONFLICT,
                            "It was changed in the meantime; read it again.", failure);
                }
                LOG.infof("%s met another program's write and is tried again", call.getMethod().getName());
            }
        }
    }

    private static boolean isCollision(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof OptimisticLockException
                    || at instanceof SQLException sql && STATES.contains(sql.getSQLState())) {
                return true;
            }
            for (Throwable beside : at.getSuppressed()) {
                if (isCollision(beside)) {
                    return true;
                }
            }
        }
        return false;
    }
}
