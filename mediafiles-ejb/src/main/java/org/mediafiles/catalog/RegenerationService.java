package org.mediafiles.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.problem.SettlesRefusals;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Attempt;
import org.mediafiles.security.Caller;

/**
 * Has derivatives made anew: of one media file, of those that failed, of a kind, of all. What is there stays served until
 * it is replaced. The walk over many is a row, worked off by {@link RegenerationWalk}, one such row at a time.
 */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class RegenerationService {
    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private AuditTrail audit;
    @Inject
    private AccessPolicy policy;
    @Inject
    private jakarta.enterprise.event.Event<DerivativesWanted> wanted;

    private Consumer<DerivativesWanted> signal = queued -> wanted.fire(queued);

    public RegenerationService() {}

    /** For tests without a container. */
    public RegenerationService(EntityManager em, AuditTrail audit, AccessPolicy policy,
            Consumer<DerivativesWanted> signal) {
        this.em = em;
        this.audit = audit;
        this.policy = policy;
        this.signal = signal;
    }

    /**
     * Begins; on record.
     *
     * @param mediaFileId for the scope {@code ONE}, else {@code null}
     * @throws MediaFilesException {@code FORBIDDEN}; {@code INVALID_REQUEST} at {@code scope} or {@code mediaFileId};
     *                             {@code NOT_FOUND}; {@code CONFLICT} where one over many is under way, or where the one
     *                             media file's derivatives are being made already or cannot be made
     */
    @Attempt(AuditAct.JOBS_CHANGE)
    public RegenerationRecord begin(Caller caller, RegenerationScope scope, UUID mediaFileId) {
        new AccessGuard(policy, audit).require(caller, Act.ADMINISTER, AuditAct.JOBS_CHANGE);
        if (scope == null) {
            throw MediaFilesException.invalid("scope", "all, photos, clips, failed or one.");
        }
        if ((scope == RegenerationScope.ONE) != (mediaFileId != null)) {
            throw MediaFilesException.invalid("mediaFileId", "Named for the scope one, and for that alone.");
        }
        RegenerationRows rows = new RegenerationRows(em);
        long id;
        AuditEntry entry = AuditEntry.ok(AuditAct.JOBS_CHANGE);
        if (scope == RegenerationScope.ONE) {
            id = beginOne(caller, rows, mediaFileId);
            entry = entry.mediaFile(mediaFileId);
        } else {
            rows.lock();
            if (rows.findWalking().isPresent()) {
                throw new MediaFilesException(ProblemCode.CONFLICT, "A regeneration is under way: wait or stop it.");
            }
            id = rows.insert(scope, caller.userId(), rows.count(scope));
        }
        RegenerationRecord begun = rows.find(id).orElseThrow();
        audit.record(caller.actor(), entry.details(
                Map.of("regeneration", id, "scope", scope.code(), "total", begun.total())));
        signal.accept(new DerivativesWanted(null));
        return begun;
    }

    private long beginOne(Caller caller, RegenerationRows rows, UUID mediaFileId) {
        RegenerationRows.Candidate one = rows.findOne(mediaFileId)
                .orElseThrow(() -> MediaFilesException.notFound("media file"));
        if (!one.isDerivable()) {
            throw new MediaFilesException(ProblemCode.CONFLICT, "Nothing is derived from this file.");
        }
        long id = rows.insert(RegenerationScope.ONE, caller.userId(), 1);
        if (rows.queue(id, List.of(one)) == 0) {
            throw new MediaFilesException(ProblemCode.CONFLICT, "This file's derivatives are being made already.");
        }
        rows.advance(id, one.objectId(), 1);
        return id;
    }

    /** Numbers alone: no look. @throws MediaFilesException {@code FORBIDDEN}, {@code NOT_FOUND} */
    public RegenerationRecord get(Caller caller, long id) {
        new AccessGuard(policy, audit).require(caller, Act.ADMINISTER, AuditAct.JOBS_OPEN);
        return new RegenerationRows(em).find(id).orElseThrow(() -> MediaFilesException.notFound("regeneration"));
    }

    /** @return the one over many that is under way, else the last of all; empty before the first */
    public Optional<RegenerationRecord> latest(Caller caller) {
        new AccessGuard(policy, audit).require(caller, Act.ADMINISTER, AuditAct.JOBS_OPEN);
        RegenerationRows rows = new RegenerationRows(em);
        return rows.findWalking().or(rows::findLast).flatMap(rows::find);
    }

    /**
     * Stops it: what it has put back to waiting and no worker has begun goes back to how it was; what is begun is finished.
     * Of what is stopped already nothing changes. On record.
     *
     * @throws MediaFilesException {@code FORBIDDEN}; {@code NOT_FOUND}; {@code CONFLICT} where it is done
     */
    @Attempt(AuditAct.JOBS_CHANGE)
    public RegenerationRecord stop(Caller caller, long id) {
        new AccessGuard(policy, audit).require(caller, Act.ADMINISTER, AuditAct.JOBS_CHANGE);
        RegenerationRows rows = new RegenerationRows(em);
        String state = rows.lockState(id).orElseThrow(() -> MediaFilesException.notFound("regeneration"));
        if (state.equals("done")) {
            throw new MediaFilesException(ProblemCode.CONFLICT, "This regeneration is done.");
        }
        if (state.equals("running")) {
            int putBack = rows.putBack(id);
            rows.end(id, "stopped", putBack);
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("regeneration", id);
            details.put("stopped", true);
            details.put("putBack", putBack);
            audit.record(caller.actor(), AuditEntry.ok(AuditAct.JOBS_CHANGE).details(details));
        }
        return rows.find(id).orElseThrow();
    }
}
