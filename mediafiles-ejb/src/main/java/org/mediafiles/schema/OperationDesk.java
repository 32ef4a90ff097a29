package org.mediafiles.schema;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.SchemaReport;

/** Runs one long operation at a time beside the requests, and tells how far it is. */
@ApplicationScoped
class OperationDesk {
    private static final Logger LOG = Logger.getLogger(OperationDesk.class);
    /** What a person scrolls through; the whole stands in the server's log. */
    private static final int LINES_KEPT = 200;

    @Resource
    private ManagedExecutorService executor;

    private Job last;

    /** What is to be run. */
    @FunctionalInterface
    interface Operation {
        SchemaReport run(Progress progress) throws Exception;
    }

    /**
     * @return the operation, begun
     * @throws MediaFilesException {@code CONFLICT} while another one runs here
     */
    synchronized SchemaTask start(String operation, String initiator, Operation work) {
        if (last != null && last.task().isRunning()) {
            throw new MediaFilesException(ProblemCode.CONFLICT,
                    "This server runs " + last.operation + " already: wait for its end.");
        }
        Job job = new Job(operation, initiator);
        executor.execute(() -> job.run(work));
        last = job;
        return job.task();
    }

    /** @return what runs here or ran last; empty where nothing did since the server started */
    synchronized Optional<SchemaTask> current() {
        return Optional.ofNullable(last).map(Job::task);
    }

    /** Asks the running operation to stop at the next place where it can be resumed. */
    synchronized void askToStop() {
        if (last != null) {
            last.stopAsked = true;
        }
    }

    private static final class Job implements Progress {
        private final UUID id = UUID.randomUUID();
        private final String operation;
        private final String initiator;
        private final Instant startedAt = Instant.now();
        private final Deque<String> lines = new ArrayDeque<>();
        private Instant endedAt;
        private SchemaReport report;
        private String failure;
        private volatile boolean stopAsked;

        private Job(String operation, String initiator) {
            this.operation = operation;
            this.initiator = initiator;
        }

        private void run(Operation work) {
            SchemaReport came = null;
            String broke = null;
            try {
                came = work.run(this);
            } catch (MediaFilesException refused) {
                broke = refused.getMessage();
            } catch (Exception failed) {
                LOG.errorf(failed, "%s broke off", operation);
                broke = operation + " broke off; the server's log says where.";
            }
            synchronized (this) {
                report = came;
                failure = broke;
                endedAt = Instant.now();
            }
        }

        @Override
        public synchronized void says(String line) {
            LOG.info(line);
            lines.addLast(line);
            if (lines.size() > LINES_KEPT) {
                lines.removeFirst();
            }
        }

        @Override
        public boolean isStopAsked() {
            return stopAsked;
        }

        private synchronized SchemaTask task() {
            return new SchemaTask(id, operation, initiator, startedAt, Optional.ofNullable(endedAt), List.copyOf(lines),
                    Optional.ofNullable(report), Optional.ofNullable(failure), stopAsked);
        }
    }
}
