package org.mediafiles.schema.preflight;

import java.sql.SQLException;
import java.util.List;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Finding;

/** Whether texts sort as they did when the indexes were built: an update of the system's libraries may change that. */
final class CollationChecks {
    private static final String OF_INDEXES = """
                                             SELECT DISTINCT format('%I (%I)', index_class.relname, used.collname)
                                             FROM pg_index index
                                             JOIN pg_class index_class ON index_class.oid = index.indexrelid
                                             JOIN pg_class table_class ON table_class.oid = index.indrelid
                                             CROSS JOIN LATERAL unnest(index.indcollation::oid[]) AS of_index (collation_id)
                                             JOIN pg_collation used ON used.oid = of_index.collation_id
                                             WHERE used.collversion IS DISTINCT FROM pg_collation_actual_version(used.oid)
                                               AND used.collversion IS NOT NULL
                                               AND (table_class.relnamespace = to_regnamespace('mediafiles_ops')
                                                 OR table_class.relnamespace = 'public'::regnamespace AND table_class.relname IN\s"""
            + ClinicalTables.ALL_SQL + ") ORDER BY 1";

    private CollationChecks() {}

    static List<Finding> ofDatabase(Look look) throws SQLException {
        Look.Row database = look
                .rows("""
                      SELECT datcollversion, pg_database_collation_actual_version(oid), quote_ident(datname)
                      FROM pg_database WHERE datname = current_database()""").get(0);
        boolean changed = !database.isNull(0) && !database.text(0).equals(database.text(1));
        return List.of(changed
                ? Found.warning("collation-changed", database.text(0), String.valueOf(database.text(1)),
                        database.text(2))
                : Found.ok("collation"));
    }

    static List<Finding> ofIndexes(Look look) throws SQLException {
        List<String> changed = look.rows(OF_INDEXES).stream().map(row -> row.text(0)).toList();
        return List.of(changed.isEmpty()
                ? Found.ok("collation-of-indexes")
                : Found.about(Found.warning("collation-of-indexes-changed", changed.size()), changed));
    }
}
