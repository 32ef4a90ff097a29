package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Sql;

/** The eight tables that an adoption is about: the seed's five and those that are shared with the hospital's system. */
final class SeedTables {
    static final List<String> OWN = ClinicalTables.OURS;
    static final List<String> SHARED = ClinicalTables.SHARED;

    private SeedTables() {}

    /** @return which of these stand in {@code public}, in their order here */
    static List<String> standing(Connection connection, List<String> tables) throws SQLException {
        List<String> found = Sql.texts(connection, """
                                                   SELECT relname FROM pg_catalog.pg_class
                                                   WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                                                     AND relname IN ('%s')""".formatted(String.join("', '", tables)));
        return tables.stream().filter(found::contains).toList();
    }

    /** @return how many rows each standing table of the eight holds, the shared ones first */
    static Map<String, Long> counts(Connection connection) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (List<String> tables : List.of(SHARED, OWN)) {
            for (String table : standing(connection, tables)) {
                counts.put(table, Long.valueOf(Sql.text(connection, "SELECT count(*) FROM public." + table)));
            }
        }
        return counts;
    }
}
