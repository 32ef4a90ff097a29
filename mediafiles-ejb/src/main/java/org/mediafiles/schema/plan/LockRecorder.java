package org.mediafiles.schema.plan;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.mediafiles.schema.plan.Relations.Relation;
import org.mediafiles.schema.plan.StatementEffect.Seen;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScript;

/**
 * Runs scripts on a scratch database and looks, after each statement, at what it locked, wrote anew and read from end to
 * end. What runs in a transaction is looked at inside it; what is built concurrently is watched from a second session
 * while a third one, a writer, keeps it waiting: then it holds what it holds for long.
 */
final class LockRecorder implements AutoCloseable {
    private static final String LOCKS = """
                                        SELECT relation::bigint, mode FROM pg_catalog.pg_locks
                                        WHERE locktype = 'relation' AND granted AND pid = ?
                                          AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
                                        """;

    private final DataSource scratch;
    private final Connection worker;
    private final int workerPid;

    /** @param scratch a database where anything may be done; at least three connections at a time */
    LockRecorder(DataSource scratch) throws SQLException {
        this.scratch = scratch;
        this.worker = scratch.getConnection();
        this.workerPid = Sql.integer(worker, "SELECT pg_catalog.pg_backend_pid()");
    }

    @Override
    public void close() throws SQLException {
        worker.close();
    }

    /** Applies a version; the tables that stand should hold rows. */
    ScriptEffects up(VersionScript script) throws SQLException {
        List<SqlStatement> statements = SqlScript.split(script.sql());
        return new ScriptEffects(script.name(), LockRecords.fingerprint(script, Way.UP), script.transactional(),
                List.of(), script.transactional() ? together(statements) : oneByOne(statements));
    }

    /** Takes a version back, preparation included. */
    ScriptEffects down(VersionScript script) throws SQLException {
        List<StatementEffect> prepared = oneByOne(script.undoPrepare().map(SqlScript::split).orElse(List.of()));
        return new ScriptEffects(script.undoName(), LockRecords.fingerprint(script, Way.DOWN), true, prepared,
                together(SqlScript.split(script.undo())));
    }

    private List<StatementEffect> together(List<SqlStatement> statements) throws SQLException {
        Relations standing = Relations.read(worker);
        Map<Long, Long> rows = rowsOf(standing);
        worker.setAutoCommit(false);
        try {
            List<StatementEffect> effects = new ArrayList<>();
            for (SqlStatement statement : statements) {
                effects.add(inTransaction(statement, standing, rows));
            }
            // What waits for the end, such as the checks of deferred keys, locks there.
            StatementEffect end = inTransaction(new SqlStatement(0, "SET CONSTRAINTS ALL IMMEDIATE"), standing, rows);
            if (!end.locks().isEmpty() || !end.scans().isEmpty()) {
                effects.add(new StatementEffect(0, "COMMIT", end.seen(), end.locks(), end.creates(), end.drops(),
                        end.rewrites(), end.scans()));
            }
            worker.commit();
            return effects;
        } finally {
            worker.rollback();
            worker.setAutoCommit(true);
        }
    }

    private List<StatementEffect> oneByOne(List<SqlStatement> statements) throws SQLException {
        Relations standing = Relations.read(worker);
        List<StatementEffect> effects = new ArrayList<>();
        for (SqlStatement statement : statements) {
            if (statement.isConcurrent()) {
                effects.add(watched(statement, standing, rowsOf(standing)));
            } else {
                Map<Long, Long> rows = rowsOf(standing);
                worker.setAutoCommit(false);
                try {
                    effects.add(inTransaction(statement, standing, rows));
                    worker.commit();
                } finally {
                    worker.rollback();
                    worker.setAutoCommit(true);
                }
            }
        }
        return effects;
    }

    private StatementEffect inTransaction(SqlStatement statement, Relations standing, Map<Long, Long> rows)
            throws SQLException {
        Relations before = Relations.read(worker);
        Map<Long, Set<LockMode>> held = locks(worker);
        ReadTables read = ReadTables.inTransaction(worker);
        execute(worker, statement);
        Relations after = Relations.read(worker);
        Map<Long, Set<LockMode>> taken = locks(worker);
        List<String> scans = ReadTables.inTransaction(worker).wholeSince(read, standing.tables(), rows);
        return effect(statement, Seen.TRANSACTION,
                added(taken, held, List.of(before, after), standing), List.of(before, after), standing, scans);
    }

    private StatementEffect watched(SqlStatement statement, Relations standing, Map<Long, Long> rows)
            throws SQLException {
        Relations before = Relations.read(worker);
        ReadTables read = ReadTables.everywhere(worker);
        try (Connection watcher = scratch.getConnection(); Connection writer = scratch.getConnection()) {
            writer.setAutoCommit(false);
            for (Relation table : standing.tables()) {
                Sql.run(writer, "LOCK TABLE " + quoted(writer, table) + " IN ROW EXCLUSIVE MODE");
            }
            Background work = Background.start(() -> execute(worker, statement));
            Map<Long, Set<LockMode>> taken = Map.of();
            Relations meanwhile = before;
            try {
                if (work.untilWaiting(watcher, workerPid)) {
                    taken = locks(watcher);
                    meanwhile = Relations.read(watcher);
                }
            } finally {
                writer.rollback();
                work.join();
            }
            Relations after = Relations.read(worker);
            List<String> scans = ReadTables.everywhere(worker).wholeSince(read, standing.tables(), rows);
            return effect(statement, Seen.WATCHED, added(taken, Map.of(), List.of(before, meanwhile, after), standing),
                    List.of(before, after), standing, scans);
        }
    }

    /** @param snapshots before and after it */
    private static StatementEffect effect(SqlStatement statement, Seen seen, List<RelationLock> locks,
            List<Relations> snapshots, Relations standing, List<String> scans) {
        Relations before = snapshots.get(0);
        Relations after = snapshots.get(1);
        List<String> rewritten = after.rewrittenSince(before).stream().filter(standing::standsNamed).toList();
        return new StatementEffect(statement.line(), statement.summary(), seen, locks, after.without(before),
                before.without(after), rewritten, scans);
    }

    /**
     * What matters of the locks that came: not an index's where its table is locked as strongly, which servers do as they
     * like, nor one of an index or a sequence that the version itself made.
     */
    private static List<RelationLock> added(Map<Long, Set<LockMode>> taken, Map<Long, Set<LockMode>> held,
            List<Relations> snapshots, Relations standing) {
        Map<String, Set<LockMode>> byName = new HashMap<>();
        taken.forEach((oid, modes) -> named(oid, snapshots).ifPresent(relation -> byName.put(relation.name(), modes)));
        List<RelationLock> locks = new ArrayList<>();
        taken.forEach((oid, modes) -> named(oid, snapshots).ifPresent(relation -> {
            Set<LockMode> before = EnumSet.noneOf(LockMode.class);
            before.addAll(held.getOrDefault(oid, Set.of()));
            before.addAll(relation.of().map(table -> byName.getOrDefault(table, Set.of())).orElse(Set.of()));
            Set<LockMode> fresh = LockMode.thatAreNew(modes, before);
            if (!fresh.isEmpty() && (relation.isTable() || standing.stands(oid))) {
                locks.add(RelationLock.of(relation.name(), relation.kind(), fresh, standing.stands(oid)));
            }
        }));
        locks.sort(Comparator.comparing(RelationLock::standing).reversed().thenComparing(RelationLock::relation));
        return locks;
    }

    private static Optional<Relation> named(long oid, List<Relations> snapshots) {
        return snapshots.stream().map(snapshot -> snapshot.find(oid)).flatMap(Optional::stream).findFirst();
    }

    private Map<Long, Set<LockMode>> locks(Connection observer) throws SQLException {
        Map<Long, Set<LockMode>> locks = new TreeMap<>();
        try (PreparedStatement statement = observer.prepareStatement(LOCKS)) {
            statement.setInt(1, workerPid);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    long relation = rows.getLong(1);
                    LockMode.findByCatalogueName(rows.getString(2)).ifPresent(mode -> locks
                            .computeIfAbsent(relation, any -> EnumSet.noneOf(LockMode.class)).add(mode));
                }
            }
        }
        locks.replaceAll((relation, modes) -> LockMode.thatMatter(modes));
        return locks;
    }

    private Map<Long, Long> rowsOf(Relations standing) throws SQLException {
        Map<Long, Long> rows = new HashMap<>();
        for (Relation table : standing.tables()) {
            rows.put(table.oid(), Long.parseLong(Sql.text(worker, "SELECT count(*) FROM " + quoted(worker, table))));
        }
        return rows;
    }

    private static String quoted(Connection connection, Relation table) throws SQLException {
        return Sql.text(connection, "SELECT " + table.oid() + "::regclass");
    }

    /** The driver must not take braces or question marks in it for its own. */
    private static void execute(Connection connection, SqlStatement sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql.text());
        }
    }
}
