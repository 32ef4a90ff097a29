package org.mediafiles.derivative;

import org.jboss.logging.Logger;
import org.mediafiles.catalog.ClaimedJob;
import org.mediafiles.catalog.DerivativeJobService;
import org.mediafiles.imaging.clip.ClipFollower;

/** Writes into a job's row how far it is, which keeps its lease alive, and what its programs said. */
final class JobProgress {
    private static final Logger LOG = Logger.getLogger(JobProgress.class);

    private final DerivativeJobService jobs;
    private final ClaimedJob job;
    private final StringBuilder words = new StringBuilder();

    JobProgress(DerivativeJobService jobs, ClaimedJob job) {
        this.jobs = jobs;
        this.job = job;
    }

    /** @return a follower of a part of the whole, both ends in per cent of it */
    ClipFollower over(int from, int to) {
        return new ClipFollower() {
            @Override
            public boolean goesOn(int percent) {
                return write(from + (to - from) * percent / 100);
            }

            @Override
            public void said(String text) {
                keep(text);
            }
        };
    }

    /** A database that is away for a moment costs no transcode: whose the job is then, it says when it is back. */
    private boolean write(int percent) {
        try {
            return jobs.progress(job, percent, ClipJobRunner.LEASE);
        } catch (RuntimeException e) {
            LOG.debugf(e, "derivative job %d: its progress was not written", (Object) job.id());
            return true;
        }
    }

    private void keep(String text) {
        if (text.isEmpty()) {
            return;
        }
        words.append(text).append('\n');
        try {
            jobs.keepLog(job, words.toString());
        } catch (RuntimeException e) {
            LOG.debugf(e, "derivative job %d: what its program said was not kept", (Object) job.id());
        }
    }
}
