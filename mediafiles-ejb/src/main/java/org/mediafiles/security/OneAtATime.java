package org.mediafiles.security;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Does work for one key after the other, and for different keys at once: guesses that come together must each see what
 * became of the one before.
 */
final class OneAtATime<K> {
    private final Map<K, Turn> turns = new HashMap<>();

    private static final class Turn {
        private final ReentrantLock lock = new ReentrantLock(true);
        private int wanted;
    }

    /** @return what the work returns, never {@code null}; empty where its turn did not come in time */
    <T> Optional<T> run(K key, Duration longestWait, Supplier<T> work) {
        Turn turn = want(key);
        try {
            if (!turn.lock.tryLock(longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            try {
                return Optional.of(work.get());
            } finally {
                turn.lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            leave(key, turn);
        }
    }

    private synchronized Turn want(K key) {
        Turn turn = turns.computeIfAbsent(key, absent -> new Turn());
        turn.wanted++;
        return turn;
    }

    private synchronized void leave(K key, Turn turn) {
        turn.wanted--;
        if (turn.wanted == 0) {
            turns.remove(key);
        }
    }

    synchronized int size() {
        return turns.size();
    }
}
