package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.mediafiles.adoption.Adopt.Checkpoint;
import org.mediafiles.adoption.AdoptReport.Outcome;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Area;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaSite;

/**
 * Gives a database back to Django, at the phase at which it was taken over: catalogue and rows as they were then. What was
 * added or changed since is exported first. Audit and the record of runs stay; the database can be adopted again. Broken
 * off anywhere, it is run again and goes on.
 */
public final class Unadopt {
    private static final Logger LOG = Logger.getLogger(Unadopt.class);

    private final SchemaSite site;
    private final SchemaWork schema;
    private final Duration betweenLooks;
    private final Checkpoint checkpoint;

    public Unadopt(SchemaSite site) {
        this(site, OwnSchemaWork.of(site), WritersOutside.BETWEEN_LOOKS, Checkpoint.NONE);
    }

    /** For tests. */
    Unadopt(SchemaSite site, SchemaWork schema, Duration betweenLooks, Checkpoint checkpoint) {
        this.site = Objects.requireNonNull(site, "site");
        this.schema = schema;
        this.betweenLooks = betweenLooks;
        this.checkpoint = checkpoint;
    }

    /**
     * @param yes somebody who knows which database it is agreed that rows go; without, nothing is written
     * @return what it came to; expected failures, a lost database among them, are reports, too
     */
    public AdoptReport run(boolean yes) {
        AdoptDraft draft = new AdoptDraft("unadopt");
        try (Connection guard = site.owner().getConnection()) {
            draft.look(guard);
            requireAdopted(draft.found());
            GivingBack.requirePhase(SchemaHistory.read(guard), AdoptionRecord.standing(guard));
            lookAtRows(guard, draft);
            if (!yes) {
                return draft.report(Outcome.NEEDS_YES, "Nothing was written. What was added goes, after a backup and an"
                        + " export: stop the server, then run unadopt --yes.");
            }
            draft.report(Outcome.NEEDS_YES, "").headLines().forEach(site.progress()::says);
            GivingBack givingBack = new GivingBack(site, schema, new WritersOutside(betweenLooks), checkpoint, draft);
            try (SchemaLock lock = Adopt.lock(guard, site); Connection work = site.owner().getConnection()) {
                requireAdopted(draft.look(lock.connection()));
                givingBack.begin(lock, work);
                return givingBack.finish(lock, work);
            }
        } catch (AdoptStopped stopped) {
            return draft.report(stopped.outcome(), stopped.getMessage());
        } catch (SQLException failure) {
            LOG.warn("Giving the database back broke off", failure);
            return draft.report(Outcome.FAILED, Adopt.sentence(failure));
        }
    }

    private static void requireAdopted(Recognition found) throws AdoptStopped {
        switch (found.kind()) {
            case ADOPTED, ADOPTION_BEGUN, LEAVING -> {
                // goes on
            }
            case DJANGO -> throw AdoptStopped.refused("This database is Django's, at phase "
                    + found.phase().orElseThrow() + ": there is nothing to give back.");
            case OURS, EMPTY, UNKNOWN -> throw AdoptStopped.refused("This database was not adopted, so there is nobody"
                    + " to give it back to.");
        }
    }

    private static void lookAtRows(Connection guard, AdoptDraft draft) throws SQLException {
        if (draft.found().kind() != Recognition.Kind.ADOPTED) {
            return;
        }
        guard.setAutoCommit(false);
        try {
            RowsSince since = new RowsSince(guard);
            since.added().forEach(draft::added);
            since.changed().forEach(draft::changed);
            long edited = since.editedEvents();
            if (edited > 0) {
                draft.add(List.of(Finding.of(Area.ADOPTION, "events-edited", Level.WARNING, edited)));
            }
        } finally {
            // What is closed was cut off, and the failure that says so is on its way.
            if (!guard.isClosed()) {
                guard.rollback();
                guard.setAutoCommit(true);
            }
        }
    }
}
