package org.mediafiles.audit.chain;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.naming.NamingException;
import org.jboss.logging.Logger;
import org.mediafiles.audit.Actor;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.config.AuditConfig;
import org.mediafiles.config.StorageConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/**
 * Runs one verification at a time on this server, in a request or beside the requests, and tells how far it is. Each stands on
 * record with what it came to. Who may ask for one decides the caller of this class: this room knows no users.
 */
@ApplicationScoped
public class VerificationDesk {
    private static final Logger LOG = Logger.getLogger(VerificationDesk.class);
    /** Most trails are verified by then. */
    private static final long PATIENCE_SECONDS = 10;
    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

    @Resource
    private ManagedExecutorService executor;
    @Inject
    private AuditConfig config;
    @Inject
    private StorageConfig storage;
    @EJB
    private AuditTrail trail;
    @EJB
    private SealTimer seals;

    private final Semaphore free = new Semaphore(1, true);
    private volatile Job last;

    /**
     * Verifies and returns when it is done, however long that takes; in no transaction.
     *
     * @throws MediaFilesException {@code CONFLICT} while another one runs here that takes long; {@code NOT_READY} where the
     *                             database does not answer
     */
    public VerificationReport verify(Actor admin) {
        take(PATIENCE_SECONDS);
        return run(begun(admin));
    }

    /**
     * Begins a verification beside the requests.
     *
     * @throws MediaFilesException {@code CONFLICT} while another one runs here
     */
    public void begin(Actor admin) {
        take(0);
        Job job = begun(admin);
        try {
            executor.execute(() -> {
                try {
                    run(job);
                } catch (MediaFilesException broken) {
                    // Told by the task, which has no report.
                    LOG.debug("verification broke off", broken);
                }
            });
        } catch (RuntimeException refused) {
            end(job);
            throw refused;
        }
    }

    /** @return what runs here or ran last; empty where nothing did since the server started */
    public Optional<VerificationTask> current() {
        return Optional.ofNullable(last).map(Job::task);
    }

    /** @return the file that this server could not write its last anchor to; empty where all is well */
    public Optional<String> anchorTrouble() {
        return seals.anchorTrouble();
    }

    private void take(long seconds) {
        try {
            if (free.tryAcquire(seconds, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
        throw new MediaFilesException(ProblemCode.CONFLICT,
                "This server verifies the trail already: wait for its end.");
    }

    private Job begun(Actor admin) {
        Job job = new Job(admin);
        last = job;
        return job;
    }

    private void end(Job job) {
        job.endedAt = Instant.now();
        free.release();
    }

    private VerificationReport run(Job job) {
        try {
            AnchorFile anchors = new AnchorFile(config.anchorFile(storage.root()));
            VerificationReport report = new AuditVerification(anchors).run(ServerDatabase.lookUp(), job);
            trail.recordApart(job.admin, AuditEntry.ok(AuditAct.AUDIT_VERIFY).details(details(report)));
            if (!report.intact()) {
                LOG.errorf("The audit trail is not what was sealed: %s at seal %s, row %s",
                        report.firstFault().kind().code(),
                        report.firstFault().seq(), report.firstFault().id());
            }
            job.report = report;
            return report;
        } catch (SQLException | NamingException away) {
            LOG.warn("The trail could not be verified", away);
            recordFailure(job);
            throw new MediaFilesException(ProblemCode.NOT_READY, "The database does not answer.", away)
                    .retryAfter(COME_AGAIN);
        } finally {
            end(job);
        }
    }

    private void recordFailure(Job job) {
        try {
            trail.recordApart(job.admin, AuditEntry.failed(AuditAct.AUDIT_VERIFY, ProblemCode.NOT_READY.code()));
        } catch (RuntimeException away) {
            LOG.debug("nor can that be put on record", away);
        }
    }

    private static Map<String, Object> details(VerificationReport report) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("intact", report.intact());
        details.put("rows", report.rows());
        details.put("sealed", report.sealed());
        details.put("unsealed", report.unsealed());
        details.put("anchors", report.anchorsChecked());
        if (!report.intact()) {
            details.put("faults", report.faults());
            details.put("kind", report.firstFault().kind().code());
            details.put("id", String.valueOf(report.firstFault().id()));
            details.put("seq", String.valueOf(report.firstFault().seq()));
        }
        return details;
    }

    private static final class Job implements AuditVerification.Progress {
        private final Actor admin;
        private final Instant startedAt = Instant.now();
        private volatile Instant endedAt;
        private volatile VerificationReport report;
        private volatile long checked;
        private volatile long total;

        private Job(Actor admin) {
            this.admin = admin;
        }

        @Override
        public void checked(long done, long all) {
            total = all;
            checked = done;
        }

        private VerificationTask task() {
            // An end that is told has its report.
            Optional<Instant> ended = Optional.ofNullable(endedAt);
            return new VerificationTask(admin.username(), startedAt, ended, checked, total,
                    ended.isPresent() ? Optional.ofNullable(report) : Optional.empty());
        }
    }
}
