package org.mediafiles.audit.chain;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.mediafiles.config.AuditConfig;

/**
 * Seals what was committed, walks over the whole trail now and then, and writes anchors. Called again and again by one
 * thread; what fails is tried again at the next call, and told once.
 */
final class Sealer {
    private static final Logger LOG = Logger.getLogger(Sealer.class);
    private static final Duration SWEEP_EVERY = Duration.ofHours(1);
    /** At each call, so that the trail's end is never long without its seals. */
    private static final Duration SWEEP_SLICE = Duration.ofMillis(500);

    private final AuditConfig config;
    private final AnchorFile anchors;
    private final Sealing sealing = new Sealing();
    private Sweep sweep = new Sweep(sealing);
    private long sweptAt;
    private long anchorDueAt = System.nanoTime();
    private long anchored;
    private boolean failing;
    private volatile String anchorTrouble;

    Sealer(AuditConfig config, AnchorFile anchors) {
        this.config = config;
        this.anchors = anchors;
    }

    /** @param stopped asked between two batches */
    void work(DataSource database, BooleanSupplier stopped) {
        try (Connection connection = database.getConnection()) {
            Optional<Integer> sealed;
            do {
                sealed = sealing.round(connection, null);
                anchorIfDue(connection);
            } while (sealed.filter(count -> count == Sealing.BATCH).isPresent() && !stopped.getAsBoolean());
            sweepOn(connection, stopped);
            if (failing) {
                LOG.info("The audit trail is being sealed again");
                failing = false;
            }
        } catch (SQLException | RuntimeException failed) {
            if (!failing) {
                LOG.warn("The audit trail could not be sealed; tried again, nothing is lost", failed);
                failing = true;
            }
        }
    }

    private void sweepOn(Connection connection, BooleanSupplier stopped) throws SQLException {
        if (sweep == null && System.nanoTime() - sweptAt < SWEEP_EVERY.toNanos()) {
            return;
        }
        sweep = sweep == null ? new Sweep(sealing) : sweep;
        long end = System.nanoTime() + SWEEP_SLICE.toNanos();
        while (System.nanoTime() < end && !stopped.getAsBoolean()) {
            if (!sweep.step(connection)) {
                sweep = null;
                sweptAt = System.nanoTime();
                return;
            }
        }
    }

    private void anchorIfDue(Connection connection) throws SQLException {
        if (System.nanoTime() - anchorDueAt < 0) {
            return;
        }
        anchorDueAt = System.nanoTime() + config.anchorEvery().toNanos();
        anchor(end(connection));
    }

    /** Also where another server seals: each writes its own anchors. */
    private static ChainEnd end(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT seq, chain_hash FROM mediafiles_ops.audit_seal ORDER BY seq DESC LIMIT 1");
                ResultSet row = statement.executeQuery()) {
            return row.next() ? new ChainEnd(row.getLong(1), row.getBytes(2)) : null;
        }
    }

    /** The last one before the server ends; needs no database. */
    void anchorLast() {
        anchor(sealing.end().orElse(null));
    }

    private void anchor(ChainEnd end) {
        if (end == null || end.seq() == anchored) {
            return;
        }
        try {
            anchors.append(Anchor.of(Instant.now(), end));
            anchored = end.seq();
            if (anchorTrouble != null) {
                LOG.infof("Anchors of the audit trail are written again, to %s", anchors.path());
            }
            anchorTrouble = null;
        } catch (IOException | SecurityException refused) {
            if (anchorTrouble == null) {
                LOG.warnf(
                        "No anchor of the audit trail can be written to %s (%s): what is cut off the trail's end could"
                                + " not be found. Give the server's user that file, or name another one in"
                                + " mediafiles.audit.anchor-file.",
                        anchors.path(), refused.getClass().getSimpleName());
            }
            anchorTrouble = anchors.path().toString();
        }
    }

    /** @return the file that anchors could not be written to; empty where all is well */
    Optional<String> anchorTrouble() {
        return Optional.ofNullable(anchorTrouble);
    }
}
