package org.mediafiles.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.mediafiles.audit.Actor;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.audit.Concerned;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

class AttemptRecordTest {
    private static final Caller CALLER = new Caller(2, "clara", "Clara", Role.CLINICIAN, "127.0.0.1", "request");
    private static final UUID EVENT = UUID.randomUUID();
    private static final UUID FILE = UUID.randomUUID();

    private final List<AuditEntry> onRecord = new ArrayList<>();
    private RuntimeException trailFails;
    private final AttemptRecord record = new AttemptRecord(new AuditTrail() {
        @Override
        public void recordApart(Actor actor, AuditEntry entry) {
            assertEquals(CALLER.actor(), actor);
            if (trailFails != null) {
                throw trailFails;
            }
            onRecord.add(entry);
        }
    });

    /** Calls as services have them. */
    interface Calls {
        @Attempt(AuditAct.EVENT_CHANGE)
        void change(Caller caller, @About(About.Kind.EVENT) UUID id);

        @Attempt(AuditAct.EVENT_CREATE)
        void create(Caller caller, Concerned command);

        @Attempt(AuditAct.MEDIA_LOOK)
        void look(Caller caller, @About(About.Kind.MEDIA_FILE) UUID id, Variant variant);
    }

    private static InvocationContext call(String name, Callable<Object> work, Object... arguments) {
        Method method = List.of(Calls.class.getMethods()).stream().filter(m -> m.getName().equals(name)).findFirst()
                .orElseThrow();
        return (InvocationContext) Proxy.newProxyInstance(AttemptRecordTest.class.getClassLoader(),
                new Class<?>[]{InvocationContext.class}, (proxy, asked, none) -> switch (asked.getName()) {
                    case "getMethod" -> method;
                    case "getParameters" -> arguments;
                    case "proceed" -> work.call();
                    default -> throw new UnsupportedOperationException(asked.getName());
                });
    }

    private <T extends Exception> T fails(Class<T> type, InvocationContext call) {
        return assertThrows(type, () -> record.around(call));
    }

    private MediaFilesException change(MediaFilesException refusal) {
        return fails(MediaFilesException.class, call("change", () -> {
            throw refusal;
        }, CALLER, EVENT));
    }

    @Test
    void aRefusalIsOnRecordWithWhatItIsAbout() {
        MediaFilesException refusal = new MediaFilesException(ProblemCode.VERSION_CONFLICT, "Read it again.");
        assertSame(refusal, change(refusal));
        assertEquals(List.of(AuditEntry.refused(AuditAct.EVENT_CHANGE, "version-conflict").event(EVENT)), onRecord);
    }

    @Test
    void aCommandTellsByItselfWhomItIsAbout() {
        UUID patient = UUID.randomUUID();
        fails(MediaFilesException.class, call("create", () -> {
            throw new MediaFilesException(ProblemCode.DUPLICATE_MEDIA, "There already.");
        }, CALLER, new Concerned() {
            @Override
            public UUID patientId() {
                return patient;
            }
        }));
        assertEquals(patient, onRecord.get(0).patientId());
        assertEquals("refused", onRecord.get(0).outcome());
    }

    @Test
    void aRefusalWithARowOfItsOwnGetsNoSecondAlsoAsACopy() {
        MediaFilesException refusal = new MediaFilesException(ProblemCode.FORBIDDEN, "No.").afterwards(() -> {});
        refusal.settle();
        change(refusal);
        MediaFilesException passed = new MediaFilesException(ProblemCode.CONFLICT, "No.");
        change(passed);
        change(passed.with("file", 1));
        assertEquals(1, onRecord.size());
    }

    @Test
    void whatMakesNoSenseOrIsNotThereAttemptedNothing() {
        for (ProblemCode code : List.of(ProblemCode.INVALID_REQUEST, ProblemCode.NOT_FOUND,
                ProblemCode.AUTHENTICATION_REQUIRED)) {
            change(new MediaFilesException(code, "No."));
        }
        assertEquals(List.of(), onRecord);
    }

    @Test
    void whatBreaksHereHasFailed() {
        change(new MediaFilesException(ProblemCode.STORAGE_FULL, "Full."));
        IllegalStateException bug = fails(IllegalStateException.class, call("change", () -> {
            throw new IllegalStateException("bug");
        }, CALLER, EVENT));
        assertEquals("bug", bug.getMessage());
        assertEquals(List.of(AuditEntry.failed(AuditAct.EVENT_CHANGE, "storage-full").event(EVENT),
                AuditEntry.failed(AuditAct.EVENT_CHANGE, "internal-error").event(EVENT)), onRecord);
    }

    @Test
    void aFailureWithinAnotherAttemptIsTheOuterOnesAlone() {
        InvocationContext inner = call("change", () -> {
            throw new IllegalStateException("bug");
        }, CALLER, EVENT);
        fails(IllegalStateException.class, call("create", () -> record.around(inner), CALLER, new Concerned() {
        }));
        assertEquals(List.of(AuditEntry.failed(AuditAct.EVENT_CREATE, "internal-error")), onRecord);
    }

    @Test
    void anOriginalIsToldApartAndWhatIsStillBeingMadeBrokeNothing() {
        fails(MediaFilesException.class, call("look", () -> {
            throw new MediaFilesException(ProblemCode.NOT_READY, "Later.");
        }, CALLER, FILE, Variant.LARGE));
        fails(MediaFilesException.class, call("look", () -> {
            throw new MediaFilesException(ProblemCode.FILE_MISSING, "Gone.");
        }, CALLER, FILE, Variant.CONTENT));
        assertEquals(1, onRecord.size());
        assertEquals(AuditAct.ORIGINAL_LOOK, onRecord.get(0).act());
        assertEquals("failed", onRecord.get(0).outcome());
        assertEquals(FILE, onRecord.get(0).mediaFileId());
        assertEquals(Map.of("code", "file-missing", "variant", "content"), onRecord.get(0).details());
    }

    @Test
    void aTrailThatCannotBeWrittenHidesNoFailure() {
        trailFails = new IllegalStateException("the database is away");
        MediaFilesException refusal = new MediaFilesException(ProblemCode.CONFLICT, "No.");
        assertSame(refusal, change(refusal));
    }
}
