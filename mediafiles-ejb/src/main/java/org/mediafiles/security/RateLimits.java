package org.mediafiles.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.config.RateConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/**
 * How often one person may do what costs or shows most: counted per person, whatever sessions and addresses it comes from,
 * over the last minute, on this server. Refused attempts do not count, so whoever waits as told goes on. It holds one small
 * window for each person and kind of the last minutes and forgets the rest.
 */
@ApplicationScoped
public class RateLimits {
    private final RateConfig rates;
    private final AuditTrail audit;
    /** Seconds of a clock that nobody turns back. */
    private final LongSupplier seconds;
    private final ConcurrentHashMap<Key, RateWindow> windows = new ConcurrentHashMap<>();
    private final AtomicLong sweptAt;

    private record Key(long userId, RateKind kind) {}

    protected RateLimits() {
        this(RateConfig.DEFAULTS, null, () -> 0);
    }

    @Inject
    public RateLimits(RateConfig rates, AuditTrail audit) {
        this(rates, audit, () -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime()));
    }

    RateLimits(RateConfig rates, AuditTrail audit, LongSupplier seconds) {
        this.rates = rates;
        this.audit = audit;
        this.seconds = seconds;
        this.sweptAt = new AtomicLong(seconds.getAsLong());
    }

    /** As {@link #take(Caller, RateKind, int)}, of one. */
    public void take(Caller caller, RateKind kind) {
        take(caller, kind, 1);
    }

    /**
     * Counts, or refuses: before anything is read, written or looked at. Outside a transaction, or before its first
     * statement, since the first refusal of a minute is put on record in a transaction of its own.
     *
     * @param count of what is wanted at once; more than the limit is let through by whoever has taken nothing else
     * @throws MediaFilesException {@code RATE_LIMITED}, which says when trying again makes sense
     */
    public void take(Caller caller, RateKind kind, int count) {
        long now = seconds.getAsLong();
        forget(now);
        int limit = kind.perMinute(rates);
        int wanted = Math.min(count, limit);
        int[] wait = new int[1];
        AtomicBoolean told = new AtomicBoolean();
        windows.compute(new Key(caller.userId(), kind), (key, known) -> {
            RateWindow window = known == null ? new RateWindow(now) : known;
            wait[0] = window.take(now, wanted, limit);
            told.set(wait[0] > 0 && window.isToBeTold(now));
            return window;
        });
        if (wait[0] == 0) {
            return;
        }
        if (told.get()) {
            audit.recordApart(caller.actor(), AuditEntry.refused(AuditAct.RATE_LIMIT, ProblemCode.RATE_LIMITED.code())
                    .details(Map.of("code", ProblemCode.RATE_LIMITED.code(), "kind", kind.code(), "perMinute", limit)));
        }
        throw new MediaFilesException(ProblemCode.RATE_LIMITED,
                "One person may have " + limit + " " + kind.code() + " a minute.").with("kind", kind.code())
                .with("perMinute", limit).retryAfter(Duration.ofSeconds(wait[0]));
    }

    /** @return how many persons' windows are held, each kind for itself */
    int size() {
        return windows.size();
    }

    /** Once a minute, by whoever comes along. */
    private void forget(long now) {
        long last = sweptAt.get();
        if (now - last >= RateWindow.SECONDS && sweptAt.compareAndSet(last, now)) {
            windows.keySet().forEach(
                    key -> windows.computeIfPresent(key, (same, window) -> window.isOver(now) ? null : window));
        }
    }
}
