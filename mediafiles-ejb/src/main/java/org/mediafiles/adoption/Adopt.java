package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.mediafiles.adoption.AdoptReport.Outcome;
import org.mediafiles.schema.version.LockPatience;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;

/**
 * Takes a Django database over: recognised by its catalogue, saved, given a history of ours that begins at its phase, and
 * migrated on. No row, id or time of it changes, and Django's own history stays. Only somebody at the command line does
 * this, having read which database it is. Broken off anywhere, it is run again and goes on.
 */
public final class Adopt {
    private static final Logger LOG = Logger.getLogger(Adopt.class);

    private final SchemaSite site;
    private final SchemaWork schema;
    private final Duration betweenLooks;
    private final Checkpoint checkpoint;

    /** Told where a run is; a test breaks it off there. */
    interface Checkpoint {
        Checkpoint NONE = place -> {};

        void reached(String place) throws SQLException;
    }

    public Adopt(SchemaSite site) {
        this(site, OwnSchemaWork.of(site), WritersOutside.BETWEEN_LOOKS, Checkpoint.NONE);
    }

    /** For tests. */
    Adopt(SchemaSite site, SchemaWork schema, Duration betweenLooks, Checkpoint checkpoint) {
        this.site = Objects.requireNonNull(site, "site");
        this.schema = schema;
        this.betweenLooks = betweenLooks;
        this.checkpoint = checkpoint;
    }

    /**
     * @param yes somebody who knows which database it is agreed; without, nothing is written
     * @return what it came to; expected failures, a lost database among them, are reports, too
     */
    public AdoptReport run(boolean yes) {
        AdoptDraft draft = new AdoptDraft("adopt");
        try (Connection guard = site.owner().getConnection()) {
            draft.look(guard);
            requireAdoptable(draft.found());
            if (!yes) {
                draft.add(new WritersOutside(betweenLooks).look(guard, List.of()));
                return draft.report(Outcome.NEEDS_YES, "Nothing was written. If this is the right database, back it up"
                        + " and run adopt --yes.");
            }
            draft.report(Outcome.NEEDS_YES, "").headLines().forEach(site.progress()::says);
            try (SchemaLock lock = lock(guard, site)) {
                return underLock(lock, draft);
            }
        } catch (AdoptStopped stopped) {
            return draft.report(stopped.outcome(), stopped.getMessage());
        } catch (SQLException failure) {
            LOG.warn("The adoption broke off", failure);
            return draft.report(Outcome.FAILED, sentence(failure));
        }
    }

    private static void requireAdoptable(Recognition found) throws AdoptStopped {
        switch (found.kind()) {
            case DJANGO, ADOPTION_BEGUN, ADOPTED -> {
                // goes on
            }
            case EMPTY -> throw AdoptStopped.refused("There is nothing to adopt here: migrate makes an empty database"
                    + " ready.");
            case OURS ->
                throw AdoptStopped.refused("This database is ours already, from its beginning: migrate keeps it"
                        + " up to date.");
            case LEAVING -> throw AdoptStopped.refused("This database is on its way back to Django: run unadopt --yes"
                    + " to its end first.");
            case UNKNOWN -> throw AdoptStopped.refused("This is no database of the Django application after one of its"
                    + " phases 0 to 6: it differs in what is listed. Nothing was written.");
        }
    }

    private AdoptReport underLock(SchemaLock lock, AdoptDraft draft) throws SQLException, AdoptStopped {
        try (Connection work = site.owner().getConnection()) {
            // Whoever held the lock may have done what was to be done.
            requireAdoptable(draft.look(lock.connection()));
            return new Takeover(site, schema, new WritersOutside(betweenLooks), checkpoint, draft).run(lock, work);
        }
    }

    static SchemaLock lock(Connection guard, SchemaSite site) throws SQLException, AdoptStopped {
        Optional<SchemaLock> lock = SchemaLock.await(guard, site.config().lockWait(), site.progress());
        return lock.orElseThrow(() -> AdoptStopped.stopped("Another server or command works on the schema: run this"
                + " again when it is done."));
    }

    /** What may be thought of as expected in an operator's day, in one sentence. */
    static String sentence(SQLException failure) {
        if (Sql.isConnectionLost(failure)) {
            return "The database does not answer (SQLSTATE " + Sql.state(failure)
                    + "): run this again when it does, it goes on where it was.";
        }
        String first = failure.getMessage() == null ? "" : failure.getMessage().lines().findFirst().orElse("");
        if (LockPatience.isBusy(failure)) {
            return "Others held a lock on a table for longer than mediafiles.schema.lock-wait-seconds: run this again"
                    + " when they are done, it goes on where it was.";
        }
        return switch (Sql.state(failure)) {
            case "57014" -> "A statement took longer than mediafiles.schema.statement-timeout-seconds and was given up;"
                    + " run this again with more time, it goes on where it was.";
            case "42501" -> "This login may not do that; use the owner of the tables: " + first;
            case "53100" ->
                "The database server's disk is full; make room and run this again, it goes on where it was.";
            default -> "The database refused (SQLSTATE " + Sql.state(failure) + "); nothing of that step stands: "
                    + first;
        };
    }
}
