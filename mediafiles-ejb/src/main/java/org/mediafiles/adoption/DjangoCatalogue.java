package org.mediafiles.adoption;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mediafiles.schema.version.Sql;

/**
 * What a database's own catalogue says of the eight tables, one line a fact, in a form in which two databases of the same
 * structure are equal: without column numbers, collations, operator classes and storage parameters.
 * {@code db/reference/django.txt} tells the same of what Django's migrations leave.
 */
final class DjangoCatalogue {
    static final int LAST_PHASE = 6;

    private static final String REFERENCE = "/db/reference/django.txt";
    /** PostgreSQL 18 lists NOT NULL as constraints (contype n), 15 does not: it is told with the column. */
    private static final String FACTS = """
                                        WITH mine AS (
                                            SELECT relation.* FROM pg_class relation
                                            WHERE relation.relnamespace = 'public'::regnamespace AND relation.relname IN ('%s'))
                                        SELECT relname || ' table ' || relkind::text || relpersistence::text
                                            || CASE WHEN relrowsecurity THEN ' row security' ELSE '' END FROM mine
                                        UNION ALL
                                        SELECT relname || ' column ' || attnum || ' ' || attname || ' ' || format_type(atttypid, atttypmod)
                                            || CASE WHEN attnotnull THEN ' not null' ELSE '' END
                                            || coalesce(' default ' || pg_get_expr(adbin, adrelid), '')
                                            || CASE WHEN attidentity <> '' THEN ' identity ' || attidentity::text ELSE '' END
                                            || CASE WHEN attgenerated <> '' THEN ' generated ' || attgenerated::text ELSE '' END
                                        FROM mine JOIN pg_attribute ON attrelid = mine.oid AND attnum > 0 AND NOT attisdropped
                                        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                                        UNION ALL
                                        SELECT relname || ' constraint ' || quote_ident(conname) || ' ' || pg_get_constraintdef(con.oid)
                                        FROM mine JOIN pg_constraint con ON con.conrelid = mine.oid WHERE contype NOT IN ('n', 't')
                                        UNION ALL
                                        SELECT relname || ' index ' || pg_get_indexdef(indexrelid) || CASE WHEN indisvalid THEN '' ELSE ' INVALID' END
                                        FROM mine JOIN pg_index ON indrelid = mine.oid
                                        UNION ALL
                                        SELECT relname || ' trigger ' || tgname FROM mine JOIN pg_trigger ON tgrelid = mine.oid WHERE NOT tgisinternal
                                        UNION ALL
                                        SELECT relname || ' rule ' || rulename FROM mine JOIN pg_rewrite ON ev_class = mine.oid
                                        """;

    private DjangoCatalogue() {}

    /** @return every fact about those of the five tables that stand; sorted, the same fact twice where it stands twice */
    static List<String> own(Connection connection) throws SQLException {
        return facts(connection, SeedTables.OWN).map(DjangoCatalogue::ownFact).sorted().toList();
    }

    /** @return what we need of the shared tables, where it is there; sorted */
    static List<String> shared(Connection connection) throws SQLException {
        return facts(connection, SeedTables.SHARED).flatMap(DjangoCatalogue::sharedFact).sorted().toList();
    }

    /** @return as {@link #own}, of a database after that phase of Django's */
    static List<String> ownReference(int phase) {
        return reference(phase).filter(line -> line.startsWith("mediafiles_")).map(DjangoCatalogue::ownFact).sorted()
                .toList();
    }

    /** @return what every database has to have of the shared tables; sorted */
    static List<String> sharedReference() {
        return reference(0).flatMap(DjangoCatalogue::sharedFact).sorted().toList();
    }

    /**
     * The caller's search path decides how PostgreSQL prints names, so that of the catalogue is taken meanwhile.
     */
    private static Stream<String> facts(Connection connection, List<String> tables) throws SQLException {
        String path = Sql.text(connection, "SELECT current_setting('search_path')").replace("'", "''");
        Sql.run(connection, "SET search_path TO pg_catalog");
        try {
            return new ArrayList<>(Sql.texts(connection, FACTS.formatted(String.join("', '", tables)))).stream();
        } finally {
            Sql.text(connection, "SELECT set_config('search_path', '" + path + "', false)");
        }
    }

    private static Stream<String> reference(int phase) {
        try (InputStream file = DjangoCatalogue.class.getResourceAsStream(REFERENCE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
                    .filter(line -> line.charAt(0) - '0' <= phase).map(line -> line.substring(2)).toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String ownFact(String line) {
        String[] words = line.split(" ", 4);
        return switch (words[1]) {
            case "column" -> words[0] + " column " + words[3];
            case "constraint", "index" -> withoutStorage(line)
                    .replaceAll(" (varchar|text|bpchar)_pattern_ops", " pattern_ops");
            default -> line;
        };
    }

    /** @return the fact without the constraint's or index's own name */
    static String nameless(String fact) {
        String[] words = fact.split(" ", 4);
        return switch (words[1]) {
            case "constraint" -> words[0] + " constraint " + words[3];
            case "index" -> fact.replaceFirst("INDEX \\S+ ON", "INDEX ON");
            default -> fact;
        };
    }

    /** @return what gives a constraint or index that stands the name that it bears in the reference */
    static String renaming(String standing, String expected) {
        String[] words = standing.split(" ", 4);
        return words[1].equals("constraint")
                ? "ALTER TABLE public." + words[0] + " RENAME CONSTRAINT " + words[2] + " TO "
                        + expected.split(" ", 4)[2]
                : "ALTER INDEX public." + indexName(standing) + " RENAME TO " + indexName(expected);
    }

    private static String indexName(String fact) {
        return fact.replaceFirst(".*INDEX (\\S+) ON .*", "$1");
    }

    private static String withoutStorage(String definition) {
        return definition.replaceAll(" COLLATE (\"[^\"]*\"|[a-z_]+)(\\.(\"[^\"]*\"|[a-z_]+))?", "")
                .replaceAll(" WITH \\([^)]*\\)", "");
    }

    /** How a number is made, further columns, indexes and constraints of a shared table are its owner's. */
    private static Stream<String> sharedFact(String line) {
        String[] words = line.split(" ", 4);
        if (!SeedTables.SHARED.contains(words[0])) {
            return Stream.empty();
        }
        return switch (words[1]) {
            case "column" -> Stream.of(words[0] + " column " + words[3].replaceAll(" (default|identity) .*", ""));
            case "constraint" -> {
                String definition = withoutStorage(words[3]);
                yield definition.startsWith("PRIMARY KEY") || definition.startsWith("UNIQUE")
                        ? Stream.of(words[0] + " constraint " + definition)
                        : Stream.empty();
            }
            default -> Stream.empty();
        };
    }
}
