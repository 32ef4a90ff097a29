package org.mediafiles.schema.plan;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mediafiles.schema.plan.StatementEffect.Made;

/**
 * The relations that stand at one moment, as one transaction sees them. PostgreSQL's own and TOAST tables are left out, and
 * the trail's partitions, which are other ones each month.
 */
final class Relations {
    private static final String ALL = """
                                      SELECT relation.oid, namespace.nspname || '.' || relation.relname AS name,
                                             CASE relation.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'i' THEN 'index'
                                                 WHEN 'I' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' ELSE 'other' END AS kind,
                                             relation.relfilenode,
                                             (SELECT table_namespace.nspname || '.' || of_table.relname
                                              FROM pg_catalog.pg_index index JOIN pg_catalog.pg_class of_table ON of_table.oid = index.indrelid
                                              JOIN pg_catalog.pg_namespace table_namespace ON table_namespace.oid = of_table.relnamespace
                                              WHERE index.indexrelid = relation.oid) AS of_table
                                      FROM pg_catalog.pg_class relation
                                      JOIN pg_catalog.pg_namespace namespace ON namespace.oid = relation.relnamespace
                                      WHERE namespace.nspname !~ '^pg_' AND namespace.nspname <> 'information_schema'
                                        AND NOT (namespace.nspname = 'mediafiles_ops' AND relation.relname ~ '^audit_event_([0-9]{4}_[0-9]{2}|default)(_|$)')
                                      """;

    /**
     * @param file the number of its file, another one after it was written anew; 0 for what has none
     * @param of   an index's table
     */
    record Relation(long oid, String name, String kind, long file, Optional<String> of) {
        Made made() {
            return new Made(name, kind, of);
        }

        boolean isTable() {
            return kind.equals("table");
        }
    }

    private final Map<Long, Relation> byOid = new HashMap<>();

    static Relations read(Connection connection) throws SQLException {
        Relations relations = new Relations();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(ALL)) {
            while (rows.next()) {
                long oid = rows.getLong("oid");
                relations.byOid.put(oid, new Relation(oid, rows.getString("name"), rows.getString("kind"),
                        rows.getLong("relfilenode"), Optional.ofNullable(rows.getString("of_table"))));
            }
        }
        return relations;
    }

    Optional<Relation> find(long oid) {
        return Optional.ofNullable(byOid.get(oid));
    }

    boolean stands(long oid) {
        return byOid.containsKey(oid);
    }

    boolean standsNamed(String name) {
        return byOid.values().stream().anyMatch(relation -> relation.name().equals(name));
    }

    /** @return sorted by name */
    List<Relation> tables() {
        return byOid.values().stream().filter(Relation::isTable).sorted(Comparator.comparing(Relation::name)).toList();
    }

    /** @return what stands here and not there, sorted by name */
    List<Made> without(Relations other) {
        return byOid.values().stream().filter(relation -> !other.stands(relation.oid())).map(Relation::made)
                .sorted(Comparator.comparing(Made::relation)).toList();
    }

    /** @return names of what stands in both and has another file here, sorted */
    List<String> rewrittenSince(Relations before) {
        List<String> names = new ArrayList<>();
        for (Relation now : byOid.values()) {
            Relation then = before.byOid.get(now.oid());
            if (then != null && then.file() != now.file()) {
                names.add(now.name());
            }
        }
        names.sort(Comparator.naturalOrder());
        return names;
    }
}
