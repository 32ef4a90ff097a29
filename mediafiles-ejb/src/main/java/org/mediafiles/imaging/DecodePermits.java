package org.mediafiles.imaging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.mediafiles.config.ImagingConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/**
 * Keeps all decodes together within half the heap, and within a bound outside of it: permits by the bytes that each holds
 * at once, in kibibytes, handed out in the order they were asked for.
 */
@ApplicationScoped
public class DecodePermits {
    /** Outside the heap there is no bound that the JVM knows: one progressive picture of 100 MP needs up to 600 MB. */
    private static final long NATIVE_BYTES = 768L << 20;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final Duration wait;
    private final int heapKib;
    private final int nativeKib;
    private final Semaphore heap;
    private final Semaphore outside;

    /** For the container's proxy alone. */
    protected DecodePermits() {
        this(ImagingConfig.DEFAULTS);
    }

    @Inject
    public DecodePermits(ImagingConfig config) {
        this(config.permitWait(), Runtime.getRuntime().maxMemory() / 2, NATIVE_BYTES);
    }

    DecodePermits(Duration wait, long heapBytes, long nativeBytes) {
        this.wait = wait;
        this.heapKib = kib(heapBytes);
        this.nativeKib = kib(nativeBytes);
        this.heap = new Semaphore(heapKib, true);
        this.outside = new Semaphore(nativeKib, true);
    }

    private static int kib(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, bytes + 1023 >> 10);
    }

    /**
     * @return to be closed when the decode has ended
     * @throws MediaFilesException {@code TOO_MANY_PIXELS} for what would never fit; {@code NOT_READY} where others hold the
     *                             memory for too long
     */
    Permit take(DecodeCost cost) {
        int ownHeap = kib(cost.heapBytes());
        // A program or library that needs more than all gets all of it: it then runs alone.
        int ownOutside = Math.min(nativeKib, kib(cost.nativeBytes()));
        if (ownHeap > heapKib) {
            throw new MediaFilesException(ProblemCode.TOO_MANY_PIXELS,
                    "This coding of a picture so large does not fit into the server's memory.");
        }
        long end = System.nanoTime() + wait.toNanos();
        acquire(outside, ownOutside, end);
        try {
            acquire(heap, ownHeap, end);
        } catch (MediaFilesException e) {
            outside.release(ownOutside);
            throw e;
        }
        return () -> {
            heap.release(ownHeap);
            outside.release(ownOutside);
        };
    }

    private static void acquire(Semaphore permits, int count, long end) {
        try {
            if (permits.tryAcquire(count, Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new MediaFilesException(ProblemCode.NOT_READY, "Too many pictures are being decoded at the moment.")
                .retryAfter(RETRY_AFTER);
    }

    /** Memory that a decode may hold. */
    interface Permit extends AutoCloseable {
        @Override
        void close();
    }
}
