package org.mediafiles.catalog;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.mediafiles.catalog.RegenerationRows.Candidate;
import org.mediafiles.catalog.RegenerationRows.Walk;

/**
 * The walk over the stored objects that puts their jobs back to waiting, a few at a time, so that what is uploaded
 * meanwhile never waits behind all of them. Where it is stands in its row: it goes on after a restart, on any server.
 */
@Stateless
public class RegenerationWalk {
    /** So many of its jobs wait at most; below the number at which adopted files wait for derivatives. */
    public static final int MOST_WAITING = 40;
    /** So many objects are looked at in one short transaction. */
    static final int WINDOW = 500;
    private static final UUID LOWEST = new UUID(0, 0);

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private jakarta.enterprise.event.Event<DerivativesWanted> wanted;

    private Consumer<DerivativesWanted> signal = queued -> wanted.fire(queued);

    public RegenerationWalk() {}

    /** For tests without a container. */
    public RegenerationWalk(EntityManager em, Consumer<DerivativesWanted> signal) {
        this.em = em;
        this.signal = signal;
    }

    /** What a step came to. */
    public enum Step {
        /** Nothing is under way, or another server is at it. */
        IDLE,
        /** As many wait as may: it goes on when some are made. */
        FULL,
        /** It can go on at once. */
        ON
    }

    /** Goes on with the regeneration that is under way; ends it where all of its jobs have come to their end. */
    public Step step() {
        RegenerationRows rows = new RegenerationRows(em);
        rows.endOnes();
        Optional<Walk> walk = rows.claim();
        if (walk.isEmpty()) {
            return Step.IDLE;
        }
        long[] open = rows.open(walk.get().id());
        int room = MOST_WAITING - (int) Math.min(MOST_WAITING, open[0]);
        if (room == 0) {
            return Step.FULL;
        }
        UUID after = walk.get().position() == null ? LOWEST : walk.get().position();
        List<Candidate> window = rows.window(after, walk.get().createdAt(), WINDOW);
        if (window.isEmpty()) {
            return open[0] + open[1] == 0 ? ended(rows, walk.get()) : Step.FULL;
        }
        queue(rows, walk.get(), window, room);
        return Step.ON;
    }

    private static Step ended(RegenerationRows rows, Walk walk) {
        rows.end(walk.id(), "done", 0);
        return Step.ON;
    }

    private void queue(RegenerationRows rows, Walk walk, List<Candidate> window, int room) {
        List<Candidate> chosen = new ArrayList<>();
        UUID position = walk.position();
        for (Candidate candidate : window) {
            if (chosen.size() == room) {
                break;
            }
            if (candidate.isDerivable() && walk.scope().takes(candidate.kind(), candidate.jobState())) {
                chosen.add(candidate);
            }
            position = candidate.objectId();
        }
        int fresh = rows.queue(walk.id(), chosen);
        rows.advance(walk.id(), position, chosen.size());
        if (fresh > 0) {
            signal.accept(new DerivativesWanted(null));
        }
    }
}
