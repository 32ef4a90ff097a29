package org.mediafiles.schema.preflight;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.Sql;

/**
 * Which kind of database was met. A look at names alone: whether a Django database is one that can be taken over, its
 * recognition by the whole catalogue decides.
 *
 * @param version of ours, or Django's phase; -1 where there is neither
 * @param tables  which of the eight stand
 * @param rows    whether one of them holds a row, or could not be read
 */
record Met(Kind kind, int version, Set<String> tables, boolean rows) {
    enum Kind {
        EMPTY, OURS, DJANGO,
        /** Tables of others, none of the five. */
        OTHERS,
        /** Some of the five, in no order that we know. */
        UNKNOWN,
        /** The login may not see our history. */
        UNREADABLE
    }

    static final Met UNREADABLE = new Met(Kind.UNREADABLE, -1, Set.of(), true);

    private static final String STANDING = """
                                           SELECT relname FROM pg_class
                                           WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname IN\s"""
            + ClinicalTables.ALL_SQL;
    /** What extensions brought does not count. */
    private static final String ANYTHING = """
                                           SELECT EXISTS (
                                               SELECT FROM pg_class relation
                                               WHERE relation.relnamespace = 'public'::regnamespace AND relation.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                                                 AND NOT EXISTS (SELECT FROM pg_depend dependency
                                                                 WHERE dependency.classid = 'pg_class'::regclass AND dependency.objid = relation.oid
                                                                   AND dependency.deptype = 'e'))""";

    /** @param rows as {@link ClinicalTables#holdRows} told */
    static Met read(Connection connection, SchemaHistory history, boolean rows) throws SQLException {
        Set<String> tables = tables(connection);
        if (history.current().isPresent()) {
            return new Met(Kind.OURS, history.current().getAsInt(), tables, rows);
        }
        List<String> ours = ClinicalTables.OURS.stream().filter(tables::contains).toList();
        if (ours.isEmpty()) {
            return withoutOurs(connection, tables, rows);
        }
        int phase = phase(connection, ours);
        return new Met(phase < 0 ? Kind.UNKNOWN : Kind.DJANGO, phase, tables, rows);
    }

    private static Set<String> tables(Connection connection) throws SQLException {
        return new TreeSet<>(Sql.texts(connection, STANDING));
    }

    private static Met withoutOurs(Connection connection, Set<String> tables, boolean rows) throws SQLException {
        if (tables.containsAll(ClinicalTables.SHARED) && hasDjangoHistory(connection)) {
            return new Met(Kind.DJANGO, 0, tables, rows);
        }
        boolean anything = Sql.flag(connection, ANYTHING);
        return new Met(anything ? Kind.OTHERS : Kind.EMPTY, -1, tables, rows);
    }

    /** @return 1–6, or -1 where these tables stand at no phase */
    private static int phase(Connection connection, List<String> ours) throws SQLException {
        if (!ours.equals(ClinicalTables.OURS.subList(0, ours.size())) || ours.size() == 3) {
            return -1;
        }
        return switch (ours.size()) {
            case 1 -> 1;
            case 2 -> hasDjangoHistory(connection)
                    && Sql.flag(connection, """
                                            SELECT EXISTS (SELECT FROM public.django_migrations
                                                WHERE app = 'mediafiles' AND name = '0003_migrate_photos')""") ? 3 : 2;
            case 4 -> 4;
            default -> hasV6Indexes(connection) ? 6 : 5;
        };
    }

    private static boolean hasDjangoHistory(Connection connection) throws SQLException {
        return Sql.flag(connection, "SELECT to_regclass('public.django_migrations') IS NOT NULL");
    }

    private static boolean hasV6Indexes(Connection connection) throws SQLException {
        List<String> standing = new ArrayList<>(ClinicalTables.V6_INDEXES);
        standing.retainAll(Sql.texts(connection, """
                                                 SELECT relname FROM pg_class
                                                 WHERE relnamespace = 'public'::regnamespace AND relkind = 'i'"""));
        return standing.size() == ClinicalTables.V6_INDEXES.size();
    }
}
