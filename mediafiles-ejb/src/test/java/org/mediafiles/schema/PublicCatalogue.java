package org.mediafiles.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.mediafiles.schema.version.Sql;

/**
 * What PostgreSQL's own catalogue says of schema {@code public}, one line per table, column, constraint, index, sequence, trigger
 * and function, so that two databases can be compared. NOT NULL is told with its column: PostgreSQL 18 lists it among the
 * constraints, too, and 15 does not.
 */
public final class PublicCatalogue {
    private static final String LINES = """
                                        WITH mine AS (
                                            SELECT relation.* FROM pg_class relation
                                            WHERE relation.relnamespace = 'public'::regnamespace AND relation.relname <> 'django_migrations'
                                              AND relation.relname NOT LIKE 'django\\_migrations\\_%')
                                        SELECT relname || ' table ' || relkind::text || relpersistence::text FROM mine WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
                                        UNION ALL
                                        SELECT relname || ' column ' || rank() OVER (PARTITION BY attrelid ORDER BY attnum) || ' ' || attname || ' ' || format_type(atttypid, atttypmod)
                                            || CASE WHEN attnotnull THEN ' not null' ELSE '' END
                                            || coalesce(' default ' || pg_get_expr(adbin, adrelid), '')
                                            || CASE WHEN attidentity <> '' THEN ' identity ' || attidentity::text ELSE '' END
                                            || CASE WHEN attgenerated <> '' THEN ' generated ' || attgenerated::text ELSE '' END
                                        FROM mine JOIN pg_attribute ON attrelid = mine.oid AND attnum > 0 AND NOT attisdropped
                                        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                                        WHERE relkind IN ('r', 'p')
                                        UNION ALL
                                        SELECT relname || ' constraint ' || conname || ' ' || pg_get_constraintdef(con.oid)
                                        FROM mine JOIN pg_constraint con ON con.conrelid = mine.oid WHERE contype <> 'n'
                                        UNION ALL
                                        SELECT relname || ' index ' || pg_get_indexdef(indexrelid) || CASE WHEN indisvalid THEN '' ELSE ' INVALID' END
                                        FROM mine JOIN pg_index ON indrelid = mine.oid
                                        UNION ALL
                                        SELECT relname || ' sequence ' || seqtypid::regtype || ' start ' || seqstart || ' increment ' || seqincrement
                                            || ' min ' || seqmin || ' max ' || seqmax || ' cache ' || seqcache || ' cycle ' || seqcycle
                                            || coalesce(' owned by ' || (SELECT refobjid::regclass || '.' || attname FROM pg_depend JOIN pg_attribute
                                                    ON attrelid = refobjid AND attnum = refobjsubid
                                                WHERE objid = mine.oid AND deptype = 'a'), '')
                                        FROM mine JOIN pg_sequence ON seqrelid = mine.oid
                                        UNION ALL
                                        SELECT relname || ' trigger ' || pg_get_triggerdef(pg_trigger.oid) || ' ' || tgenabled::text
                                        FROM mine JOIN pg_trigger ON tgrelid = mine.oid WHERE NOT tgisinternal
                                        UNION ALL
                                        SELECT proname || ' function ' || md5(pg_get_functiondef(pg_proc.oid)) FROM pg_proc
                                        WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
                                        """;

    private PublicCatalogue() {}

    /** @return sorted */
    public static List<String> read(DataSource database) throws SQLException {
        return read(database, "public");
    }

    /** @return the same of another schema, sorted */
    public static List<String> read(DataSource database, String schema) throws SQLException {
        try (Connection connection = database.getConnection()) {
            // Every name is then printed with its schema, whatever the database's own setting.
            Sql.run(connection, "SET search_path TO pg_catalog");
            return List.copyOf(new TreeSet<>(Sql.texts(connection, LINES.replace("'public'::", "'" + schema + "'::"))));
        }
    }
}
