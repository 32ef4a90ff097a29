package org.mediafiles.schema.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScript;

/**
 * Runs versions up and down on an empty scratch database, with invented rows, and records what each statement does. What it
 * made it takes away again.
 */
final class ScratchRun {
    /** What somebody made: neither PostgreSQL's own nor an extension's. */
    private static final String EMPTY = """
                                        SELECT NOT EXISTS (
                                            SELECT FROM pg_catalog.pg_class relation
                                            JOIN pg_catalog.pg_namespace namespace ON namespace.oid = relation.relnamespace
                                            WHERE namespace.nspname !~ '^pg_' AND namespace.nspname <> 'information_schema'
                                              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend dependency
                                                              WHERE dependency.classid = 'pg_catalog.pg_class'::regclass
                                                                AND dependency.objid = relation.oid AND dependency.deptype = 'e'))
                                          AND to_regnamespace('mediafiles_ops') IS NULL
                                        """;
    /** Two connections that say the same talk to the same database of the same running server. */
    private static final String IDENTITY = """
                                           SELECT pg_catalog.pg_postmaster_start_time()::text || ' ' || oid || ' ' || datname
                                           FROM pg_catalog.pg_database WHERE datname = current_database()
                                           """;

    /** @param up by version; and so {@code down} */
    record Seen(Map<Integer, ScriptEffects> up, Map<Integer, ScriptEffects> down, Set<String> withoutRows) {}

    private final DataSource scratch;
    private final Progress progress;
    private final Seen seen = new Seen(new TreeMap<>(), new TreeMap<>(), new TreeSet<>());

    ScratchRun(DataSource scratch, Progress progress) {
        this.scratch = scratch;
        this.progress = progress;
    }

    /**
     * @param target the database that the plan is for; empty where there is none
     * @param up     ascending, from the first version on
     * @param down   descending, from the last of {@code up}
     * @throws MediaFilesException where the scratch database is not empty, is in use, or is the target
     */
    Seen run(Optional<Connection> target, List<VersionScript> up, List<VersionScript> down) throws SQLException {
        try (Connection connection = scratch.getConnection()) {
            if (target.isPresent() && Sql.text(target.get(), IDENTITY).equals(Sql.text(connection, IDENTITY))) {
                throw refused("The scratch database is the database that the plan is for: nothing is ever made there."
                        + " Create an empty database beside it and name that one.");
            }
            SchemaLock lock = SchemaLock.tryLock(connection)
                    .orElseThrow(() -> refused("Somebody else works on the scratch database: wait, or name another."));
            try {
                if (!Sql.flag(connection, EMPTY)) {
                    throw refused("The scratch database is not empty: name one without any table and without a schema"
                            + " mediafiles_ops.");
                }
                record(connection, up, down);
            } finally {
                lock.release();
            }
        }
        return seen;
    }

    private void record(Connection connection, List<VersionScript> up, List<VersionScript> down) throws SQLException {
        try (LockRecorder recorder = new LockRecorder(scratch)) {
            Sql.run(connection, "CREATE SCHEMA mediafiles_ops");
            for (VersionScript script : up) {
                ScratchRows.fill(connection);
                progress.says("scratch: " + script.name());
                seen.up().put(script.version(), recorder.up(script));
            }
            for (VersionScript script : down) {
                ScratchRows.fill(connection);
                seen.withoutRows().addAll(ScratchRows.emptyTables(connection));
                if (script.version() == 0) {
                    ScratchRows.clearShared(connection);
                }
                progress.says("scratch: " + script.undoName());
                seen.down().put(script.version(), recorder.down(script));
            }
        } finally {
            clean(connection);
        }
    }

    /** It was empty before, so the schema and the tables that the versions made are ours to drop. */
    private static void clean(Connection connection) throws SQLException {
        Sql.run(connection, "DROP SCHEMA IF EXISTS mediafiles_ops CASCADE");
        for (String table : ClinicalTables.OURS) {
            Sql.run(connection, "DROP TABLE IF EXISTS public." + table + " CASCADE");
        }
        for (String table : ClinicalTables.SHARED) {
            Sql.run(connection, "DROP TABLE IF EXISTS public." + table + " CASCADE");
        }
    }

    private static MediaFilesException refused(String sentence) {
        return new MediaFilesException(ProblemCode.CONFLICT, sentence);
    }
}
