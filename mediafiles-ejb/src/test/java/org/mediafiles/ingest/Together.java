package org.mediafiles.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs acts at once, each in a thread of its own. */
public final class Together {
    private Together() {}

    /** Throws what the first of them throws. */
    public static void run(List<Runnable> acts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(acts.size());
        CyclicBarrier start = new CyclicBarrier(acts.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Runnable act : acts) {
                running.add(threads.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    act.run();
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get(120, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
