package org.mediafiles.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestArchive;

class StoredFailuresTest extends FailureCountsContract {
    private static TestArchive archive;
    private final FailureCounts counts = new FailureCounts() {
        @Override
        public Optional<Duration> lockedFor(SignInAttempt attempt) {
            return archive.inTransaction(em -> new StoredFailures(em).lockedFor(attempt));
        }

        @Override
        public Optional<Duration> failed(SignInAttempt attempt) {
            return archive.inTransaction(em -> new StoredFailures(em).failed(attempt));
        }

        @Override
        public void succeeded(SignInAttempt attempt) {
            archive.doInTransaction(em -> new StoredFailures(em).succeeded(attempt));
        }
    };

    @BeforeAll
    static void openArchive() {
        archive = TestArchive.open();
    }

    @AfterAll
    static void closeArchive() {
        archive.close();
    }

    @BeforeEach
    void forget() {
        archive.execute("truncate mediafiles_ops.sign_in_lock");
    }

    @Override
    FailureCounts counts() {
        return counts;
    }

    @Override
    void pass(Duration time) {
        archive.execute("update mediafiles_ops.sign_in_lock set last_failed_at = last_failed_at - interval '"
                + time.toSeconds() + " s', locked_until = locked_until - interval '" + time.toSeconds() + " s'");
    }

    private static int sweep() {
        return archive.inTransaction(em -> new StoredFailures(em).sweep());
    }

    @Test
    void aDayAfterItsEndNothingIsKnownOfALock() {
        SignInAttempt locked = new SignInAttempt("ana", "10.0.0.7", null);
        SignInAttempt failed = new SignInAttempt("bia", "10.0.0.7", null);
        for (int i = 0; i < 5; i++) {
            counts.failed(locked);
        }
        counts.failed(failed);
        pass(Duration.ofHours(24));
        assertEquals(1, sweep());
        assertEquals("ana", archive.query("select string_agg(username, ',') from mediafiles_ops.sign_in_lock"));
        pass(Duration.ofMinutes(16));
        assertEquals(1, sweep());
    }

    @Test
    void aFloodOfInventedNamesLeavesTheLockedAndTheNewest() {
        archive.execute("insert into mediafiles_ops.sign_in_lock (username, address, failures, locks, last_failed_at,"
                + " locked_until) select 'n' || i, '10.0.0.7', 1, 0, now() - make_interval(secs => i), case when i > 20990"
                + " then now() + interval '1 hour' end from generate_series(1, 21000) i");
        assertEquals(1_000, sweep());
        assertEquals("10",
                archive.query("select count(*) from mediafiles_ops.sign_in_lock where locked_until > now()"));
        assertTrue(archive
                .query("select max(last_failed_at) from mediafiles_ops.sign_in_lock where username = 'n1'") != null);
    }
}
