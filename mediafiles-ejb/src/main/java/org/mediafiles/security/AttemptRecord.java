package org.mediafiles.security;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.audit.Concerned;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/**
 * Puts on record what an {@link Attempt} came to where it did not succeed: once, whoever else sees the same refusal pass. Lies
 * around what settles refusals, at {@code PLATFORM_BEFORE + 100}, so that a refusal with a row of its own gets no second.
 */
@Attempt
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 50)
public class AttemptRecord {
    private static final Logger LOG = Logger.getLogger(AttemptRecord.class);
    /** How many attempts lie around this thread's call: of a failure that bears no mark the outermost tells. */
    private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

    @Inject
    private AuditTrail audit;

    public AttemptRecord() {}

    AttemptRecord(AuditTrail audit) {
        this.audit = audit;
    }

    /** What a call that did not succeed is on record as. */
    enum Outcome {
        REFUSED, FAILED,
        /** Nothing was attempted: the request made no sense, or named what is not there, or is to come again. */
        UNTOLD
    }

    /** Passes the call on, and what it throws. */
    @AroundInvoke
    public Object around(InvocationContext call) throws Exception {
        int depth = DEPTH.get();
        DEPTH.set(depth + 1);
        try {
            return call.proceed();
        } catch (MediaFilesException refusal) {
            Outcome outcome = outcome(refusal.code(), act(call));
            if (outcome != Outcome.UNTOLD && refusal.putOnRecord()) {
                tell(call, outcome, refusal.code());
            }
            throw refusal;
        } catch (Exception failure) {
            if (depth == 0) {
                tell(call, Outcome.FAILED, ProblemCode.INTERNAL_ERROR);
            }
            throw failure;
        } finally {
            if (depth == 0) {
                DEPTH.remove();
            } else {
                DEPTH.set(depth);
            }
        }
    }

    static Outcome outcome(ProblemCode code, AuditAct act) {
        return switch (code) {
            case INVALID_REQUEST, AUTHENTICATION_REQUIRED, NOT_FOUND, UNKNOWN_UPLOAD, METHOD_NOT_ALLOWED,
                    NOT_ACCEPTABLE, RANGE_NOT_SATISFIABLE, SCHEMA_NOT_READY ->
                Outcome.UNTOLD;
            case FILE_MISSING, STORAGE_FULL, INTERNAL_ERROR -> Outcome.FAILED;
            // A derivative that is still being made broke nothing, and is asked for again and again.
            case NOT_READY -> isLook(act) ? Outcome.UNTOLD : Outcome.FAILED;
            default -> Outcome.REFUSED;
        };
    }

    private static boolean isLook(AuditAct act) {
        return act == AuditAct.MEDIA_LOOK || act == AuditAct.ORIGINAL_LOOK;
    }

    private void tell(InvocationContext call, Outcome outcome, ProblemCode code) {
        AuditEntry entry = entry(call, outcome, code.code());
        for (Object argument : call.getParameters()) {
            if (argument instanceof Caller caller) {
                try {
                    audit.recordApart(caller.actor(), entry);
                } catch (RuntimeException unwritten) {
                    // The call has ended already, and its caller is told why; mostly the database is away.
                    LOG.errorf("Not on record: %s %s in request %s (%s)", entry.act().code(), entry.outcome(),
                            caller.requestId(), unwritten.getClass().getName());
                }
                return;
            }
        }
    }

    private static AuditAct act(InvocationContext call) {
        AuditAct act = call.getMethod().getAnnotation(Attempt.class).value();
        for (Object argument : call.getParameters()) {
            if (act == AuditAct.MEDIA_LOOK && variant(argument) == Variant.CONTENT) {
                return AuditAct.ORIGINAL_LOOK;
            }
        }
        return act;
    }

    private static Variant variant(Object argument) {
        return argument instanceof Concerned told
                ? told.variant()
                : argument instanceof Variant variant ? variant : null;
    }

    private static AuditEntry entry(InvocationContext call, Outcome outcome, String code) {
        AuditAct act = act(call);
        AuditEntry entry = outcome == Outcome.FAILED ? AuditEntry.failed(act, code) : AuditEntry.refused(act, code);
        Map<String, Object> details = new LinkedHashMap<>(entry.details());
        Object[] arguments = call.getParameters();
        Annotation[][] annotations = call.getMethod().getParameterAnnotations();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof Concerned told) {
                entry = about(entry, told);
            }
            if (variant(arguments[i]) != null) {
                details.put("variant", variant(arguments[i]).apiName());
            }
            for (Annotation annotation : annotations[i]) {
                if (annotation instanceof About about && arguments[i] instanceof UUID id) {
                    entry = about(entry, about.value(), id);
                }
            }
        }
        return entry.details(details);
    }

    private static AuditEntry about(AuditEntry entry, Concerned told) {
        AuditEntry more = told.patientId() == null ? entry : entry.patient(told.patientId());
        more = told.eventId() == null ? more : more.event(told.eventId());
        return told.mediaFileId() == null ? more : more.mediaFile(told.mediaFileId());
    }

    private static AuditEntry about(AuditEntry entry, About.Kind kind, UUID id) {
        return switch (kind) {
            case PATIENT -> entry.patient(id);
            case EVENT -> entry.event(id);
            case MEDIA_FILE -> entry.mediaFile(id);
        };
    }
}
