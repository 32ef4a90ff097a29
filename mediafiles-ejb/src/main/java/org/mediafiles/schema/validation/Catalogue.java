package org.mediafiles.schema.validation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mediafiles.schema.version.Sql;

/**
 * What PostgreSQL's own catalogue says of our tables and of what their triggers do, a fact at a time: what it is about, then what it is. Of the seed's
 * five tables and of {@code mediafiles_ops} all is told, but for the records that outlive every version; of the tables that
 * the hospital shares with us, only the columns that the program reads. The same on PostgreSQL 15 and 18: NOT NULL goes with
 * its column, since 18 lists it among the constraints, too. A CHECK that older rows break is told as if they did not. The
 * trail's partitions are as many as months have passed, and V31's bound names one, so neither is told.
 *
 * @param facts for example {@code public.mediafiles_photo column media_file_id} → {@code uuid not null}; sorted
 */
public record Catalogue(SortedMap<String, String> facts) {
    /** Ends an index that is not maintained or not used. */
    static final String INVALID = " INVALID";

    private static final String FACTS = """
                                        WITH mine AS (
                                            SELECT relation.oid, relation.relkind, relation.relpersistence,
                                                namespace.nspname || '.' || relation.relname AS name
                                            FROM pg_class relation
                                            JOIN pg_namespace namespace ON namespace.oid = relation.relnamespace
                                            WHERE namespace.nspname = 'public' AND relation.relname IN ('mediafiles_mediafile',
                                                    'mediafiles_photo', 'mediafiles_photoseries', 'mediafiles_photoseriesfile',
                                                    'mediafiles_videoclip')
                                                OR namespace.nspname = 'mediafiles_ops' AND NOT relation.relispartition
                                                    AND relation.relname !~ '^(schema_(history|run|step|undo)|adoption|adopted_row)(_|$)'),
                                        needed (name, attribute) AS (VALUES
                                            ('accounts_eqmduser', 'id'), ('accounts_eqmduser', 'username'),
                                            ('accounts_eqmduser', 'password'), ('accounts_eqmduser', 'first_name'),
                                            ('accounts_eqmduser', 'last_name'), ('accounts_eqmduser', 'is_superuser'),
                                            ('accounts_eqmduser', 'is_active'), ('patients_patient', 'id'),
                                            ('patients_patient', 'name'), ('patients_patient', 'birthday'), ('events_event', 'id'),
                                            ('events_event', 'event_type'), ('events_event', 'event_datetime'),
                                            ('events_event', 'description'), ('events_event', 'created_at'),
                                            ('events_event', 'updated_at'), ('events_event', 'created_by_id'),
                                            ('events_event', 'updated_by_id'), ('events_event', 'patient_id'))
                                        SELECT name || ' table', relkind::text || ' ' || relpersistence::text
                                        FROM mine WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
                                        UNION ALL
                                        SELECT name || ' column ' || attname, format_type(atttypid, atttypmod)
                                            || CASE WHEN attnotnull THEN ' not null' ELSE '' END
                                            || coalesce(' default ' || pg_get_expr(adbin, adrelid), '')
                                            || CASE WHEN attidentity <> '' THEN ' identity ' || attidentity::text ELSE '' END
                                            || CASE WHEN attgenerated <> '' THEN ' generated ' || attgenerated::text ELSE '' END
                                        FROM mine JOIN pg_attribute ON attrelid = mine.oid AND attnum > 0 AND NOT attisdropped
                                        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                                        WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
                                        UNION ALL
                                        SELECT name || ' constraint ' || conname,
                                            CASE WHEN contype = 'c' THEN regexp_replace(pg_get_constraintdef(con.oid), ' NOT VALID$', '')
                                                ELSE pg_get_constraintdef(con.oid) END
                                        FROM mine JOIN pg_constraint con ON con.conrelid = mine.oid WHERE contype NOT IN ('n', 't')
                                            AND conname <> 'audit_event_at_check'
                                        UNION ALL
                                        SELECT name || ' index ' || relation.relname, pg_get_indexdef(indexrelid)
                                            || CASE WHEN indisvalid AND indisready AND indislive THEN '' ELSE ' INVALID' END
                                        FROM mine JOIN pg_index ON indrelid = mine.oid JOIN pg_class relation ON relation.oid = indexrelid
                                        UNION ALL
                                        SELECT name || ' sequence', seqtypid::regtype || ' start ' || seqstart || ' increment '
                                            || seqincrement || ' min ' || seqmin || ' max ' || seqmax || ' cache ' || seqcache
                                            || CASE WHEN seqcycle THEN ' cycle' ELSE '' END
                                            || coalesce((SELECT ' owned by ' || refobjid::regclass || '.' || attname FROM pg_depend
                                                JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
                                                WHERE classid = 'pg_class'::regclass AND objid = mine.oid
                                                  AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i')), '')
                                        FROM mine JOIN pg_sequence ON seqrelid = mine.oid
                                        UNION ALL
                                        SELECT name || ' trigger ' || tgname, pg_get_triggerdef(pg_trigger.oid)
                                            || CASE tgenabled WHEN 'D' THEN ' DISABLED' WHEN 'R' THEN ' REPLICA ONLY' ELSE '' END
                                        FROM mine JOIN pg_trigger ON tgrelid = mine.oid WHERE NOT tgisinternal
                                        UNION ALL
                                        SELECT nspname || '.' || proname || ' function', lanname
                                            || CASE WHEN prosecdef THEN ' as its owner' ELSE '' END
                                            || coalesce(' with ' || array_to_string(proconfig, ' '), '')
                                            || ' does ' || btrim(regexp_replace(prosrc, '\\s+', ' ', 'g'))
                                        FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
                                        JOIN pg_language ON pg_language.oid = prolang
                                        WHERE nspname = 'mediafiles_ops' AND prorettype = 'trigger'::regtype
                                        UNION ALL
                                        SELECT 'public.' || needed.name || ' needed ' || attname,
                                            CASE format_type(atttypid, NULL) WHEN 'text' THEN 'character varying'
                                                ELSE format_type(atttypid, NULL) END
                                        FROM needed JOIN pg_namespace ON nspname = 'public'
                                        JOIN pg_class relation ON relation.relname = needed.name AND relnamespace = pg_namespace.oid
                                        JOIN pg_attribute ON attrelid = relation.oid AND attname = needed.attribute AND NOT attisdropped
                                        """;

    public Catalogue {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }

    /** @param connection in auto-commit mode; not changed */
    public static Catalogue read(Connection connection) throws SQLException {
        SortedMap<String, String> facts = new TreeMap<>();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // Every name is then printed with its schema, whatever the login's own setting.
            Sql.run(connection, "SET LOCAL search_path TO pg_catalog");
            try (ResultSet rows = statement.executeQuery(FACTS)) {
                while (rows.next()) {
                    facts.put(rows.getString(1), steady(rows.getString(2)));
                }
            }
            return new Catalogue(facts);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** The expression in a CHECK or in a partial index, without what a restored dump changes of its print. */
    private static String steady(String definition) {
        int at = definition.startsWith("CHECK ") ? "CHECK ".length() : definition.indexOf(" WHERE ");
        return at < 0 ? definition : definition.substring(0, at) + PlainExpression.of(definition.substring(at));
    }
}
